#pragma once

#include <algorithm>
#include <cstddef>
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

namespace roster {

template <class Registry>
class chained_schedule;

/// `torch.optim.lr_scheduler.ChainedScheduler`, of any schedulers of `Registry`. Those that follow from the base values
/// alone (LambdaLR, CosineAnnealingWarmRestarts, CyclicLR, OneCycleLR) overwrite what those before them set.
template <class Registry>
struct basic_ChainedScheduler {
  required<std::vector<entry<Registry>>> schedulers;

  static constexpr std::string_view name = "ChainedScheduler";
  static constexpr std::string_view about = "Runs several schedulers at once, each on what the one before it set.";
  static constexpr std::string_view formula =
      "base × the factors of all its schedulers, if each multiplies the learning rate; one that sets it from base "
      "overwrites those before it";
  static constexpr rule rules[] = {{"schedulers", "what runs, in order"}};
  void check(const place& here) const {
    if (schedulers->empty()) here.member("schedulers").add(problem_kind::wrong_length, "is empty");
  }

  using schedule = chained_schedule<Registry>;

  /// The first of its schedulers that ends, ends it.
  epoch last() const {
    auto first = std::numeric_limits<epoch>::max();
    for (const auto& one : *schedulers) {
      first = std::min(first, one.visit([](const auto& config) { return detail::last_epoch_of(config); }));
    }
    return first;
  }

  /// The epoch of the scheduler at that position when this one's is `t`.
  std::optional<epoch> epoch_of(std::size_t, epoch t) const { return t; }

  node::object attributes(epoch, std::size_t) const { return {}; }
};

template <class Registry>
class chained_schedule : public composite_schedule<basic_ChainedScheduler<Registry>, Registry> {
  using base = composite_schedule<basic_ChainedScheduler<Registry>, Registry>;
  using base::children_;
  using base::last_epoch_;

 public:
  using base::base;

  void check_step(bool with_metric, const place& here) const {
    this->for_each_child(here, [&](const auto& one, const place& there) { one.check_step(with_metric, there); });
  }
  void check_epoch(epoch t, const place& here) const {
    this->for_each_child(here, [&](const auto& one, const place& there) { one.check_epoch(t, there); });
  }

  void start(settings all) {
    all = this->begin(all);
    for (auto& one : children_) one.start(all);
    last_epoch_ = 0;
  }

  void start_at(settings all, epoch first) {
    detail::refuse_if(this->name(), [&](const place& here) { check_epoch(first, here); });
    all = this->begin(all);
    children_.front().start_at(all, 0);
    for (std::size_t i = 1; i < children_.size(); ++i) children_[i].start(all);
    for (last_epoch_ = 0; last_epoch_ < first;) advance_all(all, {});
  }

  void advance(settings all, std::optional<double> metric = {}) { advance_all(this->with_base(all), metric); }

  void undo() {
    for (auto& one : children_) one.undo();
    --last_epoch_;
  }

  void at(std::span<const double>, epoch, std::span<double>, const place& here) const {
    here.add(problem_kind::rule, "has no closed form: ChainedScheduler only goes from step to step");
  }

  void set_momentum(settings all) const {
    for (const auto& one : children_) one.set_momentum(all);
  }

 private:
  void advance_all(settings all, std::optional<double> metric) {
    std::size_t done = 0;
    try {
      for (; done < children_.size(); ++done) children_[done].advance(all, metric);
    } catch (...) {
      while (done > 0) children_[--done].undo();
      throw;
    }
    ++last_epoch_;
  }
};

}  // namespace roster
