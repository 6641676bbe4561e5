# Runs tools/embed_sql over src/ and migrations/ before anything that includes its output is compiled.
add_executable(embed_sql tools/embed_sql.cc)
target_compile_features(embed_sql PRIVATE cxx_std_20)
file(GLOB_RECURSE sql_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*.sql ${CMAKE_SOURCE_DIR}/migrations/*.sql)
# Named one by one, so that in an incremental build what includes them is compiled after they have changed, not a build later.
set(embedded_headers)
foreach(sql_file IN LISTS sql_files)
  file(RELATIVE_PATH header ${CMAKE_SOURCE_DIR}/src ${sql_file})
  if(NOT header MATCHES "^\\.\\.")
    string(REGEX REPLACE "\\.sql$" "_sql.h" header ${header})
    list(APPEND embedded_headers ${CMAKE_BINARY_DIR}/generated/${header})
  endif()
endforeach()
set(embed_stamp ${CMAKE_BINARY_DIR}/generated/embed.stamp)
add_custom_command(
  OUTPUT ${embed_stamp}
  BYPRODUCTS ${CMAKE_BINARY_DIR}/generated/db/catalogue.cc ${CMAKE_BINARY_DIR}/generated/db/embedded_migrations.cc ${embedded_headers}
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
