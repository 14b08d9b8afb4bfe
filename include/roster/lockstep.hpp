#pragma once

// Several processes that train together: schedulers that stay in step, and checks that they have. Needs no LibTorch.
#include "roster/run/check_lockstep.hpp"
#include "roster/run/in_lockstep.hpp"
