#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/detectron2/schedulers.hpp"

namespace examples {

/// One of each scheduler of detectron2, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_detectron2() {
  return {};
}

}  // namespace examples
