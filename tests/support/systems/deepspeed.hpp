#pragma once

#include "support/trace.hpp"

// What the tests know of DeepSpeed: its traces in our words, and more examples.
namespace test::deepspeed {

/// The text of an argument, or an empty one.
inline std::string text_of(const trace& given, std::string_view argument) {
  const auto* const found = given.find(argument);
  if (!found) return "";
  const roster::value shown = *found;
  return std::string(*shown.as<std::string_view>());
}

/// Makes the trace one that is refused, for the reason in a row of docs/differences.md.
inline void refuse(trace& given, std::string_view row) {
  given.error = row;
  given.error_at = 0;
  given.differs = row;
}

/// Makes the trace of a OneCycle one whose momentum begins at the right end, and stays below 1.
inline void mend_momentum(trace& given) {
  if (given.momentum.empty()) return;
  const auto* const moves = given.find("cycle_momentum");
  if (moves && *moves == roster::node(false)) return;
  const auto highest = given.number("cycle_max_mom", 0.9);
  for (auto& one : given.momentum.at(0)) one = highest;
  given.differs = "`deepspeed.OneCycle`, momentum of step 0";
  for (auto& row : given.momentum) {
    for (auto& one : row) {
      if (one <= 0.99) continue;
      one = 0.99;
      given.differs = "`deepspeed.OneCycle`, momentum long after the cycle";
    }
  }
}

/// The scheduler of a trace. Where DeepSpeed is wrong, the trace is made right.
inline entry_of_all scheduler_of(trace& given) {
  auto args = given.args;
  if (given.name == "OneCycle") {
    mend_momentum(given);
    if (text_of(given, "optimizer") == "SGD") args.push_back({"cycle_momentum", false});
    drop(args, "optimizer");
  }
  if (given.find("total_num_steps") && given.number("warmup_num_steps", 1000) > given.number("total_num_steps", 0)) {
    refuse(given, "`warmup_num_steps` above `total_num_steps`");
  }
  const auto shape = text_of(given, "warmup_type");
  if (!shape.empty() && shape != "log" && shape != "linear") {
    refuse(given, "`deepspeed.WarmupLR(warmup_type=\"cosine\")`");
  }
  return read_scheduler("deepspeed.", given.name, std::move(args));
}

/// Schedulers of other kinds than the examples, or with many changes within thirty epochs.
inline std::vector<entry_of_all> others() {
  using namespace roster::deepspeed;
  return {
      WarmupLR{.warmup_min_lr = 0.01, .warmup_max_lr = 0.2, .warmup_num_steps = 7},
      WarmupDecayLR{.total_num_steps = 17, .warmup_max_lr = 0.2, .warmup_num_steps = 4, .warmup_type = "linear"},
      WarmupCosineLR{.total_num_steps = 19, .warmup_min_ratio = 0.1, .warmup_num_steps = 5},
      OneCycle{.cycle_min_lr = 0.02,
               .cycle_max_lr = 0.1,
               .decay_lr_rate = 0.5,
               .cycle_first_step_size = 7,
               .cycle_second_step_size = 5,
               .cycle_first_stair_count = 3,
               .decay_step_size = 3,
               .cycle_max_mom = 0.95,
               .decay_mom_rate = 0.01},
      OneCycle{.cycle_min_lr = 0.01, .cycle_max_lr = 0.1, .cycle_first_step_size = 9, .cycle_momentum = false},
      LRRangeTest{.lr_range_test_min_lr = 0.02, .lr_range_test_step_size = 3, .lr_range_test_staircase = true},
  };
}

}  // namespace test::deepspeed
