#pragma once

#include <algorithm>

#include "roster/schedulers/detail/warmup.hpp"

// What transformers' schedulers share: a linear warm-up from 0, and a run of a known length.
namespace roster::transformers::detail {

/// A number of steps divided by another; by 1, if that is 0 or below.
inline double share(epoch part, epoch whole) { return as_real(part) / as_real(std::max<epoch>(1, whole)); }

/// How far step `t` is between the warm-up and the last step: from 0 to 1, where it stays.
inline double progress(epoch t, epoch warmup, epoch training) {
  return share(std::min(t, training) - warmup, training - warmup);
}

/// Reports a warm-up that is longer than the run.
inline void check_warmup(epoch warmup, epoch training, const place& here) {
  roster::detail::check_warmup("num_warmup_steps", warmup, "num_training_steps", training, here);
}

}  // namespace roster::transformers::detail
