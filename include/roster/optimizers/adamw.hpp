#pragma once

#include <array>

#include "roster/fields/rule.hpp"

namespace roster {

/// `torch::optim::AdamW`; Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019.
struct AdamW {
  double lr = 1e-3;
  std::array<double, 2> betas = {0.9, 0.999};
  double eps = 1e-8;
  double weight_decay = 1e-2;
  bool amsgrad = false;

  static constexpr std::string_view about =
      "Adam with a weight decay that is applied to the weights and not to the gradient.";
  static constexpr rule rules[] = {
      {"lr", "the learning rate", at_least(0)},
      {"betas", "the parts of the means of the gradient and of its square that each step keeps", from_to_below(0, 1)},
      {"eps", "added to the denominator", at_least(0)},
      {"weight_decay", "the part of each weight that a step removes, divided by the learning rate", at_least(0)},
      {"amsgrad", "scale by the largest mean square so far"},
  };
};

}  // namespace roster
