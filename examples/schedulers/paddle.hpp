#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/paddle/schedulers.hpp"
#include "roster/schedulers/schedulers.hpp"

namespace examples {

/// One of each scheduler of Paddle, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_paddle() {
  using namespace roster::paddle;
  using types = typename Schedulers::entry::registry;
  return {
      {.scheduler = NoamDecay{.d_model = 64, .warmup_steps = 20}},
      {.scheduler = PiecewiseDecay{.boundaries = {30, 80}, .values = {0.1, 0.01, 0.001}}},
      {.scheduler = basic_LinearWarmup<types>{.warmup_steps = 10,
                                              .start_lr = 0.0,
                                              .end_lr = 0.1,
                                              .scheduler = roster::CosineAnnealingLR{.T_max = 90}}},
  };
}

}  // namespace examples
