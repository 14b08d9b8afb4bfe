#pragma once

#include "roster/fields/one_of.hpp"

namespace roster {

/// `torch::optim::LBFGS`, whose `step` needs a closure that computes the loss again; Liu and Nocedal, "On the Limited
/// Memory BFGS Method for Large Scale Optimization", 1989.
struct LBFGS {
  double lr = 1.0;
  std::int64_t max_iter = 20;
  std::optional<std::int64_t> max_eval = {};
  double tolerance_grad = 1e-7;
  double tolerance_change = 1e-9;
  std::int64_t history_size = 100;
  std::optional<one_of<"strong_wolfe">> line_search_fn = {};

  static constexpr std::string_view about = "A quasi-Newton method: steps along an estimate of the loss's curvature.";
  static constexpr rule rules[] = {
      {"lr", "the learning rate", at_least(0)},
      {"max_iter", "the most iterations per step", at_least(1)},
      {"max_eval", "the most evaluations of the loss per step; null: 5/4 of max_iter", at_least(1)},
      {"tolerance_grad", "a step ends when no gradient is larger than this", at_least(0)},
      {"tolerance_change", "a step ends when it changes less than this", at_least(0)},
      {"history_size", "past steps used for the estimate", between(1, 1e6)},
      {"line_search_fn", "how to find the length of a step; null: the length is lr"},
  };
  void check_group(const LBFGS&, const place& here) const {
    here.report(problem_kind::rule, "is not allowed: LBFGS has no parameter groups");
  }
};

}  // namespace roster
