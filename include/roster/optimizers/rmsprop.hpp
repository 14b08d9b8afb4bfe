#pragma once

#include "roster/fields/rule.hpp"

namespace roster {

/// `torch::optim::RMSprop`; Hinton, lecture 6e of "Neural Networks for Machine Learning", 2012. The centered version:
/// Graves, "Generating Sequences With Recurrent Neural Networks", 2013.
struct RMSprop {
  double lr = 1e-2;
  double alpha = 0.99;
  double eps = 1e-8;
  double weight_decay = 0.0;
  double momentum = 0.0;
  bool centered = false;

  static constexpr std::string_view about = "Scales steps by a running mean of the gradient's square.";
  static constexpr rule rules[] = {
      {"lr", "the learning rate", at_least(0)},
      {"alpha", "the part of the mean of the gradient's square that each step keeps", between(0, 1)},
      {"eps", "added to the denominator", at_least(0)},
      {"weight_decay", "the weight of the L2 penalty", at_least(0)},
      {"momentum", "the part of the last step that each step keeps", from_to_below(0, 1)},
      {"centered", "scale by the gradient's variance, not by its square"},
  };
};

}  // namespace roster
