#pragma once

#include "roster/run/scheduler_registry.hpp"
#include "roster/schedulers/all_schedulers.hpp"

namespace roster {

/// The registry of the schedulers of all systems: `roster::all_registry::create("timm.CosineLRScheduler", optimizer,
/// {{"t_initial", 300}})`.
using all_registry = scheduler_registry<all_schedulers>;

}  // namespace roster
