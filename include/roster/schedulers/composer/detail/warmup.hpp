#pragma once

#include <algorithm>

#include "roster/schedulers/detail/warmup.hpp"

// What Composer's schedulers with a warm-up share: factors of the base value.
namespace roster::composer::detail {

/// The factor of step `t`, which is before `t_warmup`; the last would be `top`.
inline double rise(epoch t, epoch t_warmup, double top) { return as_real(t) / as_real(t_warmup) * top; }

/// How far step `t` is between the warm-up and t_max: from 0 to 1, where it stays. If the warm-up ends at t_max, it is
/// 0.
inline double way(epoch t, epoch t_warmup, epoch t_max) {
  return t_max > t_warmup ? std::min(1.0, as_real(t - t_warmup) / as_real(t_max - t_warmup)) : 0.0;
}

inline constexpr rule of_t_warmup{"t_warmup", "steps of the warm-up, which begins at 0", at_least(0)};
inline constexpr rule of_t_max{"t_max", "the step from which the learning rate stays; it counts the warm-up",
                               at_least(1)};
inline constexpr rule of_alpha_f{"alpha_f", "the last learning rate divided by the base value", at_least(0)};

/// Reports a warm-up that is longer than the run.
inline void check_warmup(epoch t_warmup, epoch t_max, const place& here) {
  roster::detail::check_warmup("t_warmup", t_warmup, "t_max", t_max, here);
}

}  // namespace roster::composer::detail
