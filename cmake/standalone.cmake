# build_lib, build_lib_example and the ${lib...} variables of an ns-3 tree, for building the module
# on its own against an installed ns-3. Only what the module uses is here.

option(BUILD_TESTING "Build the tests" ON)
option(EDGE_LEARNING_SANITIZE "Build with the address and undefined behaviour sanitizers" OFF)
option(EDGE_LEARNING_FUZZ "Build the fuzz target of the frame parser (needs clang)" OFF)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, Debug, RelWithDebInfo or MinSizeRel" FORCE)
endif()

find_package(ns3 QUIET)
if(NOT ns3_FOUND)
  message(FATAL_ERROR "No installed ns-3 was found. On Debian, run utils/install-dependencies.sh")
endif()
message(STATUS "ns-3 ${ns3_VERSION}, ${CMAKE_BUILD_TYPE} build")

# The exported targets are ns3::libcore and so on up to 3.42, ns3::core from 3.43.
get_property(targets DIRECTORY PROPERTY IMPORTED_TARGETS)
foreach(target ${targets})
  if(target MATCHES "^ns3::(lib)?(.+)$")
    set(lib${CMAKE_MATCH_2} ${target})
  endif()
endforeach()

# The headers of ns-3 set the lowest standard; the module itself is plain C++17.
if(ns3_VERSION VERSION_LESS 3.41)
  set(CMAKE_CXX_STANDARD 17)
elseif(ns3_VERSION VERSION_LESS 3.46)
  set(CMAKE_CXX_STANDARD 20)
else()
  set(CMAKE_CXX_STANDARD 23)
endif()
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# At -O3 the compiler warns of array bounds inside the standard library.
string(REPLACE -O3 -O2 CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
add_compile_options(-Wall -Wextra)
add_compile_definitions($<$<CONFIG:Debug>:NS3_LOG_ENABLE> $<$<CONFIG:Debug>:NS3_ASSERT_ENABLE>)
if(EDGE_LEARNING_SANITIZE)
  set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all)
  add_compile_options(${sanitizers} -fno-omit-frame-pointer)
  add_link_options(${sanitizers})
else()
  # Instrumented code makes the compiler warn of things that are not there.
  set(CMAKE_COMPILE_WARNING_AS_ERROR ON)
endif()

enable_testing()

# Links the headers into one directory, where they are "ns3/name.h" to everybody, and writes
# ns3/LIBNAME-module.h, which includes them all.
function(flatten_headers libname)
  set(directory ${CMAKE_BINARY_DIR}/include/ns3)
  file(MAKE_DIRECTORY ${directory})
  set(names ${libname}-module.h)
  set(includes)
  foreach(header ${ARGN})
    get_filename_component(name ${header} NAME)
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${header} ${directory}/${name} SYMBOLIC)
    list(APPEND names ${name})
    string(APPEND includes "#include \"ns3/${name}\"\n")
  endforeach()
  set(content "#pragma once\n\n${includes}")
  file(CONFIGURE OUTPUT ${directory}/${libname}-module.h CONTENT "${content}" @ONLY)

  file(GLOB present RELATIVE ${directory} ${directory}/*)
  list(REMOVE_ITEM present ${names})
  foreach(name ${present})
    file(REMOVE ${directory}/${name})
  endforeach()
endfunction()

# One program and one ctest entry for each directory test/ROOM. A file directly in test/ belongs to
# the ns-3 tree only.
function(build_room_tests libname)
  set(rooms)
  foreach(source ${ARGN})
    if(source MATCHES "^test/([^/]+)/")
      list(APPEND rooms_${CMAKE_MATCH_1} ${source})
      list(APPEND rooms ${CMAKE_MATCH_1})
    endif()
  endforeach()
  list(REMOVE_DUPLICATES rooms)

  set(timeout 150)
  if(EDGE_LEARNING_SANITIZE OR CMAKE_BUILD_TYPE STREQUAL "Debug")
    set(timeout 1500)
  endif()
  foreach(room ${rooms})
    set(test ${libname}-test-${room})
    add_executable(${test} ${rooms_${room}})
    target_link_libraries(
      ${test} PRIVATE ${lib${libname}} GTest::gtest_main ${EDGE_LEARNING_LIBRARIES}
    )
    target_compile_definitions(
      ${test} PRIVATE EDGE_LEARNING_EXAMPLES_DIR="${CMAKE_BINARY_DIR}/examples"
    )
    set_target_properties(${test} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/test)
    add_test(NAME ${test} COMMAND ${test})
    set_tests_properties(${test} PROPERTIES TIMEOUT ${timeout} LABELS ${room})
  endforeach()
endfunction()

function(build_lib)
  cmake_parse_arguments(
    LIB "IGNORE_PCH" "LIBNAME" "SOURCE_FILES;HEADER_FILES;LIBRARIES_TO_LINK;TEST_SOURCES" ${ARGN}
  )
  flatten_headers(${LIB_LIBNAME} ${LIB_HEADER_FILES})

  set(lib${LIB_LIBNAME} ${LIB_LIBNAME})
  set(lib${LIB_LIBNAME} ${LIB_LIBNAME} PARENT_SCOPE)
  add_library(${LIB_LIBNAME} SHARED ${LIB_SOURCE_FILES})
  target_include_directories(${LIB_LIBNAME} PUBLIC ${CMAKE_BINARY_DIR}/include)
  target_link_libraries(${LIB_LIBNAME} PUBLIC ${LIB_LIBRARIES_TO_LINK})
  set_target_properties(
    ${LIB_LIBNAME} PROPERTIES OUTPUT_NAME ns3-${LIB_LIBNAME}
                              LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib
  )

  add_subdirectory(examples)
  if(BUILD_TESTING)
    build_room_tests(${LIB_LIBNAME} ${LIB_TEST_SOURCES})
  endif()
  add_subdirectory(test/benchmark)
  add_subdirectory(test/fuzz)
endfunction()

function(build_lib_example)
  cmake_parse_arguments(
    EXAMPLE "IGNORE_PCH" "NAME" "SOURCE_FILES;HEADER_FILES;LIBRARIES_TO_LINK" ${ARGN}
  )
  add_executable(${EXAMPLE_NAME} ${EXAMPLE_SOURCE_FILES})
  target_link_libraries(${EXAMPLE_NAME} PRIVATE ${EXAMPLE_LIBRARIES_TO_LINK})
endfunction()
