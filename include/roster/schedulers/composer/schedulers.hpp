#pragma once

#include "roster/registry/registry.hpp"
#include "roster/schedulers/composer/cosine_annealing_with_warmup_scheduler.hpp"
#include "roster/schedulers/composer/linear_with_warmup_scheduler.hpp"

namespace roster::composer {

/// Composer's schedulers.
inline constexpr auto schedulers = boost::hana::tuple_t<CosineAnnealingWithWarmupScheduler, LinearWithWarmupScheduler>;

}  // namespace roster::composer
