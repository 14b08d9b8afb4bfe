#pragma once

#include <algorithm>

#include "roster/schedulers/scheduler_config.hpp"

// What fairseq's schedulers share: a warm-up along a line. They count updates of the optimizer: steps.
namespace roster::fairseq::detail {

/// The learning rate of step `t` of `warmup`, from `first` to `last`.
inline double ramp(epoch t, epoch warmup, double first, double last) {
  return first + as_real(t) * ((last - first) / as_real(warmup));
}

inline constexpr rule of_warmup_updates{"warmup_updates", "steps until the learning rate is the base value",
                                        at_least(0)};

/// Reports a warm-up that does not leave `rest` steps of the run, whose length is the field of that name.
inline void check_warmup(epoch warmup, epoch updates, std::string_view length, epoch rest, const place& here) {
  if (warmup <= updates - rest) return;
  here.member("warmup_updates").report_rule({"is ", warmup, ", but ", length, ", which counts them, is ", updates});
}

}  // namespace roster::fairseq::detail
