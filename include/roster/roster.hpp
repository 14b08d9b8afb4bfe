#pragma once

// All of Roster that needs neither LibTorch (roster/libtorch.hpp) nor files (roster/files.hpp).
#include "roster/run/library.hpp"
#include "roster/run/trace.hpp"
