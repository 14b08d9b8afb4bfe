#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/transformers/schedulers.hpp"

namespace examples {

/// One of each scheduler of Hugging Face transformers, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_transformers() {
  using namespace roster::transformers;
  return {
      {.scheduler = linear{.num_warmup_steps = 10, .num_training_steps = 100}},
      {.scheduler = cosine{.num_warmup_steps = 10, .num_training_steps = 100}},
      {.scheduler = constant_with_warmup{.num_warmup_steps = 10}},
      {.scheduler = cosine_with_restarts{.num_warmup_steps = 10, .num_training_steps = 100, .num_cycles = 3}},
      {.scheduler = polynomial{.num_warmup_steps = 10, .num_training_steps = 100, .lr_end = 0.01, .power = 2.0}},
      {.scheduler = inverse_sqrt{.num_warmup_steps = 10}},
      {.scheduler = cosine_with_min_lr{.num_warmup_steps = 10, .num_training_steps = 100, .min_lr_rate = 0.1}},
      {.scheduler =
           cosine_warmup_with_min_lr{
               .num_warmup_steps = 10, .num_training_steps = 100, .min_lr_rate = 0.1, .warmup_lr_rate = 0.2}},
      {.scheduler = warmup_stable_decay{.num_warmup_steps = 10, .num_decay_steps = 20, .num_training_steps = 100}},
      {.scheduler = greedy{.factor = 0.8, .patience = 3, .cooldown = 5, .smooth = true, .window_size = 5},
       .metrics = losses(100)},
  };
}

}  // namespace examples
