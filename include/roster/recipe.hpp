#pragma once

#include <cstdint>

#include "roster/node.hpp"
#include "roster/required.hpp"
#include "roster/roster.hpp"
#include "roster/rule.hpp"

namespace roster {

/// What a training run is made of. `Optimizer` and `Scheduler` are entries of the registries that they come from; an
/// optimizer that is left as a `node` is not looked into.
template <class Optimizer = node, class Scheduler = default_registry::entry>
struct recipe {
  required<Optimizer> optimizer;
  required<Scheduler> scheduler;
  std::int64_t epochs = 10;
  std::int64_t batch_size = 128;
  std::int64_t seed = 0;

  static constexpr rule rules[] = {
      {"optimizer", "the optimizer's name and fields"},
      {"scheduler", "the scheduler's name and fields"},
      {"epochs", "passes over the training data", between(1, 1e6)},
      {"batch_size", "examples a step", between(1, 1e6)},
      {"seed", "of all random numbers", at_least(0)},
  };
};

}  // namespace roster
