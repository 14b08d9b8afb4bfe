#pragma once

#include <cmath>
#include <numbers>
#include <optional>

#include "roster/schedulers/transformers/detail/warmup.hpp"

// What transformers' cosines share: the curve, and the two ways to say where it ends.
namespace roster::transformers::detail {

/// The factor after the part `p` of `num_cycles` waves that go from 1 to `least`.
inline double wave(double num_cycles, double p, double least = 0) {
  const auto factor = 0.5 * (1.0 + std::cos(std::numbers::pi * num_cycles * 2.0 * p));
  return std::max(0.0, factor * (1 - least) + least);
}

/// The lowest factor of a group. Nothing rises to `min_lr`: a group that starts lower stays where it starts.
inline double least_factor(const std::optional<double>& min_lr, const std::optional<double>& min_lr_rate,
                           double base_lr) {
  if (!min_lr) return *min_lr_rate;
  return *min_lr < base_lr ? *min_lr / base_lr : 1.0;
}

/// Reports a lowest learning rate that is given twice, or not at all.
inline void check_least(const std::optional<double>& min_lr, const std::optional<double>& min_lr_rate,
                        const place& here) {
  if (min_lr && min_lr_rate) {
    here.member("min_lr_rate")
        .report_rule({"is ", *min_lr_rate, ", but min_lr is ", *min_lr, "; give only one of them"});
  } else if (!min_lr && !min_lr_rate) {
    here.member("min_lr").report(problem_kind::missing, roster::detail::is_missing("min_lr or min_lr_rate"));
  }
}

}  // namespace roster::transformers::detail
