# What several processes need. ROSTER_HAS_C10D: LibTorch was built with c10d. ROSTER_GLOO_INCLUDE_DIR: Gloo's headers.
include(CheckCXXSourceCompiles)
set(CMAKE_REQUIRED_LIBRARIES ${TORCH_LIBRARIES})
set(CMAKE_REQUIRED_INCLUDES ${TORCH_INCLUDE_DIRS})
check_cxx_source_compiles([[
#include <ATen/core/ivalue.h>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
int main() { c10d::TCPStore store("localhost"); }
]] ROSTER_HAS_C10D)
unset(CMAKE_REQUIRED_LIBRARIES)
unset(CMAKE_REQUIRED_INCLUDES)
find_path(ROSTER_GLOO_INCLUDE_DIR gloo/transport/device.h)
