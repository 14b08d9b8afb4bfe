#pragma once

#include <cmath>

#include "support/trace.hpp"

// What the tests know of Caffe: its traces in our words, and more examples.
namespace test::caffe {

/// Makes the trace of a `multistep` one in which a step that is listed twice decays twice, and not once more a step
/// later.
inline void decay_at_once(trace& given) {
  const auto& steps = *given.find("stepvalue")->as<roster::node::list>();
  for (std::size_t row = 0; row < given.lr.size(); ++row) {
    int decays = 0;
    for (const auto& one : steps) decays += trace::number_of(one) <= static_cast<double>(given.epoch(row));
    for (std::size_t g = 0; g < given.base_lr.size(); ++g) {
      const auto right = given.base_lr[g] * std::pow(given.number("gamma", 0), decays);
      if (given.lr[row][g] == right) continue;
      given.lr[row][g] = right;
      given.differs = "`multistep` of Caffe with a step twice";
    }
  }
}

/// The scheduler of a trace. Where Caffe is wrong, the trace is made right. Its policies but `inv` are PyTorch's
/// schedulers, and have the bits of their closed forms.
inline entry_of_all scheduler_of(trace& given) {
  auto args = given.args;
  if (given.name == "fixed") return read_scheduler("", "ConstantLR", {{"factor", 1}});
  const auto pytorch = given.name == "step"        ? "StepLR"
                       : given.name == "exp"       ? "ExponentialLR"
                       : given.name == "multistep" ? "MultiStepLR"
                       : given.name == "poly"      ? "PolynomialLR"
                                                   : "";
  if (*pytorch == 0) return read_scheduler("caffe.", given.name, std::move(args));
  if (given.name == "multistep") decay_at_once(given);
  given.by_closed_form = true;
  rename(args, "stepsize", "step_size");
  rename(args, "stepvalue", "milestones");
  rename(args, "max_iter", "total_iters");
  return read_scheduler("", pytorch, std::move(args));
}

/// Schedulers of other kinds than the examples, or with many changes within thirty epochs.
inline std::vector<entry_of_all> others() {
  return {
      roster::caffe::inv{.gamma = 0.5, .power = 1.5},
      roster::caffe::inv{.gamma = 0.0, .power = 0.75},
  };
}

}  // namespace test::caffe
