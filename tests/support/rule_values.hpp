#pragma once

#include <cstddef>
#include <vector>

#include "roster/schedulers/scheduler_config.hpp"

namespace test {

/// The base value of a group whose learning rate is `lr` before the start.
template <class Config>
double base_of(const Config& config, double lr, std::size_t index) {
  if constexpr (roster::detail::has_base<Config>) {
    return config.base({.index = index, .lr = lr, .base_lr = lr});
  } else {
    return lr;
  }
}

/// The learning rates at the epochs 0 … `steps` by `next`, each from the one before.
template <class Config>
std::vector<double> stepped(const Config& config, double lr, roster::epoch steps, std::size_t index = 0) {
  const auto base = base_of(config, lr, index);
  lr = base;
  std::vector<double> all;
  for (roster::epoch t = 0; t <= steps; ++t) {
    lr = config.next({.index = index, .lr = lr, .base_lr = base}, t);
    all.push_back(lr);
  }
  return all;
}

/// The learning rates at the epochs 0 … `steps` by `at`, the closed form.
template <class Config>
std::vector<double> closed(const Config& config, double lr, roster::epoch steps, std::size_t index = 0) {
  const auto base = base_of(config, lr, index);
  std::vector<double> all;
  for (roster::epoch t = 0; t <= steps; ++t) all.push_back(config.at({.index = index, .lr = base, .base_lr = base}, t));
  return all;
}

/// The momentum at the epochs 0 … `steps`.
template <class Config>
std::vector<double> momenta(const Config& config, roster::epoch steps, std::size_t index = 0) {
  std::vector<double> all;
  for (roster::epoch t = 0; t <= steps; ++t) all.push_back(config.momentum({.index = index, .lr = 1, .base_lr = 1}, t));
  return all;
}

/// Equal except for the last few bits: cosines, and sums in another order, may differ there.
inline bool close(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!(a[i] - b[i] < 1e-14 && b[i] - a[i] < 1e-14)) return false;
  }
  return true;
}

}  // namespace test
