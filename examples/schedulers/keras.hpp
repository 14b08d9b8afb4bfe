#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/keras/schedulers.hpp"

namespace examples {

/// One of each scheduler of Keras, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_keras() {
  using namespace roster::keras;
  return {
      {.scheduler =
           CosineDecay{.decay_steps = 90, .initial_learning_rate = 0.0, .warmup_target = 0.1, .warmup_steps = 10}},
      {.scheduler = CosineDecayRestarts{.first_decay_steps = 15, .m_mul = 0.8}},
      {.scheduler = InverseTimeDecay{.decay_steps = 10, .decay_rate = 0.5}},
  };
}

}  // namespace examples
