#pragma once

#include <cmath>
#include <numbers>

#include "roster/schedulers/scheduler_config.hpp"

namespace roster::keras {

/// `keras.optimizers.schedules.CosineDecayRestarts`; Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with
/// Warm Restarts", 2017. Without initial_learning_rate, each group starts from its own learning rate. Every restart
/// comes at its step; Keras finds them by a logarithm, whose rounding misses some. With t_mul below 1 the cycles come
/// to an end, after which the learning rate stays at its lowest; Keras' is then NaN.
struct CosineDecayRestarts {
  required<steps> first_decay_steps;
  std::optional<double> initial_learning_rate = {};
  double t_mul = 2.0;
  double m_mul = 1.0;
  double alpha = 0.0;

  static constexpr std::string_view name = "keras.CosineDecayRestarts";
  static constexpr std::string_view about =
      "Lowers the learning rate along half a cosine, then restarts; each cycle is t_mul times as long and m_mul times "
      "as high as the last.";
  static constexpr std::string_view formula =
      "base × ((1 - alpha) × m_mul^cycle × c + alpha), where cycle counts from 0 and c goes from 1 to 0 along half a "
      "cosine in first_decay_steps × t_mul^cycle";
  static constexpr rule rules[] = {
      {"first_decay_steps", "steps of the first cycle", at_least(1)},
      {"initial_learning_rate", "the first learning rate; null: that of each group", at_least(0)},
      {"t_mul", "the length of each cycle divided by that of the one before", above_to(0, 1000)},
      {"m_mul", "the height of each cycle divided by that of the one before", at_least(0)},
      {"alpha", "the lowest learning rate divided by the first", at_least(0)},
  };

  double base(group g) const { return initial_learning_rate.value_or(g.base_lr); }
  double at(group g, epoch t) const {
    const auto now = place_at(as_real(t) / static_cast<double>(first_decay_steps));
    const auto height = 0.5 * std::pow(m_mul, now.cycle) * (1.0 + std::cos(std::numbers::pi * now.way));
    return g.base_lr * ((1 - alpha) * height + alpha);
  }

 private:
  struct position {
    double cycle;  // 0 for the first
    double way;    // 0 at the cycle's start, 1 at its end
  };

  /// Where a cycle starts, in lengths of the first.
  double start_of(double cycle) const { return (1.0 - std::pow(t_mul, cycle)) / (1.0 - t_mul); }
  /// Where the run is after `x` lengths of the first cycle.
  position place_at(double x) const {
    if (t_mul == 1.0) return {std::floor(x), x - std::floor(x)};
    const auto power = 1.0 - x * (1.0 - t_mul);
    if (power <= 0) return {0, 1};  // the cycles have come to an end
    auto cycle = std::floor(std::log(power) / std::log(t_mul));
    // The logarithm may miss a start by its rounding, and a start that is not an integer by the power's.
    constexpr double rounding = 1e-12;
    if (start_of(cycle + 1) <= x * (1 + rounding)) ++cycle;
    return {cycle, (x - start_of(cycle)) / std::pow(t_mul, cycle)};
  }
};

}  // namespace roster::keras
