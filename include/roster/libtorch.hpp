#pragma once

// LibTorch's optimizers: driven by schedulers, created by name, saved in archives.
#include "roster/libtorch/archive.hpp"
#include "roster/libtorch/groups.hpp"
#include "roster/libtorch/optimizers.hpp"
