#pragma once

#include <algorithm>

#include "roster/fields/entry.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

template <class Registry>
class chained_schedule;  // run/chained_schedule.hpp

/// `torch.optim.lr_scheduler.ChainedScheduler`, with any schedulers of `Registry`. Those that compute from the base
/// values alone (LambdaLR, CosineAnnealingWarmRestarts, CyclicLR, OneCycleLR, a Warmup while it rises) overwrite what
/// those before them set.
template <class Registry>
struct basic_ChainedScheduler {
  required<std::vector<entry<Registry>>> schedulers;

  static constexpr std::string_view name = "ChainedScheduler";
  static constexpr std::string_view about =
      "Runs several schedulers together; each changes the value that the one before it set.";
  static constexpr std::string_view formula =
      "base × the factors of its schedulers, if each multiplies the learning rate; one that computes it from base "
      "overwrites those before it";
  static constexpr rule rules[] = {{"schedulers", "the schedulers, in the order in which they act"}};
  void check(const place& here) const {
    if (schedulers->empty())
      here.member("schedulers").report(problem_kind::wrong_length, detail::is_empty("at least one scheduler"));
  }

  using schedule = chained_schedule<Registry>;

  /// It ends when the first of its schedulers ends.
  epoch last() const {
    auto first = std::numeric_limits<epoch>::max();
    for (const auto& one : *schedulers) {
      first = std::min(first, detail::last_epoch_of_chosen(one));
    }
    return first;
  }

  /// The epoch of the scheduler at that position when this one is at epoch `t`.
  std::optional<epoch> epoch_of(std::size_t, epoch t) const { return t; }

  node::object attributes(epoch, std::size_t) const { return {}; }
};

}  // namespace roster
