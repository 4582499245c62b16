# gatehouse_module(NAME [DEPENDS targets...] [PRIVATE targets...] [LABELS labels...])
#
# One folder, one library: every .cpp in it, subfolders apart. Files ending in _test.cpp become the
# program NAME_tests beside it. A new file needs no line here; a folder that may not be included is
# caught by tools/check_layers. Tests with the label `concurrent` also run under ThreadSanitizer.
function(gatehouse_module name)
  cmake_parse_arguments(arg "" "" "DEPENDS;PRIVATE;LABELS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC ${arg_DEPENDS} PRIVATE ${arg_PRIVATE})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${arg_DEPENDS})
  endif()
  if(tests AND GATEHOUSE_TESTS)
    add_executable(${name}_tests ${tests})
    target_link_libraries(${name}_tests PRIVATE ${name} ${arg_PRIVATE} GTest::gmock GTest::gtest_main)
    gatehouse_test(${name}_tests LABELS ${arg_LABELS})
  endif()
endfunction()

# Registers a GoogleTest program; its counts are read from the XML it writes (tools/report_tests).
function(gatehouse_test target)
  cmake_parse_arguments(arg "" "" "LABELS" ${ARGN})
  add_test(NAME ${target} COMMAND ${target} --gtest_brief=1 --gtest_output=xml:${CMAKE_BINARY_DIR}/test-results/${target}.xml
           WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  if(arg_LABELS)
    set_tests_properties(${target} PROPERTIES LABELS "${arg_LABELS}")
  endif()
endfunction()
