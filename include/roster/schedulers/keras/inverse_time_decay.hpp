#pragma once

#include <cmath>

#include "roster/schedulers/scheduler_config.hpp"

namespace roster::keras {

/// `keras.optimizers.schedules.InverseTimeDecay`. Without initial_learning_rate, each group starts from its own
/// learning rate.
struct InverseTimeDecay {
  required<steps> decay_steps;
  required<double> decay_rate;
  std::optional<double> initial_learning_rate = {};
  bool staircase = false;

  static constexpr std::string_view name = "keras.InverseTimeDecay";
  static constexpr std::string_view about =
      "Divides the learning rate by a number that grows by decay_rate in every decay_steps.";
  static constexpr std::string_view formula =
      "base / (1 + decay_rate × p), where p is step / decay_steps, with staircase rounded down";
  static constexpr rule rules[] = {
      {"decay_steps", "steps in which the divisor grows by decay_rate", at_least(1)},
      {"decay_rate", "how fast the learning rate falls", at_least(0)},
      {"initial_learning_rate", "the first learning rate; null: that of each group", at_least(0)},
      {"staircase", "whether the learning rate changes only once in decay_steps"},
  };

  double base(group g) const { return initial_learning_rate.value_or(g.base_lr); }
  double at(group g, epoch t) const {
    const auto passed = as_real(t) / static_cast<double>(decay_steps);
    return g.base_lr / (1 + decay_rate * (staircase ? std::floor(passed) : passed));
  }
};

}  // namespace roster::keras
