#pragma once

#include <cmath>

#include "support/trace.hpp"

// What the tests know of fairseq: its traces in our words, and more examples.
namespace test::fairseq {

/// Makes the trace one of `steps` + 1 epochs with the values `lr(base, t)`.
template <class F>
void fill(trace& given, std::size_t steps, F&& lr) {
  given.lr.clear();
  given.error.clear();
  for (std::size_t t = 0; t <= steps; ++t) given.lr.push_back({lr(given.base_lr.at(0), static_cast<double>(t))});
}

/// The scheduler of a trace. Where fairseq is wrong, the trace is made right.
inline entry_of_all scheduler_of(trace& given) {
  auto args = given.args;
  if (given.name == "inverse_sqrt" && given.edge == "no warmup") {
    fill(given, 30, [](double base, double t) { return base * std::pow(std::max(t, 1.0), -0.5); });
    given.differs = "`fairseq.inverse_sqrt(warmup_updates=0)`";
  }
  if (given.name == "polynomial_decay" && given.find("lr")) {
    const auto total = given.number("total_num_update", 0), power = given.number("power", 1);
    const auto end = given.number("end_learning_rate", 0);
    fill(given, given.steps,
         [&](double base, double t) { return t >= total ? end : (base - end) * std::pow(1 - t / total, power) + end; });
    given.differs = "`fairseq.polynomial_decay(lr=[0.5, 0.2])`";
    for (const auto* not_ours : {"lr", "updates_per_epoch", "force_anneal"}) drop(args, not_ours);
  }
  if (given.name == "cosine") {
    if (given.number("lr_period_updates", -1) < 0) drop(args, "lr_period_updates");
    if (given.number("max_update", 0) == 0) drop(args, "max_update");
  }
  return read_scheduler("fairseq.", given.name, std::move(args));
}

/// Schedulers of other kinds than the examples, or with many changes within thirty epochs.
inline std::vector<entry_of_all> others() {
  using namespace roster::fairseq;
  return {
      inverse_sqrt{.warmup_updates = 5, .warmup_init_lr = 0.001},
      inverse_sqrt{.warmup_updates = 0},
      polynomial_decay{.total_num_update = 17, .warmup_updates = 4, .end_learning_rate = 0.01, .power = 2},
      tri_stage{.warmup_steps = 4, .hold_steps = 3, .decay_steps = 9},
      tri_stage{.phase_ratio = std::vector<double>{0, 0.25, 0.75}, .final_lr_scale = 0.1, .max_update = 20},
      cosine{.warmup_updates = 3, .min_lr = 0.01, .t_mult = 2, .lr_period_updates = 4, .lr_shrink = 0.5},
      cosine{.t_mult = 1.5, .max_update = 7},
  };
}

}  // namespace test::fairseq
