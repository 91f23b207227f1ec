# Resources are found beside the program (build tree: the source folder; installed: share/cloze), see engine/core/resources.h.
target_compile_definitions(cloze_core PRIVATE CLOZE_SOURCE_RESOURCES="${CMAKE_SOURCE_DIR}/resources")
