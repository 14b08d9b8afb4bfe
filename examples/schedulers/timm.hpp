#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/timm/schedulers.hpp"

namespace examples {

/// One of each scheduler of timm, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_timm() {
  using namespace roster::timm;
  return {
      {.scheduler = CosineLRScheduler{.t_initial = 100, .warmup_t = 10, .warmup_prefix = true}},
      {.scheduler = StepLRScheduler{.decay_t = 20, .decay_rate = 0.5, .warmup_t = 10}},
      {.scheduler = MultiStepLRScheduler{.decay_t = {30, 60, 80}, .decay_rate = 0.3, .warmup_t = 10}},
      {.scheduler = PolyLRScheduler{.t_initial = 100, .power = 1.0, .warmup_t = 10}},
      {.scheduler = PlateauLRScheduler{.decay_rate = 0.5, .patience_t = 5, .warmup_t = 10, .mode = "min"},
       .metrics = losses(100)},
      {.scheduler = TanhLRScheduler{.t_initial = 100, .warmup_t = 10, .warmup_prefix = true}},
  };
}

}  // namespace examples
