#pragma once

#include <algorithm>
#include <cmath>

#include "roster/schedulers/scheduler_config.hpp"

namespace roster::paddle {

/// `paddle.optimizer.lr.NoamDecay`; Vaswani and others, "Attention Is All You Need", 2017. The learning rate is 0 at
/// step 0. learning_rate is a factor: the highest learning rate is learning_rate / sqrt(d_model × warmup_steps).
struct NoamDecay {
  required<double> d_model;
  required<steps> warmup_steps;
  double learning_rate = 1.0;

  static constexpr std::string_view name = "paddle.NoamDecay";
  static constexpr std::string_view about =
      "Raises the learning rate from 0 along a line, and lowers it with the square root of the step.";
  static constexpr std::string_view formula =
      "learning_rate × d_model^-0.5 × the lower of step^-0.5 and step × warmup_steps^-1.5";
  static constexpr rule rules[] = {
      {"d_model", "the width of the model", above(0)},
      {"warmup_steps", "steps until the learning rate is highest", at_least(1)},
      {"learning_rate", "a factor of all values", at_least(0)},
  };

  double base(group) const { return learning_rate; }
  double at(group g, epoch t) const {
    const auto step = as_real(t);
    const auto falling = t == 0 ? 1.0 : std::pow(step, -0.5);
    const auto rising = std::pow(as_real(warmup_steps), -1.5) * step;
    return g.base_lr * std::pow(d_model, -0.5) * std::min(falling, rising);
  }
};

}  // namespace roster::paddle
