#pragma once

#include <algorithm>

#include "roster/fields/list_kind.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster::paddle {

/// `paddle.optimizer.lr.PiecewiseDecay`
struct PiecewiseDecay {
  required<std::vector<steps>> boundaries;
  required<std::vector<double>> values;

  static constexpr std::string_view name = "paddle.PiecewiseDecay";
  static constexpr std::string_view about = "Sets the learning rate to another value at each boundary.";
  static constexpr std::string_view formula = "values[k], where k is the number of boundaries so far";
  static constexpr rule rules[] = {
      {"boundaries", "the steps at which the next value begins, in order", at_least(1)},
      {"values", "the learning rates: one more than there are boundaries", at_least(0)},
  };
  void check(const place& here) const {
    const auto there = here.member("boundaries");
    if (boundaries->empty()) {
      return there.report(problem_kind::wrong_length, roster::detail::is_empty("at least one integer"));
    }
    for (std::size_t i = 1; i < boundaries->size(); ++i) {
      const epoch before = (*boundaries)[i - 1], now = (*boundaries)[i];
      if (now > before) continue;
      there.element(i).report_rule({"is ", now, ", expected more than ", before, ", the boundary before"});
    }
    const auto expected = boundaries->size() + 1;
    if (values->size() == expected) return;
    here.member("values").report(
        problem_kind::wrong_length,
        roster::detail::has_length(values->size(),
                                   roster::detail::concat({std::to_string(expected), ", one more than boundaries"})));
  }

  double base(group) const { return values->front(); }
  double at(group, epoch t) const {
    const auto passed = std::upper_bound(boundaries->begin(), boundaries->end(), t) - boundaries->begin();
    return (*values)[static_cast<std::size_t>(passed)];
  }
};

}  // namespace roster::paddle
