#pragma once

#include <array>

#include "roster/fields/rule.hpp"

namespace roster {

/// `torch::optim::Adam`; Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015.
struct Adam {
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-8;
  double weight_decay = 0.0;
  bool amsgrad = false;

  static constexpr std::string_view about = "Scales steps by running means of the gradient and of its square.";
  static constexpr rule rules[] = {
      {"lr", "the learning rate", at_least(0)},
      {"betas", "the parts of the means of the gradient and of its square that each step keeps", from_to_below(0, 1)},
      {"eps", "added to the denominator", at_least(0)},
      {"weight_decay", "the weight of the L2 penalty", at_least(0)},
      {"amsgrad", "scale by the largest mean square so far"},
  };
};

}  // namespace roster
