#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/megatron/schedulers.hpp"

namespace examples {

/// One of each scheduler of Megatron-LM, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_megatron() {
  using namespace roster::megatron;
  return {
      {.scheduler = OptimizerParamScheduler{.max_lr = 0.1,
                                            .lr_decay_steps = 100,
                                            .min_lr = 0.01,
                                            .lr_warmup_steps = 10,
                                            .lr_decay_style = "cosine",
                                            .start_wd = 0.01,
                                            .end_wd = 0.1,
                                            .wd_incr_steps = 100,
                                            .wd_incr_style = "linear"}},
  };
}

}  // namespace examples
