#pragma once

#include <utility>

#include "support/trace.hpp"

// What the tests know of Megatron-LM: its traces in our words, and more examples.
namespace test::megatron {

/// What the groups of a trace have in place of the argument of that name, as a list; nothing, if none has.
inline roster::node::list of_groups(const trace& given, std::string_view name, const roster::node& otherwise) {
  const auto* const groups = given.find("param_groups");
  if (!groups) return {};
  roster::node::list all;
  bool found = false;
  for (const auto& group : *groups->as<roster::node::list>()) {
    const auto* const own = group.find(name);
    all.push_back(own ? *own : otherwise);
    found = found || own;
  }
  return found ? all : roster::node::list();
}

/// The scheduler of a trace. Where Megatron-LM is wrong, the trace is made right.
inline entry_of_all scheduler_of(trace& given) {
  auto args = given.args;
  drop(args, "param_groups");
  args.push_back({"wd_mult", 1.0});
  for (auto& [name, value] : args) {
    if (auto list = of_groups(given, name, value); !list.empty()) value = std::move(list);
    const roster::value shown = value;
    if (name != "lr_warmup_steps" || !shown.as<double>()) continue;
    // Megatron computes it of its option --lr-warmup-fraction, 0.1 in all traces.
    if (0.1 * given.number("lr_decay_steps", 0) != *shown.as<double>()) continue;
    name = "lr_warmup_fraction";
    value = 0.1;
  }
  if (given.edge == "decay longer than training") {
    given.error = given.differs = "`megatron.OptimizerParamScheduler`, `wsd_decay_steps` longer than the run";
    given.error_at = 0;
  }
  if (given.edge == "unknown decay") {
    given.differs = "`megatron.OptimizerParamScheduler(lr_wsd_decay_style=\"sqrt\")`";
    given.error_at = 0;
  }
  return read_scheduler("megatron.", "OptimizerParamScheduler", std::move(args));
}

/// Schedulers of other kinds than the examples, or with many changes within thirty epochs.
inline std::vector<entry_of_all> others() {
  using namespace roster::megatron;
  return {
      OptimizerParamScheduler{.max_lr = 0.1, .lr_decay_steps = 20, .init_lr = 0.01, .lr_warmup_fraction = 0.15},
      OptimizerParamScheduler{.max_lr = 0.1, .lr_decay_steps = 20, .lr_warmup_steps = 3, .lr_decay_style = "constant"},
      OptimizerParamScheduler{.max_lr = 0.1,
                              .lr_decay_steps = 200,
                              .min_lr = 0.03,
                              .lr_warmup_steps = 20,
                              .lr_decay_style = "inverse-square-root",
                              .increment = 10},
      OptimizerParamScheduler{.max_lr = 0.1,
                              .lr_decay_steps = 20,
                              .lr_decay_style = "WSD",
                              .start_wd = 0.1,
                              .end_wd = 0.4,
                              .wd_incr_steps = 15,
                              .wd_incr_style = "cosine",
                              .wsd_decay_steps = 7,
                              .wd_mult = 0.5},
      OptimizerParamScheduler{.max_lr = 0.1, .lr_decay_steps = 9, .start_wd = 0.1, .end_wd = 0.1},
  };
}

}  // namespace test::megatron
