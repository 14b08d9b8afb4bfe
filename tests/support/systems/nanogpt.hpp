#pragma once

#include "support/trace.hpp"

// What the tests know of nanoGPT: its traces in our words, and more examples.
namespace test::nanogpt {

/// The scheduler of a trace. Where nanoGPT is wrong, the trace is made right.
inline entry_of_all scheduler_of(trace& given) {
  auto args = given.args;
  drop(args, "learning_rate");  // the groups have it
  if (given.number("warmup_iters", 0) == given.number("lr_decay_iters", 0)) {
    given.lr.push_back({given.number("learning_rate", 0)});
    given.lr.push_back({given.number("min_lr", 0)});
    given.error.clear();
    given.error_at = 0;
    given.differs = "`nanogpt.get_lr`, `warmup_iters` equal to `lr_decay_iters`";
  }
  return read_scheduler("nanogpt.", given.name, std::move(args));
}

/// Schedulers of other kinds than the examples, or with many changes within thirty epochs.
inline std::vector<entry_of_all> others() {
  using namespace roster::nanogpt;
  return {
      get_lr{.warmup_iters = 4, .lr_decay_iters = 17, .min_lr = 0.02},
      get_lr{.warmup_iters = 9, .lr_decay_iters = 9, .min_lr = 0.02},
  };
}

}  // namespace test::nanogpt
