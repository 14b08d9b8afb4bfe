#pragma once

#include <cmath>

#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

/// `torch.optim.lr_scheduler.ExponentialLR`
struct ExponentialLR {
  required<double> gamma;

  static constexpr std::string_view about = "Multiplies the learning rate by gamma every epoch.";
  static constexpr std::string_view formula = "base × gamma^epoch";
  static constexpr rule rules[] = {{"gamma", "the factor of each epoch", above(0)}};

  double next(group g, epoch t) const { return t == 0 ? g.lr : g.lr * gamma; }
  double at(group g, epoch t) const { return g.base_lr * std::pow(*gamma, static_cast<double>(t)); }
};

}  // namespace roster
