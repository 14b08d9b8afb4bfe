#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/mmengine/schedulers.hpp"

namespace examples {

/// One of each scheduler of MMEngine, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_mmengine() {
  return {};
}

}  // namespace examples
