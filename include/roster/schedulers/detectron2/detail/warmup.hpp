#pragma once

#include <algorithm>

#include "roster/fields/one_of.hpp"
#include "roster/schedulers/scheduler_config.hpp"

// What the schedulers of detectron2's configs share: a curve of the run from 0 to 1, which a warm-up leads to.
namespace roster::detectron2::detail {

using method = one_of<"linear", "constant">;

inline double on_line(double from, double to, double way) { return to * way + from * (1 - way); }

/// How detectron2 finds out where it is: a little ahead of rounding errors.
inline constexpr double ahead = 1e-6;

/// The factor of the base value at step `t`: that of `config.curve`, after a warm-up. A warm-up that is longer than the
/// run is as long as the run, and so is the step that detectron2 takes after the last iteration.
template <class Config>
double warmed_up(const Config& config, epoch t) {
  const auto run = as_real(config.max_iter);
  const auto now = as_real(std::min<epoch>(t, config.max_iter)) / run;
  const auto warm = std::min(as_real(config.warmup_iters) / run, 1.0);
  const auto rest = 1 - warm;
  if (now + ahead <= warm) {
    const auto first = config.warmup_factor * config.curve(0.0);
    if (config.warmup_method.template is<"constant">()) return first;
    return on_line(first, config.curve(config.rescale_interval ? 0.0 : warm), now / warm);
  }
  if (!config.rescale_interval) return config.curve(now);
  return config.curve(rest > 0 ? (now - (warm + rest - rest)) / rest : 0.0);
}

}  // namespace roster::detectron2::detail
