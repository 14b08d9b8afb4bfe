#pragma once

#include "examples/of_scheduler.hpp"
#include "roster/schedulers/detectron2/schedulers.hpp"

namespace examples {

/// One of each scheduler of detectron2, in the list's order, for an initial learning rate of 0.1.
template <class Schedulers>
std::vector<of_scheduler<Schedulers>> of_detectron2() {
  using namespace roster::detectron2;
  return {
      {.scheduler = WarmupMultiStepLR{.max_iter = 100, .steps = {60, 85}, .warmup_iters = 10}},
      {.scheduler = WarmupCosineLR{.max_iter = 100, .base_lr_end = 0.01, .base_lr = 0.1, .warmup_iters = 10}},
      {.scheduler = WarmupPolyLR{.max_iters = 100, .warmup_iters = 10, .constant_ending = 0.1}},
  };
}

}  // namespace examples
