#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include "roster/fields/list_kind.hpp"
#include "roster/schedulers/detectron2/detail/warmup.hpp"

namespace roster::detectron2 {

/// detectron2's `WarmupMultiStepLR` in `SOLVER.LR_SCHEDULER_NAME`; its fields are the keys of SOLVER in lower case.
/// Steps after max_iter never come, and a warm-up that is longer than the run takes the whole run, as in the original.
/// The learning rate stays where it is after max_iter, where detectron2 fails.
struct WarmupMultiStepLR {
  roster::steps max_iter = 40000;
  double gamma = 0.1;
  std::vector<roster::steps> steps = {30000};
  double warmup_factor = 1.0 / 1000;
  roster::steps warmup_iters = 1000;
  detail::method warmup_method = "linear";
  bool rescale_interval = false;

  static constexpr std::string_view name = "detectron2.WarmupMultiStepLR";
  static constexpr std::string_view about =
      "Raises the learning rate to its base value, and multiplies it by gamma at each of some steps.";
  static constexpr std::string_view formula =
      "base × gamma^k, where k is the number of steps so far; in the warm-up, from warmup_factor × base along a line "
      "to the value at its end";
  static constexpr rule rules[] = {
      {"max_iter", "steps of the whole run, with the warm-up", at_least(1)},
      {"gamma", "the factor of each decay", above(0)},
      {"steps", "the steps of the decays, in order", at_least(1)},
      {"warmup_factor", "the factor of the learning rate at step 0", between(0, 1)},
      {"warmup_iters", "steps of the warm-up", at_least(0)},
      {"warmup_method", "how the warm-up rises: along a line, or all at once, at its end"},
      {"rescale_interval", "whether the decays are moved into the part of the run after the warm-up"},
  };
  void check(const place& here) const {
    const auto list = here.member("steps");
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const epoch now = steps[i], before = i > 0 ? epoch{steps[i - 1]} : 0;
      const auto at = list.element(i);
      if (now <= before) {
        at.report_rule({"is ", now, ", expected more than ", before, ", the step before"});
      }
      if (now == max_iter) {
        at.report_rule({"is ", now, ", which is max_iter, the end of the run"});
      }
    }
  }

  double at(group g, epoch t) const { return g.base_lr * detail::warmed_up(*this, t); }
  /// The factor where `way` of the run is over, without the warm-up.
  double curve(double way) const {
    const auto now = static_cast<epoch>((way + detail::ahead) * as_real(max_iter));
    int decays = 0;
    for (const epoch one : steps) decays += one <= now && one <= max_iter;
    // With a gamma above 1, the power may exceed a double. The warm-up to it begins with 0 times it, and infinity would
    // give NaN.
    return std::min(std::pow(gamma, decays), std::numeric_limits<double>::max());
  }
};

}  // namespace roster::detectron2
