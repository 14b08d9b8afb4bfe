#pragma once

#include <cmath>
#include <numbers>

#include "roster/schedulers/detectron2/detail/warmup.hpp"

namespace roster::detectron2 {

/// detectron2's `WarmupCosineLR` in `SOLVER.LR_SCHEDULER_NAME`; its fields are the keys of SOLVER in lower case. All
/// groups end at the same part of their base values, base_lr_end / base_lr. A warm-up that is longer than the run takes
/// the whole run, as in the original. The learning rate stays where it is after max_iter; detectron2's rises again.
struct WarmupCosineLR {
  steps max_iter = 40000;
  double base_lr_end = 0.0;
  std::optional<double> base_lr = {};
  double warmup_factor = 1.0 / 1000;
  steps warmup_iters = 1000;
  detail::method warmup_method = "linear";
  bool rescale_interval = false;

  static constexpr std::string_view name = "detectron2.WarmupCosineLR";
  static constexpr std::string_view about =
      "Raises the learning rate to its base value, and lowers it along half a cosine.";
  static constexpr std::string_view formula =
      "base × (end + (1 - end) × (1 + cos(π × step / max_iter)) / 2), where end is base_lr_end / base_lr; in the "
      "warm-up, from warmup_factor × base along a line to the value at its end";
  static constexpr rule rules[] = {
      {"max_iter", "steps of the whole run, with the warm-up", at_least(1)},
      {"base_lr_end", "the learning rate at the end, of a group that starts from base_lr", at_least(0)},
      {"base_lr", "the optimizer's learning rate, which base_lr_end is a part of; null if that is 0", above(0)},
      {"warmup_factor", "the factor of the learning rate at step 0", between(0, 1)},
      {"warmup_iters", "steps of the warm-up", at_least(0)},
      {"warmup_method", "how the warm-up rises: along a line, or all at once, at its end"},
      {"rescale_interval", "whether the cosine begins after the warm-up, and not at step 0"},
  };
  void check(const place& here) const {
    if (base_lr_end == 0) return;
    if (!base_lr) {
      here.member("base_lr").report(
          problem_kind::missing,
          roster::detail::is_missing("the optimizer's learning rate, which base_lr_end is a part of"));
    } else if (base_lr_end > *base_lr) {
      here.member("base_lr_end")
          .report_rule({"is ", base_lr_end, ", expected at most ", *base_lr, ", which is base_lr"});
    }
  }

  double at(group g, epoch t) const { return g.base_lr * detail::warmed_up(*this, t); }
  /// The factor where `way` of the run is over, without the warm-up.
  double curve(double way) const {
    const auto end = base_lr_end / base_lr.value_or(1.0);
    return end + 0.5 * (1 - end) * (1 + std::cos(std::numbers::pi * way));
  }
};

}  // namespace roster::detectron2
