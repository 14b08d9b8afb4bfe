# CHECK is the name of one of OBJECTS (separated by |). The checks of each are below.
string(REPLACE "|" ";" OBJECTS "${OBJECTS}")
list(FILTER OBJECTS INCLUDE REGEX "/${CHECK}\\.cpp\\.o(bj)?$")

function(run output)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE out COMMAND_ERROR_IS_FATAL ANY)
  set(${output} "${out}" PARENT_SCOPE)
endfunction()

# expect(WHAT TEXT REGEX COUNT): TEXT has COUNT matches of REGEX
function(expect what text regex count)
  string(REGEX MATCHALL "${regex}" matches "${text}")
  list(LENGTH matches found)
  if(NOT found EQUAL count)
    message(SEND_ERROR "${what}: ${found} times ${regex}, expected ${count}:\n${matches}\n${text}")
  endif()
endfunction()

# No mutable object of static storage, no guard variable, no static initialiser.
run(symbols "${NM}" -C "${OBJECTS}")
run(sections "${OBJDUMP}" -h "${OBJECTS}")
expect("mutable objects" "${symbols}" "[^\n]* [BbDdCGgSs] [^\n]*" 0)
expect("guard variables" "${symbols}" "guard variable|__cxa_guard" 0)
expect("static initialisers" "${sections}" "\\.init_array|\\.ctors|\\.tbss|\\.tdata" 0)

# Jumps and calls, as x86-64 writes them; LLVM's objdump writes the operand's size
set(indirect_jump "jmpq?[ \t]+\\*")
if(CHECK STREQUAL "all_of_it" OR NOT (CMAKE_HOST_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64"))
  return()
endif()
run(code "${OBJDUMP}" -d --no-show-raw-insn "${OBJECTS}")

function(body function output)
  string(REGEX MATCH "<${function}>:.*" rest "${code}")
  string(REGEX REPLACE "\n\n.*" "" rest "${rest}")
  if(NOT rest MATCHES "ret|jmp")
    message(FATAL_ERROR "no code of ${function} was found")
  endif()
  set(${output} "${rest}" PARENT_SCOPE)
endfunction()

if(CHECK STREQUAL "find")
  # The table is constant data: no calls, and only direct jumps.
  foreach(function find_of_3 find_of_60 find_of_1000)
    body(${function} text)
    expect("${function}" "${text}" "call|memcmp" 0)
    expect("${function}" "${text}" "${indirect_jump}" 0)
  endforeach()
  # A generated switch: between a name and a type's code there is one indirect jump, and no call.
  body(visit_of_60 text)
  expect("visit_of_60" "${text}" "${indirect_jump}" 1)
  expect("visit_of_60" "${text}" "call[ \t]|memcmp" 0)
endif()

if(CHECK STREQUAL "crowd")
  # One switch for each of the four blocks of 256 types, and perhaps one that chooses the block: at most two jumps.
  string(REGEX MATCHALL "${indirect_jump}" jumps "${code}")
  list(LENGTH jumps count)
  if(count LESS 4 OR count GREATER 5)
    message(SEND_ERROR "visit_of_1000: ${count} indirect jumps, expected one for each of the four blocks")
  endif()
endif()
