#pragma once

#include <algorithm>

#include "roster/fields/entry.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster::mmengine {

template <class Registry>
class param_schedule;  // run/param_schedule.hpp

/// The options of a scheduler in `mmengine.param_scheduler`: when it acts.
struct range {
  steps begin = 0;
  std::optional<steps> end = {};
  bool by_epoch = true;

  static constexpr rule rules[] = {
      {"begin", "the step at which it starts", at_least(0)},
      {"end", "the step from which on it leaves the value as it is; null: never", at_least(1)},
      {"by_epoch", "whether it counts epochs, in begin and end too; false: steps of the whole"},
  };
  void check(const place& here) const {
    if (!end || *end > begin) return;
    here.member("end").report_rule({"is ", epoch{*end}, ", expected more than begin, which is ", epoch{begin}});
  }

  /// The first step after it
  epoch stop() const noexcept { return end ? epoch{*end} : std::numeric_limits<epoch>::max(); }
  /// For lengths such as "5 epochs"
  bool counts_epochs() const noexcept { return by_epoch; }
};

/// MMEngine's list `param_scheduler`, with any schedulers of `Registry`. Each acts on the value that is there, and only
/// while `begin <= step < end`; its own step 0 is `begin`. One with `by_epoch` takes a step after each `epoch_length`
/// steps of the whole. When an epoch ends, those without act first, as in MMEngine. MMEngine's `convert_to_iter_based`
/// is `by_epoch: false`, with lengths such as `end: 5 epochs`.
template <class Registry>
struct basic_param_scheduler {
  required<std::vector<entry<Registry, range>>> schedulers;
  steps epoch_length = epochs(1);

  static constexpr std::string_view name = "mmengine.param_scheduler";
  static constexpr std::string_view about =
      "Runs several schedulers, each from its begin to its end, by epochs or by batches; each changes the value that "
      "is there.";
  static constexpr std::string_view formula =
      "the value that is there, changed by each scheduler whose begin <= step < end, at its own step - begin";
  static constexpr rule rules[] = {
      {"schedulers", "the schedulers with their begin, end and by_epoch"},
      {"epoch_length", "the steps of an epoch: \"1 epoch\" where the length of the run is known", at_least(1)},
  };
  void check(const place& here) const {
    const auto there = here.member("schedulers");
    if (schedulers->empty()) {
      return there.report(problem_kind::wrong_length, detail::is_empty("at least one scheduler"));
    }
    for (std::size_t i = 0; i < schedulers->size(); ++i) {
      const auto& when = range_of(i);
      const auto last = detail::last_epoch_of_chosen((*schedulers)[i]);
      const auto taken = when.stop() - when.begin - 1;
      if (!when.end || taken <= last) continue;
      there.element(i).report_rule(
          {"ends after ", detail::counted(last, "step"), ", but takes ", taken, " from begin to end"});
    }
  }

  using schedule = param_schedule<Registry>;

  const range& range_of(std::size_t position) const { return (*schedulers)[position].options; }
  /// The steps of the whole in one of the scheduler at that position.
  epoch length_of_step(std::size_t position) const { return range_of(position).by_epoch ? epoch{epoch_length} : 1; }
  /// Whether the scheduler at that position acts at step `t` of the whole.
  bool acts(std::size_t position, epoch t) const {
    const auto& when = range_of(position);
    const auto length = length_of_step(position);
    return t % length == 0 && t / length >= when.begin && t / length < when.stop();
  }
  /// The step of the scheduler at that position when this one is at step `t`, if it has begun. It keeps its last one.
  std::optional<epoch> epoch_of(std::size_t position, epoch t) const {
    const auto& when = range_of(position);
    const auto own = t / length_of_step(position);
    if (own < when.begin) return std::nullopt;
    return std::min<epoch>(own, when.stop() - 1) - when.begin;
  }

  /// It ends when the first of its schedulers does that has no `end`.
  epoch last() const {
    constexpr auto never = std::numeric_limits<epoch>::max();
    auto first = never;
    for (std::size_t i = 0; i < schedulers->size(); ++i) {
      const auto& when = range_of(i);
      const auto own = detail::last_epoch_of_chosen((*schedulers)[i]);
      const auto length = length_of_step(i);
      if (when.end || own >= never - when.begin - 1) continue;
      const auto after = own + when.begin + 1;
      if (after <= never / length) first = std::min<epoch>(first, after * length - 1);
    }
    return first;
  }
};

}  // namespace roster::mmengine
