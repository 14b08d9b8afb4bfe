#pragma once

#include "support/trace.hpp"

// What the tests know of Hugging Face transformers: its traces in our words, and more examples.
namespace test::transformers {

/// Makes the trace one that stays at its value of the last training step.
inline void stay_at_end(trace& given) {
  const auto last = static_cast<std::size_t>(given.number("num_training_steps", 0));
  const auto end = values_at(given, last);
  for (std::size_t row = 0; row < given.lr.size(); ++row) {
    if (given.epoch(row) <= last || given.lr[row] == end) continue;
    given.lr[row] = end;
    given.differs = "`transformers.cosine`, after `num_training_steps`";
  }
}

/// Makes the trace one that is refused: its warm-up is longer than the run, or there is no run.
inline void refuse_long_warmup(trace& given) {
  const auto last = given.number("num_training_steps", 1);
  if (last >= 1 && given.number("num_warmup_steps", 0) <= last) return;
  given.error = "a warm-up longer than the run";
  given.error_at = 0;
  given.differs = "`num_warmup_steps` above `num_training_steps`, or no training steps";
}

/// The scheduler of a trace. Where transformers is wrong, the trace is made right.
inline entry_of_all scheduler_of(trace& given) {
  auto name = given.name;
  if (name == "get_cosine_schedule_with_warmup") name = "cosine";  // torchtune's
  refuse_long_warmup(given);
  if (name == "cosine") stay_at_end(given);
  return read_scheduler("transformers.", name, given.args);
}

/// Schedulers of other kinds than the examples, or with many changes within thirty epochs.
inline std::vector<entry_of_all> others() {
  using namespace roster::transformers;
  return {
      cosine{.num_warmup_steps = 3, .num_training_steps = 17},
      cosine{.num_warmup_steps = 0, .num_training_steps = 12, .num_cycles = 1.5},
  };
}

}  // namespace test::transformers
