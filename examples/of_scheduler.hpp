#pragma once

#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

#include "roster/run/scheduler_registry.hpp"

// An example of each scheduler, for the docs and for the tests and benchmarks that run all schedulers. `Schedulers` is
// the registry, with all of them or only some.
namespace examples {

/// A scheduler with its fields and the metrics that it watches.
template <class Schedulers>
struct of_scheduler {
  typename Schedulers::entry scheduler;
  std::size_t steps = 100;
  std::vector<double> metrics = {};
  std::string_view code = {};  ///< the scheduler in C++, if no file can hold it
};

/// A loss that falls fast and then levels off, with some noise.
inline std::vector<double> losses(std::size_t count) {
  std::vector<double> all;
  for (std::size_t i = 0; i < count; ++i) {
    const auto t = static_cast<double>(i);
    all.push_back(2 * std::exp(-t / 8) + 0.5 + 0.05 * std::sin(7 * t));
  }
  return all;
}

}  // namespace examples
