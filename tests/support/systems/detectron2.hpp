#pragma once

#include "support/trace.hpp"

// What the tests know of detectron2: its traces in our words, and more examples.
namespace test::detectron2 {

/// The scheduler of a trace. Where detectron2 is wrong, the trace is made right.
inline entry_of_all scheduler_of(trace& given) {
  if (given.find("max_iters") && given.number("warmup_iters", 1000) > given.number("max_iters", 0)) {
    given.differs = "`detectron2.WarmupPolyLR`, `warmup_iters` above `max_iters`";
    given.error = given.differs;
    given.error_at = 0;
  }
  auto args = given.args;
  for (auto& [name, argument] : args) {  // keys of SOLVER
    for (auto& letter : name) letter = static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
  }
  return read_scheduler("detectron2.", given.name, std::move(args));
}

/// Schedulers of other kinds than the examples, or with many changes within thirty epochs.
inline std::vector<entry_of_all> others() {
  using namespace roster::detectron2;
  return {
      WarmupMultiStepLR{.max_iter = 25, .gamma = 0.5, .steps = {4, 9, 20, 30}, .warmup_iters = 6},
      WarmupMultiStepLR{
          .max_iter = 20, .steps = {1, 10}, .warmup_iters = 5, .warmup_method = "constant", .rescale_interval = true},
      WarmupMultiStepLR{.max_iter = 12, .steps = {}},
      WarmupCosineLR{.max_iter = 18, .warmup_iters = 0},
      WarmupCosineLR{.max_iter = 22, .base_lr_end = 0.1, .base_lr = 0.4, .warmup_iters = 5, .rescale_interval = true},
      WarmupPolyLR{.max_iters = 20, .warmup_iters = 8, .warmup_method = "constant", .constant_ending = 0.2},
      WarmupPolyLR{.max_iters = 15, .warmup_factor = 0.1, .warmup_iters = 15, .power = 2.0},
  };
}

}  // namespace test::detectron2
