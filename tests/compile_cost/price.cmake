# The price of a type in a file that calls `create`: the bytes of code and constants, and the symbols, that each
# scheduler of three fields adds to the object file. Sizes do not depend on the machine. Without optimisation, as in the
# builds that people wait for.
# bytes_of(SOURCE OUTPUT): the bytes of code and constants of its object file, compiled without optimisation
function(bytes_of source output)
  string(REGEX REPLACE "cpp$" "o" object "${source}")
  execute_process(COMMAND ${COMPILER} -O0 -g0 -c -o "${object}" "${source}" COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND "${SIZE}" "${object}" OUTPUT_VARIABLE table COMMAND_ERROR_IS_FATAL ANY)
  if(NOT table MATCHES "\n *([0-9]+)[ \t]+([0-9]+)")
    message(FATAL_ERROR "cannot read:\n${table}")
  endif()
  math(EXPR all "${CMAKE_MATCH_1} + ${CMAKE_MATCH_2}")
  set(${output} ${all} PARENT_SCOPE)
endfunction()

function(measure count bytes symbols)
  set(types "")
  set(list "")
  math(EXPR last "${count} - 1")
  foreach(i RANGE ${last})
    string(APPEND types "
struct Decay${i} {
  roster::required<std::int64_t> step_size;
  double gamma = 0.1;
  bool late = false;
  static constexpr roster::rule rules[] = {{\"step_size\", \"epochs\", roster::at_least(1)},
                                           {\"gamma\", \"a factor\", roster::above(0)},
                                           {\"late\", \"whether it waits\"}};
  double next(roster::group g, roster::epoch t) const { return t % step_size == 0 ? g.lr * gamma : g.lr; }
  double at(roster::group g, roster::epoch t) const { return late ? g.base_lr : g.base_lr * gamma * double(t); }
};
")
    string(APPEND list "Decay${i},")
  endforeach()
  string(REGEX REPLACE ",$" "" list "${list}")
  file(WRITE "${FOLDER}/create_of_${count}.cpp" "#include <roster/roster.hpp>
${types}
inline constexpr auto list = boost::hana::tuple_t<${list}>;
void create(std::string_view name, std::vector<roster::plain_group>& groups) {
  roster::scheduler_registry<list>::create(name, groups, {{\"step_size\", 30}}).step();
}
")
  bytes_of("${FOLDER}/create_of_${count}.cpp" all)
  execute_process(COMMAND "${NM}" "${FOLDER}/create_of_${count}.o" OUTPUT_VARIABLE names COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "\n" lines "${names}")
  list(LENGTH lines found)
  set(${bytes} ${all} PARENT_SCOPE)
  set(${symbols} ${found} PARENT_SCOPE)
endfunction()

# With roster::library, a file compiles none of the schedulers.
file(WRITE "${FOLDER}/create_with_library.cpp" "#include <roster/roster.hpp>
void create(std::string_view name, std::vector<roster::plain_group>& groups) {
  roster::create(name, groups, {{\"step_size\", 30}}).step();
}
")
execute_process(COMMAND ${COMPILER} -O0 -g0 -DROSTER_LIBRARY=extern -c -o "${FOLDER}/create_with_library.o"
                        "${FOLDER}/create_with_library.cpp" COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${NM}" "${FOLDER}/create_with_library.o" OUTPUT_VARIABLE names COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "\n" lines "${names}")
list(LENGTH lines found)
message(STATUS "symbols of a file with create that uses roster::library: ${found}")
if(found GREATER 250)
  message(SEND_ERROR "a file with create that uses roster::library has ${found} symbols, expected at most 250")
endif()

measure(16 bytes_16 symbols_16)
measure(32 bytes_32 symbols_32)
measure(64 bytes_64 symbols_64)

# expect_price(WHAT AT_16 AT_32 AT_64 BOUND): a type costs at most BOUND, and no more from 32 to 64 than from 16 to 32
function(expect_price what at_16 at_32 at_64 bound)
  math(EXPR first "(${at_32} - ${at_16}) / 16")
  math(EXPR second "(${at_64} - ${at_32}) / 32")
  message(STATUS "${what} for 16, 32 and 64 types: ${at_16}, ${at_32}, ${at_64}; a type: ${first}, then ${second}")
  if(second GREATER bound)
    message(SEND_ERROR "a type costs ${second} ${what}, expected at most ${bound}")
  endif()
  math(EXPR allowed "${first} * 11 / 10")
  if(second GREATER allowed)
    message(SEND_ERROR "a type costs ${first} ${what} among 32, and ${second} among 64: not linear")
  endif()
endfunction()
expect_price("bytes" ${bytes_16} ${bytes_32} ${bytes_64} 5120)
expect_price("symbols" ${symbols_16} ${symbols_32} ${symbols_64} 60)

# The schedulers of other systems: each costs no more than that on average, and the default registry knows none.
foreach(registry default_registry all_registry)
  file(WRITE "${FOLDER}/create_with_${registry}.cpp" "#include <roster/all_schedulers.hpp>
void create(std::string_view name, std::vector<roster::plain_group>& groups) {
  roster::${registry}::create(name, groups, {{\"step_size\", 30}}).step();
}
static_assert(roster::all_registry::size() == roster::default_registry::size() + 45);
")
  bytes_of("${FOLDER}/create_with_${registry}.cpp" ${registry}_bytes)
endforeach()
file(WRITE "${FOLDER}/default_registry.cpp" "#include <roster/roster.hpp>\n")
execute_process(COMMAND ${COMPILER} -MM "${FOLDER}/default_registry.cpp" OUTPUT_VARIABLE included
                COMMAND_ERROR_IS_FATAL ANY)
if(included MATCHES "roster/(schedulers/[a-z0-9]+/[a-z_]*schedulers\\.hpp|schedulers/all_schedulers\\.hpp)")
  message(SEND_ERROR "roster.hpp includes ${CMAKE_MATCH_1}, which only all_schedulers.hpp may")
endif()
set(systems 45)
math(EXPR each "(${all_registry_bytes} - ${default_registry_bytes}) / ${systems}")
message(STATUS "bytes of create with the default registry and with all: ${default_registry_bytes}, ${all_registry_bytes}; "
               "a scheduler: ${each}")
if(each GREATER 5120)
  message(SEND_ERROR "a scheduler of another system costs ${each} bytes, expected at most 5120")
endif()
