#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/composer/schedulers.hpp"

namespace examples {

/// One of each scheduler of Composer, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_composer() {
  using namespace roster::composer;
  return {
      {.scheduler = CosineAnnealingWithWarmupScheduler{.t_warmup = 10, .t_max = 100, .alpha_f = 0.1}},
      {.scheduler = LinearWithWarmupScheduler{.t_warmup = 10, .t_max = 100}},
  };
}

}  // namespace examples
