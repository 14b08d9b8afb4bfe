#pragma once

#include "roster/registry/registry.hpp"
#include "roster/schedulers/deepspeed/lr_range_test.hpp"
#include "roster/schedulers/deepspeed/one_cycle.hpp"
#include "roster/schedulers/deepspeed/warmup_cosine_lr.hpp"
#include "roster/schedulers/deepspeed/warmup_decay_lr.hpp"
#include "roster/schedulers/deepspeed/warmup_lr.hpp"

namespace roster::deepspeed {

/// DeepSpeed's schedulers.
inline constexpr auto schedulers = boost::hana::tuple_t<WarmupLR, WarmupDecayLR, WarmupCosineLR, OneCycle, LRRangeTest>;

}  // namespace roster::deepspeed
