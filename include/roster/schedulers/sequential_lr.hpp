#pragma once

#include <algorithm>

#include "roster/fields/entry.hpp"
#include "roster/schedulers/detail/pytorch_state.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

template <class Registry>
class sequential_schedule;  // run/sequential_schedule.hpp

/// `torch.optim.lr_scheduler.SequentialLR`, with any schedulers of `Registry`. Each starts at its own epoch 0 when its
/// turn comes: from the base values if it has a closed form or a metric, otherwise (SWALR, MultiplicativeLR) from the
/// values that the scheduler before it left.
template <class Registry>
struct basic_SequentialLR {
  required<std::vector<entry<Registry>>> schedulers;
  required<std::vector<steps>> milestones;

  static constexpr std::string_view name = "SequentialLR";
  static constexpr std::string_view about = "Runs one scheduler after another; each milestone starts the next one.";
  static constexpr std::string_view formula =
      "that of the scheduler whose turn it is, at the epochs since its milestone";
  static constexpr rule rules[] = {
      {"schedulers", "the schedulers, in the order of their turns"},
      {"milestones", "the epoch at which each scheduler after the first begins, in increasing order", at_least(0)},
  };
  void check(const place& here) const {
    const auto there = here.member("milestones");
    if (schedulers->empty())
      return here.member("schedulers").report(problem_kind::wrong_length, detail::is_empty("at least one scheduler"));
    if (milestones->size() + 1 != schedulers->size()) {
      return there.report(problem_kind::wrong_length,
                          detail::has_length(milestones->size(), detail::concat({std::to_string(schedulers->size() - 1),
                                                                                 ", one fewer than schedulers"})));
    }
    for (std::size_t i = 1; i < milestones->size(); ++i) {
      const epoch before = (*milestones)[i - 1], now = (*milestones)[i];
      if (now > before) continue;
      there.element(i).report_rule({"is ", now, ", expected more than ", before, ", the milestone before"});
    }
    for (std::size_t i = 0; i < milestones->size(); ++i) check_end(i, here.member("schedulers").element(i));
  }

  using schedule = sequential_schedule<Registry>;

  /// The position of the scheduler whose turn it is at epoch `t`.
  std::size_t active(epoch t) const {
    return static_cast<std::size_t>(std::upper_bound(milestones->begin(), milestones->end(), t) - milestones->begin());
  }
  /// The epoch at which the scheduler at that position begins.
  epoch begin(std::size_t position) const { return position == 0 ? 0 : epoch{(*milestones)[position - 1]}; }

  /// The epoch of the scheduler at that position when this one is at epoch `t`, if that determines it.
  std::optional<epoch> epoch_of(std::size_t position, epoch t) const {
    if (position == active(t)) return t - begin(position);
    return std::nullopt;
  }

  node::object attributes(epoch, std::size_t) const {
    return {{"_milestones", std::vector<epoch>(milestones->begin(), milestones->end())}};
  }
  node::object fields_from(std::string_view attribute, const node& saved) const {
    return {{"milestones", detail::member_of(saved, attribute)}};
  }

  /// It ends when the last of its schedulers ends.
  epoch last() const {
    const auto own = last_of(schedulers->size() - 1);
    const auto before = begin(schedulers->size() - 1);
    return own > std::numeric_limits<epoch>::max() - before ? std::numeric_limits<epoch>::max() : before + own;
  }

 private:
  epoch last_of(std::size_t position) const { return detail::last_epoch_of_chosen((*schedulers)[position]); }
  /// Reports a scheduler that ends before its turn does.
  void check_end(std::size_t position, const place& here) const {
    const auto steps = (*milestones)[position] - begin(position) - 1;
    const auto last = last_of(position);
    if (steps <= last) return;
    here.report_rule({"ends after ", detail::counted(last, "step"), ", but its turn lasts ", steps});
  }
};

}  // namespace roster
