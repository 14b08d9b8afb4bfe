#pragma once

#include "roster/schedulers/transformers/detail/cosine.hpp"

namespace roster::transformers {

/// transformers' `get_cosine_schedule_with_warmup`, also torchtune's. The learning rate stays where it is after the
/// last step; transformers' rises again.
struct cosine {
  required<steps> num_warmup_steps;
  required<steps> num_training_steps;
  double num_cycles = 0.5;

  static constexpr std::string_view name = "transformers.cosine";
  static constexpr std::string_view about =
      "Raises the learning rate from 0 along a line, and lowers it to 0 along half a cosine.";
  static constexpr std::string_view formula =
      "base × step / num_warmup_steps, then base × (1 + cos(2π × num_cycles × p)) / 2, where p goes from 0 to 1 in the "
      "rest of the run";
  static constexpr rule rules[] = {
      {"num_warmup_steps", "steps until the learning rate is the base value", at_least(0)},
      {"num_training_steps", "steps of the whole run, with the warm-up", at_least(1)},
      {"num_cycles", "waves of the cosine; 0.5: down to 0, once", at_least(0)},
  };
  void check(const place& here) const { detail::check_warmup(num_warmup_steps, num_training_steps, here); }

  double at(group g, epoch t) const {
    if (t < num_warmup_steps) return g.base_lr * detail::share(t, num_warmup_steps);
    return g.base_lr * detail::wave(num_cycles, detail::progress(t, num_warmup_steps, num_training_steps));
  }
};

}  // namespace roster::transformers
