# find_package(roster) gives roster::roster; find_package(roster COMPONENTS libtorch) gives roster::libtorch too.
# Before the include, since a macro keeps the policies of where it is defined.
if(POLICY CMP0167)
  cmake_policy(SET CMP0167 NEW) # Boost's own package, where CMake has none any more
endif()
include(CMakeFindDependencyMacro)
find_dependency(Boost 1.84)
include("${CMAKE_CURRENT_LIST_DIR}/roster-targets.cmake")
if("libtorch" IN_LIST roster_FIND_COMPONENTS)
  include("${CMAKE_CURRENT_LIST_DIR}/RosterLibTorch.cmake")
  set(roster_libtorch_FOUND ${Torch_FOUND})
  if(roster_FIND_REQUIRED_libtorch AND NOT Torch_FOUND)
    set(roster_FOUND FALSE)
    set(roster_NOT_FOUND_MESSAGE "roster::libtorch needs LibTorch: add where its TorchConfig.cmake is to CMAKE_PREFIX_PATH")
  endif()
endif()
