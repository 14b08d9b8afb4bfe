#pragma once

#include <algorithm>
#include <cstdint>

#include "support/trace.hpp"

// What the tests know of Composer: its traces in our words, and more examples.
namespace test::composer {

/// The batches of the whole run: "25ba" or "4ep".
inline std::int64_t duration(const trace& given) {
  const roster::value shown = *given.find("max_duration");
  const std::string text(*shown.as<std::string_view>());
  const std::int64_t number = std::strtoll(text.c_str(), nullptr, 10);
  return text.ends_with("ep") ? number * static_cast<std::int64_t>(given.number("dataloader_len", 0)) : number;
}

/// Makes the trace of a run that goes on after t_max one that stays there: Composer refuses it.
inline void stay_after(std::int64_t t_max, trace& given) {
  if (given.edge != "t_max before max_duration") return;
  given.error.clear();
  given.differs = "`composer`, `t_max` before the end of the run";
  // alpha_i + 1 × (alpha_f - alpha_i), or alpha_f + (1 - alpha_f) × 0
  const auto first = given.name == "LinearWithWarmupScheduler" ? given.number("alpha_i", 1) : 0;
  const auto last = first + (given.number("alpha_f", 0) - first);
  for (auto t = t_max; t < 2 * t_max; ++t) {
    given.at.push_back(static_cast<std::size_t>(t));
    given.lr.push_back({});
    for (const auto base : given.base_lr) given.lr.back().push_back(base * last);
  }
}

/// The scheduler of a trace. Where Composer is wrong, the trace is made right.
inline entry_of_all scheduler_of(trace& given) {
  auto args = given.args;
  for (const auto* of_trainer : {"max_duration", "dataloader_len", "batch_size", "ssr", "scale_warmup"}) {
    drop(args, of_trainer);
  }
  for (auto& [name, time] : args) {
    for (const auto& one : given.resolved) {
      if (one.name == name) time = one.given;
    }
  }
  if (given.name == "StepScheduler") {
    given.by_closed_form = true;
    if (given.edge == "samples") {
      given.error = given.differs = "`composer`, times in samples, tokens or iterations";
      given.error_at = 0;
    }
    return read_scheduler("", "StepLR", std::move(args));
  }
  if (!given.find("t_max")) args.push_back({"t_max", duration(given)});
  for (const auto& [name, time] : args) {
    if (name == "t_max") stay_after(*time.as<std::int64_t>(), given);
  }
  return read_scheduler("composer.", given.name, std::move(args));
}

/// Schedulers of other kinds than the examples, or with many changes within thirty epochs.
inline std::vector<entry_of_all> others() {
  using namespace roster::composer;
  return {
      CosineAnnealingWithWarmupScheduler{.t_warmup = 4, .t_max = 17},
      CosineAnnealingWithWarmupScheduler{.t_warmup = 0, .t_max = 12, .alpha_f = 0.2},
      LinearWithWarmupScheduler{.t_warmup = 4, .t_max = 17, .alpha_i = 0.5, .alpha_f = 0.1},
      LinearWithWarmupScheduler{.t_warmup = 9, .t_max = 9},
  };
}

}  // namespace test::composer
