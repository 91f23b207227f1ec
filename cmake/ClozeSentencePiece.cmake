# sentencepiece and Debian's LibTorch crash in one process when linked together (both carry a protobuf and the symbols interpose), so it
# lives in a plugin with a C interface, opened with RTLD_LOCAL | RTLD_DEEPBIND; the trainer, which may abort, is a program of its own.
add_library(cloze_sentencepiece MODULE engine/text/sentencepiece_plugin/plugin.cpp)
target_link_libraries(cloze_sentencepiece PRIVATE cloze_settings PkgConfig::SENTENCEPIECE)
set_target_properties(cloze_sentencepiece PROPERTIES PREFIX "")
pkg_check_modules(SENTENCEPIECE_TRAIN REQUIRED sentencepiece)
find_library(CLOZE_SENTENCEPIECE_TRAIN_LIBRARY sentencepiece_train REQUIRED)
add_executable(cloze-sentencepiece-trainer engine/text/sentencepiece_plugin/trainer_main.cpp)
target_link_libraries(cloze-sentencepiece-trainer PRIVATE cloze_settings PkgConfig::SENTENCEPIECE ${CLOZE_SENTENCEPIECE_TRAIN_LIBRARY})
set_target_properties(cloze-sentencepiece-trainer PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib/cloze")
