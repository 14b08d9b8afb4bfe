#pragma once

#include "roster/registry/registry.hpp"
#include "roster/schedulers/optax/exponential_decay.hpp"
#include "roster/schedulers/optax/onecycle_schedules.hpp"
#include "roster/schedulers/optax/piecewise_interpolate_schedule.hpp"
#include "roster/schedulers/optax/warmup_cosine_decay_schedule.hpp"

namespace roster::optax {

/// optax's schedulers.
inline constexpr auto schedulers =
    boost::hana::tuple_t<warmup_cosine_decay_schedule, exponential_decay, piecewise_interpolate_schedule>;

}  // namespace roster::optax
