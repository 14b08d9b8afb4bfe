#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "roster/composite_schedule.hpp"
#include "roster/entry.hpp"
#include "roster/node.hpp"
#include "roster/place.hpp"
#include "roster/required.hpp"
#include "roster/rule.hpp"
#include "roster/scheduler_config.hpp"
#include "roster/text.hpp"
#include "roster/value.hpp"

namespace roster {

template <class Registry>
class sequential_schedule;

/// `torch.optim.lr_scheduler.SequentialLR`, of any schedulers of `Registry`. Each starts at its epoch 0 when its turn
/// comes: by its closed form from the base values, or where it has none (SWALR, MultiplicativeLR, ReduceLROnPlateau)
/// from the values that the one before left.
template <class Registry>
struct basic_SequentialLR {
  required<std::vector<entry<Registry>>> schedulers;
  required<std::vector<std::int64_t>> milestones;

  static constexpr std::string_view name = "SequentialLR";
  static constexpr std::string_view about = "Runs one scheduler after the other, the next one from each milestone on.";
  static constexpr std::string_view formula =
      "that of the scheduler whose turn it is, with the epochs since its milestone";
  static constexpr rule rules[] = {
      {"schedulers", "what runs, in order"},
      {"milestones", "the epoch at which each but the first begins, in increasing order", at_least(0)},
  };
  void check(const place& here) const {
    const auto there = here.member("milestones");
    if (schedulers->empty()) return here.member("schedulers").add(problem_kind::wrong_length, "is empty");
    if (milestones->size() + 1 != schedulers->size()) {
      return there.add(problem_kind::wrong_length, "has " + detail::elements(milestones->size()) + ", expected " +
                                                       std::to_string(schedulers->size() - 1) +
                                                       ", one less than schedulers");
    }
    for (std::size_t i = 1; i < milestones->size(); ++i) {
      const auto before = (*milestones)[i - 1];
      if ((*milestones)[i] > before) continue;
      there.element(i).add(problem_kind::rule, "is " + detail::to_text((*milestones)[i]) +
                                                   ", expected more than the one before, " + detail::to_text(before));
    }
    for (std::size_t i = 0; i < milestones->size(); ++i) check_end(i, here.member("schedulers").element(i));
  }

  using schedule = sequential_schedule<Registry>;

  /// The position of the scheduler whose turn it is at epoch `t`.
  std::size_t active(epoch t) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(*milestones, t) - milestones->begin());
  }
  /// The epoch at which the scheduler at that position begins.
  epoch begin(std::size_t position) const { return position == 0 ? 0 : (*milestones)[position - 1]; }

  /// The epoch of the scheduler at that position when this one's is `t`, as far as it follows from it.
  std::optional<epoch> epoch_of(std::size_t position, epoch t) const {
    if (position == active(t)) return t - begin(position);
    return std::nullopt;
  }

  node::object attributes(epoch, std::size_t) const { return {{"_milestones", node(value(*milestones))}}; }

  /// The last of its schedulers ends it, if it ends.
  epoch last() const {
    const auto own = last_of(schedulers->size() - 1);
    const auto before = begin(schedulers->size() - 1);
    return own > std::numeric_limits<epoch>::max() - before ? std::numeric_limits<epoch>::max() : before + own;
  }

 private:
  epoch last_of(std::size_t position) const {
    return (*schedulers)[position].visit([](const auto& config) { return detail::last_epoch_of(config); });
  }
  /// A scheduler that ends before its turn does.
  void check_end(std::size_t position, const place& here) const {
    const auto steps = (*milestones)[position] - begin(position) - 1;
    const auto last = last_of(position);
    if (steps <= last) return;
    here.add(problem_kind::rule, "has " + detail::to_text(last) + " steps, and is to take " + detail::to_text(steps) +
                                     " until the next milestone");
  }
};

template <class Registry>
class sequential_schedule : public composite_schedule<basic_SequentialLR<Registry>, Registry> {
  using base = composite_schedule<basic_SequentialLR<Registry>, Registry>;
  using base::base_lrs_;
  using base::children_;
  using base::config_;
  using base::last_epoch_;

 public:
  using base::base;

  void check_step(bool with_metric, const place& here) const {
    const auto t = last_epoch_ + 1;
    const auto i = config_.active(t);
    if (begin_of(i, t)) return;
    children_[i].check_step(with_metric, here.member("schedulers").element(i));
  }
  void check_epoch(epoch t, const place& here) const {
    const auto i = config_.active(t);
    children_[i].check_epoch(t - config_.begin(i), here.member("schedulers").element(i));
  }

  void start(settings all) {
    all = this->begin(all);
    std::ranges::copy(base_lrs_, all.lr.begin());
    children_[config_.active(0)].start(all);
    last_epoch_ = 0;
  }

  void start_at(settings all, epoch first) {
    detail::refuse_if(this->name(), [&](const place& here) { check_epoch(first, here); });
    all = this->begin(all);
    // Those that are through leave a momentum, or a value from which the next one goes on.
    const auto last = config_.active(first);
    for (auto i = config_.active(0); i < last; ++i) {
      children_[i].start_at(all, config_.begin(i + 1) - config_.begin(i) - 1);
    }
    children_[last].start_at(all, first - config_.begin(last));
    last_epoch_ = first;
  }

  void advance(settings all, std::optional<double> metric = {}) {
    all = this->with_base(all);
    const auto t = last_epoch_ + 1;
    const auto i = config_.active(t);
    if (begin_of(i, t)) {
      children_[i].start_at(all, 0);
    } else {
      children_[i].advance(all, metric);
    }
    last_epoch_ = t;
  }

  void undo() {
    // The one that has only begun begins again.
    const auto i = config_.active(last_epoch_);
    if (!begin_of(i, last_epoch_)) children_[i].undo();
    --last_epoch_;
  }

  void at(std::span<const double> base_lr, epoch t, std::span<double> lr, const place& here) const {
    const auto i = config_.active(t);
    children_[i].at(base_lr, t - config_.begin(i), lr, here.member("schedulers").element(i));
  }

  void set_momentum(settings all) const {
    for (const auto& one : children_) one.set_momentum(all);
  }

 private:
  /// Whether epoch `t` is the first of the scheduler at that position.
  bool begin_of(std::size_t position, epoch t) const { return position > 0 && config_.begin(position) == t; }
};

}  // namespace roster
