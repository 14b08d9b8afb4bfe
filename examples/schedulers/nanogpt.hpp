#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/nanogpt/schedulers.hpp"

namespace examples {

/// One of each scheduler of nanoGPT, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_nanogpt() {
  using namespace roster::nanogpt;
  return {
      {.scheduler = get_lr{.warmup_iters = 10, .lr_decay_iters = 90, .min_lr = 0.01}},
  };
}

}  // namespace examples
