#pragma once

#include <algorithm>

#include "roster/schedulers/scheduler_config.hpp"

// What transformers' schedulers share: a linear warm-up from 0, and a run of a known length.
namespace roster::transformers::detail {

/// A number of steps, as Python divides by it.
inline double as_real(epoch steps) { return static_cast<double>(steps); }

/// A number of steps divided by another; by 1, if that is 0 or below.
inline double share(epoch part, epoch whole) { return as_real(part) / as_real(std::max<epoch>(1, whole)); }

/// How far step `t` is between the warm-up and the last step: from 0 to 1, where it stays.
inline double progress(epoch t, epoch warmup, epoch training) {
  return share(std::min(t, training) - warmup, training - warmup);
}

/// Reports a warm-up that is longer than the run.
inline void check_warmup(epoch warmup, epoch training, const place& here) {
  if (warmup <= training) return;
  here.member("num_warmup_steps")
      .report_rule({"is ", warmup, ", but num_training_steps, which counts them, is only ", training});
}

}  // namespace roster::transformers::detail
