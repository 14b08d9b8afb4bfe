#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/deepspeed/schedulers.hpp"

namespace examples {

/// One of each scheduler of DeepSpeed, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_deepspeed() {
  using namespace roster::deepspeed;
  return {
      {.scheduler = WarmupLR{.warmup_min_lr = 0.001, .warmup_num_steps = 20}},
      {.scheduler = WarmupDecayLR{.total_num_steps = 100, .warmup_max_lr = 0.1, .warmup_num_steps = 10}},
      {.scheduler = WarmupCosineLR{.total_num_steps = 100, .warmup_num_steps = 10, .warmup_type = "linear"}},
      {.scheduler = OneCycle{.cycle_min_lr = 0.01,
                             .cycle_max_lr = 0.1,
                             .decay_lr_rate = 0.5,
                             .cycle_first_step_size = 30,
                             .decay_step_size = 10}},
      {.scheduler = LRRangeTest{.lr_range_test_step_size = 10}},
  };
}

}  // namespace examples
