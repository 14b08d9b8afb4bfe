#pragma once

// All of Roster that needs neither LibTorch (roster/libtorch.hpp) nor files (roster/files.hpp).
#include "roster/run/default_registry.hpp"
#include "roster/run/trace.hpp"
