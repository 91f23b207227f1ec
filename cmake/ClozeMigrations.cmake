# experiments_migrations.h: experiments/migrations/NNN_*.sql as C++ text, in the order of their numbers, so that a program carries its schema.
file(GLOB CLOZE_MIGRATIONS CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/experiments/migrations/*.sql")
list(SORT CLOZE_MIGRATIONS)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CLOZE_MIGRATIONS})
set(CLOZE_MIGRATION_ROWS "")
foreach(migration IN LISTS CLOZE_MIGRATIONS)
  get_filename_component(file "${migration}" NAME)
  string(REGEX MATCH "^[0-9]+" number "${file}")
  math(EXPR number "1 * ${number}")
  file(READ "${migration}" text)
  string(APPEND CLOZE_MIGRATION_ROWS "  {${number}, R\"sql(${text})sql\"},\n")
endforeach()
file(GENERATE OUTPUT "${CLOZE_GENERATED}/experiments_migrations.h" CONTENT
"// Generated from experiments/migrations.
#pragma once
namespace cloze {
struct Migration { int version; const char* sql; };
inline constexpr Migration kMigrations[] = {
${CLOZE_MIGRATION_ROWS}};
}  // namespace cloze
")
