#pragma once

#include <algorithm>
#include <cmath>

#include "roster/fields/one_of.hpp"
#include "roster/schedulers/detail/warmup.hpp"

// What DeepSpeed's warm-ups share. They count from step 1: after it, `u` steps are taken, 0 of them at first.
namespace roster::deepspeed::detail {

using shape = one_of<"log", "linear">;

/// The steps of a warm-up: those of 1 would divide by the logarithm of 1.
inline epoch length(epoch warmup) { return std::max<epoch>(2, warmup); }

/// How far a warm-up is after `u` of its `length` steps: from 0 to almost 1.
inline double rise(epoch u, epoch length, const shape& type) {
  if (type.is<"linear">()) return as_real(u) / as_real(length);
  return 1.0 / std::log(as_real(length)) * std::log(as_real(u + 1));
}

/// Reports a warm-up that is longer than the run.
inline void check_warmup(epoch warmup, epoch total, const place& here) {
  roster::detail::check_warmup("warmup_num_steps", warmup, "total_num_steps", total, here);
}

}  // namespace roster::deepspeed::detail
