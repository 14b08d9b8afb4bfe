#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/megatron/schedulers.hpp"

namespace examples {

/// One of each scheduler of Megatron-LM, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_megatron() {
  return {};
}

}  // namespace examples
