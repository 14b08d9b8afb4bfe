#pragma once

#include "roster/fields/required.hpp"
#include "roster/fields/rule.hpp"
#include "roster/input/place.hpp"

namespace roster {

/// `torch::optim::SGD`
struct SGD {
  required<double> lr;
  double momentum = 0.0;
  double dampening = 0.0;
  double weight_decay = 0.0;
  bool nesterov = false;

  static constexpr std::string_view about = "Stochastic gradient descent, optionally with momentum.";
  static constexpr rule rules[] = {
      {"lr", "the learning rate", at_least(0)},
      {"momentum", "the part of the last step that each step keeps", from_to_below(0, 1)},
      {"dampening", "the part of the gradient that is not added to the momentum"},
      {"weight_decay", "the weight of the L2 penalty", at_least(0)},
      {"nesterov", "whether to use Nesterov's momentum; needs a momentum and no dampening"},
  };
  void check(const place& here) const {
    if (nesterov && (momentum <= 0 || dampening != 0)) {
      here.member("nesterov").report(problem_kind::rule, "needs a momentum above 0 and a dampening of 0");
    }
  }
};

}  // namespace roster
