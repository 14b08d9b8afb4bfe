#pragma once

#include "roster/registry/registry.hpp"
#include "roster/schedulers/megatron/optimizer_param_scheduler.hpp"

namespace roster::megatron {

/// Megatron-LM's schedulers.
inline constexpr auto schedulers = boost::hana::tuple_t<OptimizerParamScheduler>;

}  // namespace roster::megatron
