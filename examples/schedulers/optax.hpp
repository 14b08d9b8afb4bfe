#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/optax/schedulers.hpp"

namespace examples {

/// One of each scheduler of optax, in the list's order.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_optax() {
  using namespace roster::optax;
  return {
      {.scheduler =
           warmup_cosine_decay_schedule{
               .init_value = 0.0, .peak_value = 0.1, .warmup_steps = 10, .decay_steps = 100, .end_value = 0.001}},
      {.scheduler =
           exponential_decay{.init_value = 0.1, .transition_steps = 20, .decay_rate = 0.5, .transition_begin = 10}},
      {.scheduler = linear_onecycle_schedule(100, 0.1)},
  };
}

}  // namespace examples
