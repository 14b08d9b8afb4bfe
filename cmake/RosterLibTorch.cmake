# roster::libtorch: Roster's headers with LibTorch. If it is missing, roster_libtorch_missing says so. Serves this build
# and users of an installed Roster.
find_package(Torch QUIET)
set(roster_libtorch_missing "")
if(NOT Torch_FOUND)
  set(roster_libtorch_missing
      "roster::libtorch needs LibTorch: add where its TorchConfig.cmake is to CMAKE_PREFIX_PATH")
elseif(NOT TARGET roster::libtorch)
  add_library(roster_libtorch INTERFACE)
  add_library(roster::libtorch ALIAS roster_libtorch)
  target_link_libraries(roster_libtorch INTERFACE roster::roster ${TORCH_LIBRARIES})
  target_include_directories(roster_libtorch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
endif()
