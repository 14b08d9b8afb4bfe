#pragma once

#include "roster/schedulers/scheduler_config.hpp"

namespace roster::timm::detail {

/// What all of timm's schedulers do before their own curve. Epoch 0 never is on the curve: it has what timm's
/// constructor sets.
struct warmup {
  epoch length;
  double from;
  bool is_prefix;  ///< the curve begins after the warm-up, not with it

  bool covers(epoch t) const { return t == 0 || t < length; }
  /// The learning rate of an epoch that it covers.
  double lr(epoch t, double base, double goal) const {
    if (t == 0) return length > 0 ? from : base;
    return from + as_real(t) * ((goal - from) / as_real(length));
  }
  /// The epoch of the curve.
  epoch rest(epoch t) const { return is_prefix ? t - length : t; }
};

}  // namespace roster::timm::detail
