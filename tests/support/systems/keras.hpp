#pragma once

#include <cmath>
#include <numbers>

#include "support/trace.hpp"

// What the tests know of Keras: its traces in our words, and more examples.
namespace test::keras {

/// Makes the trace one in which every restart comes at its step, by counting the cycles one after the other. After the
/// last, of cycles that get ever shorter, the learning rate is at its lowest.
inline void count_cycles(trace& given) {
  const auto rate = given.number("initial_learning_rate", 0), alpha = given.number("alpha", 0);
  const auto longer = given.number("t_mul", 2), higher = given.number("m_mul", 1);
  const auto first = given.number("first_decay_steps", 0);
  for (std::size_t row = 0; row < given.lr.size(); ++row) {
    const auto t = static_cast<double>(given.epoch(row));
    double begin = 0, length = first, height = 1;
    const bool is_over = longer < 1 && t >= first / (1 - longer);
    while (!is_over && t - begin >= length) {
      begin += length;
      length *= longer;
      height *= higher;
    }
    const auto way = is_over ? 1.0 : (t - begin) / length;
    const auto right = rate * ((1 - alpha) * (0.5 * height * (1 + std::cos(std::numbers::pi * way))) + alpha);
    const auto mend = [&](double& theirs) {
      if (std::abs(theirs - right) <= 1e-6 * rate) return;  // NaN is no less wrong
      theirs = right;
      given.differs = is_over ? "`keras.CosineDecayRestarts` with a `t_mul` below 1, after the last cycle"
                              : "`keras.CosineDecayRestarts`, restarts";
    };
    mend(given.lr[row][0]);
    if (row < given.lr_f32.size()) mend(given.lr_f32[row][0]);
  }
}

/// The scheduler of a trace. Where Keras is wrong, the trace is made right.
inline entry_of_all scheduler_of(trace& given) {
  auto& args = given.args;
  drop(args, "name");
  if (given.name == "CosineDecayRestarts") count_cycles(given);
  if (given.name == "CosineDecay" && given.number("warmup_steps", 0) > 0 && !given.find("warmup_target")) {
    given.error = "no target";
    given.error_at = 0;
    given.differs = "`keras.CosineDecay` with `warmup_steps` but no `warmup_target`";
  }
  const auto is_true = [&](std::string_view argument) {
    const auto* const found = given.find(argument);
    return found && *found == roster::node(true);
  };
  if (given.name == "ExponentialDecay" && is_true("staircase")) {
    // StepLR, by its closed form
    given.base_lr = {given.number("initial_learning_rate", 1)};
    given.by_closed_form = true;
    for (const auto* argument : {"initial_learning_rate", "staircase"}) drop(args, argument);
    rename(args, "decay_steps", "step_size");
    rename(args, "decay_rate", "gamma");
    return read_scheduler("", "StepLR", args);
  }
  if (given.name == "ExponentialDecay") {
    rename(args, "initial_learning_rate", "init_value");
    rename(args, "decay_steps", "transition_steps");
    return read_scheduler("optax.", "exponential_decay", args);
  }
  if (given.name == "PolynomialDecay" && given.number("end_learning_rate", 1e-4) == 0 && !is_true("cycle")) {
    // PolynomialLR, by its closed form
    given.base_lr = {given.number("initial_learning_rate", 1)};
    given.by_closed_form = true;
    for (const auto* argument : {"initial_learning_rate", "end_learning_rate", "cycle"}) drop(args, argument);
    rename(args, "decay_steps", "total_iters");
    return read_scheduler("", "PolynomialLR", args);
  }
  if (given.name == "PiecewiseConstantDecay") {
    // Paddle's, in which a boundary has the next value already
    for (auto& [name, argument] : args) {
      if (name != "boundaries") continue;
      for (auto& one : *argument.as<roster::node::list>()) {
        one = static_cast<std::int64_t>(trace::number_of(one)) + 1;
      }
    }
    return read_scheduler("paddle.", "PiecewiseDecay", args);
  }
  return read_scheduler("keras.", given.name, args);
}

/// Schedulers of other kinds than the examples, or with many changes within thirty epochs.
inline std::vector<entry_of_all> others() {
  using namespace roster::keras;
  return {
      CosineDecay{.decay_steps = 12, .alpha = 0.1},
      CosineDecay{.decay_steps = 12, .warmup_target = 0.5, .warmup_steps = 4},
      CosineDecayRestarts{.first_decay_steps = 2, .initial_learning_rate = 0.3, .t_mul = 3.0, .alpha = 0.1},
      CosineDecayRestarts{.first_decay_steps = 4, .t_mul = 1.0, .m_mul = 0.5},
      CosineDecayRestarts{.first_decay_steps = 9, .t_mul = 0.6},
      InverseTimeDecay{.decay_steps = 4, .decay_rate = 1.5, .initial_learning_rate = 0.3, .staircase = true},
  };
}

}  // namespace test::keras
