# roster::libtorch: Roster's headers with LibTorch's, if it is there. For this build, and for who uses an installed Roster.
find_package(Torch QUIET)
if(Torch_FOUND AND NOT TARGET roster::libtorch)
  add_library(roster_libtorch INTERFACE)
  add_library(roster::libtorch ALIAS roster_libtorch)
  target_link_libraries(roster_libtorch INTERFACE roster::roster ${TORCH_LIBRARIES})
  target_include_directories(roster_libtorch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
endif()
