#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "roster/schedulers/scheduler_config.hpp"

namespace roster::keras {

/// `keras.optimizers.schedules.CosineDecay`. Without initial_learning_rate, each group starts from its own learning
/// rate.
struct CosineDecay {
  required<steps> decay_steps;
  std::optional<double> initial_learning_rate = {};
  double alpha = 0.0;
  std::optional<double> warmup_target = {};
  steps warmup_steps = 0;

  static constexpr std::string_view name = "keras.CosineDecay";
  static constexpr std::string_view about =
      "Moves the learning rate to warmup_target along a line, and lowers it to a fraction of that along half a cosine.";
  static constexpr std::string_view formula =
      "base + (warmup_target - base) × step / warmup_steps, then warmup_target × ((1 - alpha) × c + alpha), where c "
      "goes from 1 to 0 along half a cosine in decay_steps; warmup_target is base if it is null";
  static constexpr rule rules[] = {
      {"decay_steps", "steps of the cosine, after the warm-up", at_least(1)},
      {"initial_learning_rate", "the first learning rate; null: that of each group", at_least(0)},
      {"alpha", "the last learning rate divided by the highest", at_least(0)},
      {"warmup_target", "the learning rate after the warm-up; null: no warm-up", at_least(0)},
      {"warmup_steps", "steps until the learning rate is warmup_target", at_least(0)},
  };
  void check(const place& here) const {
    if (warmup_target || warmup_steps == 0) return;
    here.member("warmup_target")
        .report(problem_kind::missing,
                roster::detail::is_missing("a real number of at least 0, where there are warmup_steps"));
  }

  double base(group g) const { return initial_learning_rate.value_or(g.base_lr); }
  double at(group g, epoch t) const {
    const auto target = warmup_target.value_or(g.base_lr);
    if (t < warmup_steps) return (target - g.base_lr) * (as_real(t) / as_real(warmup_steps)) + g.base_lr;
    const auto way = as_real(std::min<epoch>(t - warmup_steps, decay_steps)) / as_real(decay_steps);
    return target * ((1 - alpha) * (0.5 * (1.0 + std::cos(std::numbers::pi * way))) + alpha);
  }

 private:
};

}  // namespace roster::keras
