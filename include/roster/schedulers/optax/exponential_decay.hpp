#pragma once

#include <algorithm>
#include <cmath>

#include "roster/schedulers/scheduler_config.hpp"

namespace roster::optax {

/// `optax.exponential_decay`
struct exponential_decay {
  required<double> init_value;
  required<steps> transition_steps;
  required<double> decay_rate;
  steps transition_begin = 0;
  bool staircase = false;
  std::optional<double> end_value = {};

  static constexpr std::string_view name = "optax.exponential_decay";
  static constexpr std::string_view about =
      "Multiplies the learning rate by decay_rate in every transition_steps, little by little or at once.";
  static constexpr std::string_view formula =
      "init_value × decay_rate^p, where p is (step - transition_begin) / transition_steps, with staircase rounded "
      "down; not beyond end_value";
  static constexpr rule rules[] = {
      {"init_value", "the first learning rate", at_least(0)},
      {"transition_steps", "steps in which the learning rate is multiplied by decay_rate once", at_least(1)},
      {"decay_rate", "the factor; above 1, the learning rate rises", above(0)},
      {"transition_begin", "steps before the decay begins", at_least(0)},
      {"staircase", "whether the learning rate changes only once in transition_steps"},
      {"end_value", "the lowest learning rate, or the highest if decay_rate is at least 1; null: none", at_least(0)},
  };

  double base(group) const { return init_value; }
  double at(group g, epoch t) const {
    const auto passed = t - transition_begin;
    auto power = static_cast<double>(passed) / static_cast<double>(transition_steps);
    if (staircase) power = std::floor(power);
    const auto value = passed <= 0 ? g.base_lr : g.base_lr * std::pow(decay_rate, power);
    if (!end_value) return value;
    return decay_rate < 1 ? std::max(value, *end_value) : std::min(value, *end_value);
  }
};

}  // namespace roster::optax
