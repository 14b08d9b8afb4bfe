# Compiles registries of 250, 500 and 1,000 types.
function(memory_of count output)
  set(types "")
  set(list "")
  math(EXPR last "${count} - 1")
  foreach(i RANGE ${last})
    string(APPEND types "struct Type${i}Scheduler {};\n")
    string(APPEND list "Type${i}Scheduler,")
  endforeach()
  string(REGEX REPLACE ",$" "" list "${list}")
  file(WRITE "${FOLDER}/registry_of_${count}.cpp" "#include <roster/registry/registry.hpp>\n${types}
inline constexpr auto list = boost::hana::tuple_t<${list}>;
using registry = roster::registry<list>;
static_assert(registry::find(\"Type${last}Scheduler\") == ${last});
template <class T> void called();
void visit(std::string_view name) {
  registry::visit(name, [](auto type) { called<typename decltype(type)::type>(); }, [] {});
}
")
  execute_process(
    COMMAND ${COMPILER} -ftime-report -c -O1 -o "${FOLDER}/registry.o" "${FOLDER}/registry_of_${count}.cpp"
    ERROR_VARIABLE report RESULT_VARIABLE failed)
  if(failed OR NOT report MATCHES "TOTAL[^\n]* ([0-9]+)M")
    message(FATAL_ERROR "a registry of ${count} types:\n${report}")
  endif()
  set(${output} ${CMAKE_MATCH_1} PARENT_SCOPE)
endfunction()

memory_of(250 small)
memory_of(500 middle)
memory_of(1000 large)
message(STATUS "MiB for 250, 500 and 1,000 types: ${small}, ${middle}, ${large}")
# Linear growth from 500 to 1,000 is twice that from 250 to 500; quadratic growth is four times that.
math(EXPR twice "2 * (${middle} - ${small})")
math(EXPR more "${large} - ${middle}")
math(EXPR bound "${twice} * 5 / 4")
if(more GREATER bound)
  message(FATAL_ERROR "500 more types cost ${more} MiB, expected about ${twice}")
endif()
