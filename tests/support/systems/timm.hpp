#pragma once

#include <cmath>

#include "support/trace.hpp"

// What the tests know of timm: its traces in our words, and more examples.
namespace test::timm {

/// Makes the trace one that is refused, for the reason in that row of docs/differences.md.
inline void refuse(trace& given, std::string_view row) {
  given.error = row;
  given.error_at = 0;
  given.differs = row;
}

/// Makes the trace of a scheduler with cycles right.
inline void count_cycles(trace& given) {
  const auto first = given.number("t_initial", 0), growth = given.number("cycle_mul", 1);
  const auto limit = given.number("cycle_limit", 1), up = given.number("warmup_t", 0);
  const auto* const prefix = given.find("warmup_prefix");
  const bool is_prefix = prefix && *roster::value(*prefix).as<bool>();
  double end = 0, length = first;
  for (double cycle = 0; cycle < limit; ++cycle, length *= growth) end += length;
  if (limit < 1) return refuse(given, "`timm`, `cycle_limit` below 1");
  if (!is_prefix && up > end)
    return refuse(given, "`timm`, `warmup_t` beyond the end of the last cycle, without `warmup_prefix`");

  if (given.error_at > 0) {  // where the cycles, which shrink, end for ever
    given.differs = "`timm`, `cycle_mul` below 1, once the cycles have shrunk to nothing";
    given.error.clear();
    given.error_at = 0;
    const auto lowest = given.number("lr_min", 0);
    while (given.lr.size() < 30) given.lr.emplace_back(given.base_lr.size(), lowest);
  }
  for (std::size_t row = 0; growth == 3 && row < given.lr.size(); ++row) {
    const auto restart = values_at(given, 1);
    if (given.epoch(row) != 121 || first != 1 || given.lr[row] == restart) continue;
    given.lr[row] = restart;
    given.differs = "`timm`, `t_initial=1, cycle_mul=3`, epoch 121";
  }
}

/// The scheduler that timm's factory makes of these arguments.
inline entry_of_all made_by_factory(const trace& given) {
  const auto* const chosen = given.find("sched");
  const std::string sched(chosen ? *roster::value(*chosen).as<std::string_view>() : "cosine");
  const auto* const by_epoch = given.find("step_on_epochs");
  const bool by_update = by_epoch && !*roster::value(*by_epoch).as<bool>();
  const auto whole = [](double number) { return roster::node(static_cast<std::int64_t>(number)); };
  const auto scale = by_update ? given.number("updates_per_epoch", 0) : 1;
  roster::node::object fields;
  const auto add = [&](std::string_view field, std::string_view argument, double otherwise) {
    fields.push_back({field, given.number(argument, otherwise)});
  };
  const auto add_steps = [&](std::string_view field, std::string_view argument, double otherwise) {
    fields.push_back({field, whole(given.number(argument, otherwise) * scale)});
  };
  add_steps("warmup_t", "warmup_epochs", 0);
  add("warmup_lr_init", "warmup_lr", 1e-5);
  if (sched == "plateau") {
    add("decay_rate", "decay_rate", 0.1);
    add_steps("patience_t", "patience_epochs", 10);
    add("lr_min", "min_lr", 0);
    return read_scheduler("timm.", "PlateauLRScheduler", std::move(fields));
  }
  const auto* const prefix = given.find("warmup_prefix");
  fields.push_back({"warmup_prefix", prefix && *roster::value(*prefix).as<bool>()});
  if (sched == "step") {
    fields.push_back({"decay_t", given.number("decay_epochs", 90) * scale});
    add("decay_rate", "decay_rate", 0.1);
    return read_scheduler("timm.", "StepLRScheduler", std::move(fields));
  }
  add_steps("t_initial", "num_epochs", 300);
  add("lr_min", "min_lr", 0);
  add("cycle_mul", "cycle_mul", 1);
  add("cycle_decay", "cycle_decay", 0.1);
  fields.push_back({"cycle_limit", whole(given.number("cycle_limit", 1))});
  if (sched == "tanh") return read_scheduler("timm.", "TanhLRScheduler", std::move(fields));
  add("k_decay", "k_decay", 1);
  if (sched == "cosine") return read_scheduler("timm.", "CosineLRScheduler", std::move(fields));
  if (sched != "poly") throw roster::error(sched, {{roster::problem_kind::rule, "", "not known to timm either"}});
  add("power", "decay_rate", 0.1);
  return read_scheduler("timm.", "PolyLRScheduler", std::move(fields));
}

/// The scheduler of a trace. Where timm is wrong, the trace is made right.
inline entry_of_all scheduler_of(trace& given) {
  if (given.name == "create_scheduler_v2") return made_by_factory(given);
  auto fields = given.args;
  drop(fields, "t_in_epochs");
  drop(fields, "noise_std");  // has no effect there, and is not a field of ours
  const bool is_refused = !given.error.empty() && given.error_at == 0;
  if (given.find("t_initial") && !is_refused) count_cycles(given);
  if (given.name == "StepLRScheduler" && given.number("decay_t", 1) <= 0)
    refuse(given, "`timm.StepLRScheduler(decay_t=0)`");
  if (given.name == "PlateauLRScheduler" && given.metrics.empty()) {
    // Ours needs metrics; these improve, so that nothing happens either.
    for (std::size_t t = 0; t < given.steps; ++t) given.metrics.push_back(-static_cast<double>(t));
  }
  return read_scheduler("timm.", given.name, std::move(fields));
}

/// Schedulers of other kinds than the examples, or with many changes within thirty epochs.
inline std::vector<entry_of_all> others() {
  using namespace roster::timm;
  return {
      CosineLRScheduler{.t_initial = 4, .lr_min = 0.001, .cycle_mul = 1.5, .cycle_decay = 0.5, .cycle_limit = 3},
      CosineLRScheduler{.t_initial = 5,
                        .cycle_limit = 9,
                        .warmup_t = 3,
                        .warmup_prefix = true,
                        .noise_range_t = {6, 20},
                        .noise_pct = 0.3,
                        .k_decay = 1.5},
      StepLRScheduler{.decay_t = 2.4, .decay_rate = 0.9, .warmup_t = 3, .warmup_prefix = false},
      MultiStepLRScheduler{.decay_t = {1, 5, 5, 12}, .decay_rate = 0.5, .noise_range_t = 9},
      PolyLRScheduler{.t_initial = 6, .power = 2.0, .cycle_decay = 0.7, .cycle_limit = 2, .warmup_t = 4},
      TanhLRScheduler{.t_initial = 9, .cycle_limit = 2, .warmup_t = 4, .warmup_lr_init = 0.01},
      PlateauLRScheduler{.decay_rate = 0.5, .patience_t = 1, .cooldown_t = 1, .warmup_t = 5, .warmup_lr_init = 0.01},
      PlateauLRScheduler{.decay_rate = 0.5, .patience_t = 0, .mode = "min", .noise_range_t = {3, 20}},
  };
}

}  // namespace test::timm
