#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/transformers/schedulers.hpp"

namespace examples {

/// One of each scheduler of Hugging Face transformers, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_transformers() {
  using namespace roster::transformers;
  return {
      {.scheduler = cosine{.num_warmup_steps = 10, .num_training_steps = 100}},
  };
}

}  // namespace examples
