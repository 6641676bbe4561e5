# Runs tools/embed_sql over src/ and migrations/ before anything that includes its output is compiled.
add_executable(embed_sql tools/embed_sql.cc)
target_compile_features(embed_sql PRIVATE cxx_std_20)
file(GLOB_RECURSE sql_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*.sql ${CMAKE_SOURCE_DIR}/migrations/*.sql)
set(embed_stamp ${CMAKE_BINARY_DIR}/generated/embed.stamp)
add_custom_command(
  OUTPUT ${embed_stamp}
  BYPRODUCTS ${CMAKE_BINARY_DIR}/generated/db/catalogue.cc ${CMAKE_BINARY_DIR}/generated/db/embedded_migrations.cc
  COMMAND embed_sql ${CMAKE_BINARY_DIR}/generated ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/migrations
  COMMAND ${CMAKE_COMMAND} -E touch ${embed_stamp}
  DEPENDS embed_sql ${sql_files}
  COMMENT "Embedding SQL")
add_custom_target(herald_embed DEPENDS ${embed_stamp})

# What `/_status` and `--version` tell; taken when CMake configures, so that a build of unchanged sources changes nothing.
execute_process(COMMAND git rev-parse HEAD WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
                OUTPUT_VARIABLE HERALD_GIT_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT HERALD_GIT_COMMIT)
  set(HERALD_GIT_COMMIT unknown)
endif()
string(TIMESTAMP HERALD_BUILD_TIME "%Y-%m-%dT%H:%M:%SZ" UTC)
configure_file(cmake/version.cc.in ${CMAKE_BINARY_DIR}/generated/app/version.cc)
