#pragma once

#include <torch/optim/optimizer.h>

#include <vector>

namespace test {

/// The learning rates of all groups, in order.
inline std::vector<double> learning_rates(torch::optim::Optimizer& optimizer) {
  std::vector<double> all;
  for (auto& group : optimizer.param_groups()) all.push_back(group.options().get_lr());
  return all;
}

}  // namespace test
