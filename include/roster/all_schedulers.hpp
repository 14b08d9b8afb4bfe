#pragma once

// The schedulers of all systems, with all that roster/roster.hpp has.
#include "roster/run/all_registry.hpp"
#include "roster/run/library.hpp"
#include "roster/run/trace.hpp"
