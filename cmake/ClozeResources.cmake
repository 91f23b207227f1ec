# Resources are found beside the program (build tree: the source folder; installed: share/cloze), see engine/core/resources.h.
# Only this file is told the folder, so that the others compile alike in every checkout (ccache).
set_source_files_properties(engine/core/resources.cpp PROPERTIES COMPILE_DEFINITIONS "CLOZE_SOURCE_RESOURCES=\"${CMAKE_SOURCE_DIR}/resources\""
                            SKIP_UNITY_BUILD_INCLUSION ON)
