#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "support/trace.hpp"

// What the tests know of Hugging Face transformers: its traces in our words, and more examples.
namespace test::transformers {

/// The value of a group by transformers' formulas, with the group's own base value in place of the optimizer's default.
inline double value_of_own_base(const trace& of, double base, double t) {
  const auto warmup = of.number("num_warmup_steps", 0);
  const auto training = of.number("num_training_steps", 0);
  if (of.name == "polynomial") {
    const auto end = of.number("lr_end", 1e-7);
    if (t < warmup) return base * (t / std::max(1.0, warmup));
    if (t > training) return base * (end / base);
    const auto left = 1 - (t - warmup) / (training - warmup);
    return base * (((base - end) * std::pow(left, of.number("power", 1)) + end) / base);
  }
  const bool is_ahead = of.name == "cosine_warmup_with_min_lr";
  const auto rate = of.find("min_lr") ? of.number("min_lr", 0) / base : of.number("min_lr_rate", 0);
  if (t < warmup && !is_ahead) return base * (t / std::max(1.0, warmup));
  if (t < warmup && of.find("warmup_lr_rate")) {
    const auto first = of.number("warmup_lr_rate", 0);
    return base * (first + (1.0 - first) * t / std::max(1.0, warmup - 1));
  }
  if (t < warmup) return base * ((t + 1.0) / std::max(1.0, warmup));
  const auto p = (t - warmup + (is_ahead ? 1.0 : 0.0)) / std::max(1.0, training - warmup);
  const auto factor = 0.5 * (1.0 + std::cos(std::numbers::pi * of.number("num_cycles", 0.5) * 2.0 * p));
  return base * std::max(0.0, factor * (1 - rate) + rate);
}

/// Makes the trace one whose groups go to `least` from their own base values.
inline void use_own_base(trace& given, std::string_view least) {
  if (!given.find(least)) return;
  for (std::size_t row = 0; row < given.lr.size(); ++row) {
    for (std::size_t g = 0; g < given.base_lr.size(); ++g) {
      const auto t = static_cast<double>(given.epoch(row));
      const bool is_lower = given.base_lr[g] <= given.number(least, 0);
      const bool is_warm = t >= given.number("num_warmup_steps", 0);
      const auto right = is_lower && is_warm ? given.base_lr[g] : value_of_own_base(given, given.base_lr[g], t);
      if (given.lr[row][g] == right) continue;
      given.lr[row][g] = right;
      given.differs = is_lower ? "`transformers.polynomial(lr_end)`, `min_lr`, above the learning rate"
                               : "`transformers.polynomial(lr_end)`, `min_lr`, groups with other learning rates";
    }
  }
}

/// Makes the trace one that stays at its value of the epoch `last`.
inline void stay_from(trace& given, double last) {
  const auto epoch = static_cast<std::size_t>(last);
  const auto end = values_at(given, epoch);
  for (std::size_t row = 0; row < given.lr.size(); ++row) {
    if (given.epoch(row) <= epoch || given.lr[row] == end) continue;
    given.lr[row] = end;
    given.differs = "`transformers.cosine`, `cosine_with_min_lr`, `cosine_warmup_with_min_lr`, after the last step";
  }
}

/// Makes the trace one that is refused when it is made.
inline void refuse(trace& given, std::string_view why) {
  given.error = why;
  given.error_at = 0;
  given.differs = why;
}

/// Makes the traces right of configs that transformers takes and we do not.
inline void refuse_mistakes(trace& given) {
  const auto warmup = given.number("num_warmup_steps", 0);
  const auto training = given.number("num_training_steps", 1e9);
  if (training < 1 || warmup > training) {
    refuse(given, "`num_warmup_steps` above `num_training_steps`, or no training steps");
  } else if (!given.find("num_stable_steps") && warmup + given.number("num_decay_steps", 0) > training) {
    refuse(given, "`transformers.warmup_stable_decay`, warm-up and decay longer than the run");
  } else if (given.number("min_lr_rate", 0) > 1) {
    refuse(given, "`transformers.cosine_with_min_lr(min_lr_rate=1.5)`, also `cosine_warmup_with_min_lr`");
  } else if (given.name == "cosine_with_restarts") {
    const auto cycles = given.number("num_cycles", 1);
    if (cycles < 1 || cycles != std::floor(cycles)) {
      refuse(given, "`transformers.cosine_with_restarts(num_cycles=0)` or 1.5");
    }
  }
}

/// The scheduler of a trace. Where transformers is wrong, the trace is made right.
inline entry_of_all scheduler_of(trace& given) {
  auto fields = given.args;
  drop(fields, "optimizer.defaults.lr");
  if (given.name == "constant") return roster::ConstantLR{.factor = 1.0};
  if (given.name == "reduce_lr_on_plateau") return read_scheduler("", "ReduceLROnPlateau", fields);
  const std::string name = given.system == "torchtune" ? "cosine" : given.name;
  refuse_mistakes(given);
  const auto training = given.number("num_training_steps", 0);
  if (name == "polynomial") {
    // Its default is an argument, too.
    if (!given.find("lr_end")) given.args.push_back({"lr_end", 1e-7});
    use_own_base(given, "lr_end");
    const auto highest = std::ranges::max(given.base_lr);
    if (given.number("lr_end", 0) > highest) {
      given.error.clear();
      given.lr = {given.base_lr};
      given.differs = "`transformers.polynomial(lr_end)`, `min_lr`, above the learning rate";
    }
    if (given.error_at > 0) {  // a division by 0 at the last step
      given.error.clear();
      given.error_at = 0;
      std::vector<double> end;
      for (const auto base : given.base_lr) end.push_back(base * (given.number("lr_end", 0) / base));
      given.lr.push_back(end);
      given.differs = "`transformers.polynomial`, a warm-up as long as the run";
    }
  }
  if (name.ends_with("min_lr")) use_own_base(given, "min_lr");
  if (name == "cosine" || name == "cosine_with_min_lr") stay_from(given, training);
  if (name == "cosine_warmup_with_min_lr") {
    stay_from(given, std::max(training - 1, given.number("num_warmup_steps", 0)));
  }
  return read_scheduler("transformers.", name, fields);
}

/// Schedulers of other kinds than the examples, or with many changes within thirty epochs.
inline std::vector<entry_of_all> others() {
  using namespace roster::transformers;
  return {
      linear{.num_warmup_steps = 3, .num_training_steps = 17},
      cosine{.num_warmup_steps = 3, .num_training_steps = 17},
      cosine{.num_warmup_steps = 0, .num_training_steps = 12, .num_cycles = 1.5},
      constant_with_warmup{.num_warmup_steps = 7},
      cosine_with_restarts{.num_warmup_steps = 2, .num_training_steps = 26, .num_cycles = 3},
      polynomial{.num_warmup_steps = 2, .num_training_steps = 20, .lr_end = 0.2, .power = 2.0},
      inverse_sqrt{.num_warmup_steps = 4},
      inverse_sqrt{.num_warmup_steps = 0, .timescale = 5},
      cosine_with_min_lr{.num_warmup_steps = 2, .num_training_steps = 20, .min_lr = 0.01},
      cosine_with_min_lr{.num_warmup_steps = 2, .num_training_steps = 20, .num_cycles = 1.0, .min_lr_rate = 0.1},
      cosine_warmup_with_min_lr{.num_warmup_steps = 5, .num_training_steps = 20, .min_lr = 0.01},
      cosine_warmup_with_min_lr{
          .num_warmup_steps = 5, .num_training_steps = 20, .min_lr_rate = 0.1, .warmup_lr_rate = 0.3},
      warmup_stable_decay{.num_warmup_steps = 4, .num_decay_steps = 9, .num_training_steps = 20},
      warmup_stable_decay{.num_warmup_steps = 4,
                          .num_decay_steps = 9,
                          .num_stable_steps = 3,
                          .warmup_type = "1-sqrt",
                          .decay_type = "1-sqrt",
                          .min_lr_ratio = 0.1},
      // One reduction takes each group to the minimum: it starts again when all are there, also those that joined.
      greedy{.factor = 0.01, .patience = 0, .min_lr = 0.01, .max_lr = 0.5, .reset_start = 2},
      greedy{.mode = "max",
             .factor = 0.7,
             .patience = 1,
             .threshold_mode = "rel",
             .cooldown = 1,
             .warmup = 1,
             .min_lr = 0.0,
             .smooth = true,
             .window_size = 3},
  };
}

}  // namespace test::transformers
