#pragma once

// LibTorch's optimizers: driven by schedulers, created by name, saved in archives; and its processes: bytes that they
// give each other.
#include "roster/libtorch/archive.hpp"
#include "roster/libtorch/gather.hpp"
#include "roster/libtorch/groups.hpp"
#include "roster/libtorch/optimizers.hpp"
