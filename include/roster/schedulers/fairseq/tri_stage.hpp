#pragma once

#include <cmath>
#include <vector>

#include "roster/fields/list_kind.hpp"
#include "roster/schedulers/fairseq/detail/ramp.hpp"

namespace roster::fairseq {

/// fairseq's `tri_stage`; Park et al., "SpecAugment: A Simple Data Augmentation Method for Automatic Speech
/// Recognition", 2019. fairseq's `lr` is each group's base value. If `phase_ratio` is given, it counts, and not the
/// numbers of steps.
struct tri_stage {
  steps warmup_steps = 0;
  steps hold_steps = 0;
  steps decay_steps = 0;
  std::optional<std::vector<double>> phase_ratio = {};
  double init_lr_scale = 0.01;
  double final_lr_scale = 0.01;
  steps max_update = 0;

  static constexpr std::string_view name = "fairseq.tri_stage";
  static constexpr std::string_view about =
      "Raises the learning rate to the base value along a line, keeps it, and lowers it by a factor every step.";
  static constexpr std::string_view formula =
      "from init_lr_scale × base to base in warmup_steps, base for hold_steps, then base × final_lr_scale^p, where p "
      "goes from 0 to 1 in decay_steps, and stays";
  static constexpr rule rules[] = {
      {"warmup_steps", "steps until the learning rate is the base value", at_least(0)},
      {"hold_steps", "steps at the base value", at_least(0)},
      {"decay_steps", "steps in which the learning rate falls", at_least(0)},
      {"phase_ratio",
       "the parts of max_update that the three stages take, in place of the numbers of steps; null: they count",
       between(0, 1)},
      {"init_lr_scale", "the first learning rate divided by the base value", at_least(0)},
      {"final_lr_scale", "the last learning rate divided by the base value", above(0)},
      {"max_update", "steps of the whole run, for phase_ratio", at_least(0)},
  };
  void check(const place& here) const {
    const auto part = here.member("phase_ratio");
    if (!phase_ratio) {
      if (decay_steps != 0) return;
      return here.member("decay_steps")
          .report(problem_kind::out_of_range, "is 0, expected an integer of at least 1, or phase_ratio");
    }
    const auto& ratios = *phase_ratio;
    if (ratios.size() != 3) {
      return part.report(problem_kind::wrong_length,
                         roster::detail::has_length(ratios.size(), "3: the warm-up, the hold and the decay"));
    }
    const auto sum = ratios[0] + ratios[1] + ratios[2];
    // fairseq refuses 0.1, 0.7 and 0.2, whose sum in doubles is not 1.
    if (std::abs(sum - 1) > 1e-9) part.report_rule({"has the sum ", sum, ", expected 1"});
    if (max_update == 0) {
      here.member("max_update")
          .report(problem_kind::missing, roster::detail::is_missing("an integer of at least 1, for phase_ratio"));
    } else if (stages().decay == 0) {
      part.element(2).report_rule(
          {"is ", ratios[2], ", which leaves none of ", epoch{max_update}, " steps for the decay"});
    }
  }

  double at(group g, epoch t) const {
    const auto [warmup, hold, decay] = stages();
    const auto first = init_lr_scale * g.base_lr;
    if (t < warmup) return first + (g.base_lr - first) / as_real(warmup) * as_real(t);
    if (t < warmup + hold) return g.base_lr;
    if (t > warmup + hold + decay) return final_lr_scale * g.base_lr;
    const auto rate = -std::log(final_lr_scale) / as_real(decay);
    return g.base_lr * std::exp(-rate * as_real(t - warmup - hold));
  }

 private:
  struct lengths {
    epoch warmup, hold, decay;
  };
  lengths stages() const {
    if (!phase_ratio) return {warmup_steps, hold_steps, decay_steps};
    const auto part = [&](std::size_t i) { return static_cast<epoch>(as_real(max_update) * (*phase_ratio)[i]); };
    return {part(0), part(1), part(2)};
  }
};

}  // namespace roster::fairseq
