#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/fairseq/schedulers.hpp"

namespace examples {

/// One of each scheduler of fairseq, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_fairseq() {
  using namespace roster::fairseq;
  return {
      {.scheduler = inverse_sqrt{.warmup_updates = 20}},
      {.scheduler = polynomial_decay{.total_num_update = 100, .warmup_updates = 10}},
      {.scheduler = tri_stage{.phase_ratio = std::vector<double>{0.1, 0.4, 0.5}, .max_update = 100}},
      {.scheduler = cosine{.warmup_updates = 10, .lr_period_updates = 30, .lr_shrink = 0.5}},
  };
}

}  // namespace examples
