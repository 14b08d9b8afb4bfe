#pragma once

#include "roster/fields/rule.hpp"
#include "roster/input/place.hpp"

namespace roster {

/// `torch::optim::Adagrad`; Duchi, Hazan and Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic
/// Optimization", 2011.
struct Adagrad {
  double lr = 1e-2;
  double lr_decay = 0.0;
  double weight_decay = 0.0;
  double initial_accumulator_value = 0.0;
  double eps = 1e-10;

  static constexpr std::string_view about = "Scales steps by the sum of all squares of the gradient so far.";
  static constexpr rule rules[] = {
      {"lr", "the learning rate", at_least(0)},
      {"lr_decay", "the learning rate is divided by 1 plus this times the steps so far", at_least(0)},
      {"weight_decay", "the weight of the L2 penalty", at_least(0)},
      {"initial_accumulator_value", "the first value of the sum of squares; the same for all groups", at_least(0)},
      {"eps", "added to the denominator", at_least(0)},
  };
  static constexpr std::string_view only_at_start[] = {"initial_accumulator_value"};
  void check_group(const Adagrad& optimizer, const place& here) const {
    if (initial_accumulator_value != optimizer.initial_accumulator_value) {
      here.member("initial_accumulator_value")
          .report(problem_kind::rule, "must equal the optimizer's: LibTorch keeps one for all groups");
    }
  }
};

}  // namespace roster
