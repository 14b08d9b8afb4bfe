#pragma once

#include "roster/run/param_schedule.hpp"
#include "roster/run/scheduler_registry.hpp"
#include "roster/schedulers/all_schedulers.hpp"

namespace roster {

/// The registry of the schedulers of all systems: `roster::all_registry::create("timm.CosineLRScheduler", optimizer,
/// {{"t_initial", 300}})`.
using all_registry = scheduler_registry<all_schedulers>;

namespace mmengine {

/// MMEngine's list, for the schedulers of all systems.
using param_scheduler = basic_param_scheduler<registry<all_schedulers>>;

}  // namespace mmengine
}  // namespace roster
