#pragma once

#include <algorithm>
#include <cmath>

#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

/// `torch.optim.lr_scheduler.PolynomialLR`
struct PolynomialLR {
  steps total_iters = 5;
  double power = 1.0;

  static constexpr std::string_view about =
      "Lowers the learning rate to 0 in total_iters epochs, along a polynomial of the remaining epochs.";
  static constexpr std::string_view formula = "base × (1 - epoch / total_iters)^power, and 0 from epoch total_iters on";
  static constexpr rule rules[] = {
      {"total_iters", "epochs until the learning rate is 0", at_least(1)},
      {"power", "the degree of the polynomial", at_least(0)},
  };

  double next(group g, epoch t) const {
    if (t == 0 || t > total_iters) return g.lr;
    return g.lr * std::pow(left(t) / left(t - 1), power);
  }
  double at(group g, epoch t) const { return g.base_lr * std::pow(left(std::min<epoch>(total_iters, t)), power); }

 private:
  double left(epoch t) const { return 1.0 - static_cast<double>(t) / static_cast<double>(total_iters); }
};

}  // namespace roster
