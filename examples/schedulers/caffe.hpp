#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/caffe/schedulers.hpp"

namespace examples {

/// One of each scheduler of Caffe, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_caffe() {
  return {
      {.scheduler = roster::caffe::inv{.gamma = 0.1, .power = 0.75}},
  };
}

}  // namespace examples
