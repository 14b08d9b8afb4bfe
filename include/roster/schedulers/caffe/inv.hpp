#pragma once

#include <cmath>

#include "roster/schedulers/scheduler_config.hpp"

namespace roster::caffe {

/// Caffe's learning-rate policy `inv`.
struct inv {
  required<double> gamma;
  required<double> power;

  static constexpr std::string_view name = "caffe.inv";
  static constexpr std::string_view about = "Lowers the learning rate by a power of the steps, without end.";
  static constexpr std::string_view formula = "base × (1 + gamma × step)^(-power)";
  static constexpr rule rules[] = {
      {"gamma", "how soon the learning rate falls", at_least(0)},
      {"power", "how steeply it falls", at_least(0)},
  };

  double at(group g, epoch t) const { return g.base_lr * std::pow(1 + gamma * as_real(t), -power); }
};

}  // namespace roster::caffe
