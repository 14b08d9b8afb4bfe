#pragma once

#include <algorithm>

#include "roster/run/composite_schedule.hpp"
#include "roster/schedulers/mmengine/param_scheduler.hpp"

namespace roster::mmengine {

/// The schedule of an `mmengine.param_scheduler`.
template <class Registry>
class param_schedule final : public composite_schedule<basic_param_scheduler<Registry>, Registry> {
  using base = composite_schedule<basic_param_scheduler<Registry>, Registry>;
  using base::base_lrs_;
  using base::children_;
  using base::config_;
  using base::last_epoch_;

 public:
  using base::base;

  const schedule_base& opening() const noexcept override {
    const schedule_base* last = this;
    for (std::size_t i = 0; i < children_.size(); ++i) {
      const auto& one = children_[i].opening();
      if (config_.acts(i, 0) && one.has_own_base()) last = &one;
    }
    return *last;
  }
  void check_step(bool with_metric, const place& here) const override {
    const auto t = last_epoch_ + 1;
    const auto list = here.member("schedulers");
    for (std::size_t i = 0; i < children_.size(); ++i) {
      if (config_.acts(i, t) && config_.epoch_of(i, t) != 0) children_[i].check_step(with_metric, list.element(i));
    }
  }
  void check_epoch(epoch t, const place& here) const override {
    const auto list = here.member("schedulers");
    for (std::size_t i = 0; i < children_.size(); ++i) {
      if (const auto own = config_.epoch_of(i, t)) children_[i].check_epoch(*own, list.element(i));
    }
  }

  void start(const settings& given) override {
    const auto all = this->begin(given);
    for (std::size_t i = 0; i < children_.size(); ++i) {
      if (config_.acts(i, 0)) children_[i].start(all);
    }
    last_epoch_ = 0;
  }
  /// From the base values: there is nothing else of which its schedulers could make those of epoch `first`.
  void start_at(const settings& given, epoch first) override {
    checked(this->name(), [&](const place& here) { check_epoch(first, here); });
    const auto all = this->begin(given);
    std::copy_n(base_lrs_.data(), base_lrs_.size(), all.lr.begin());
    start(all);
    while (last_epoch_ < first) advance(all, {});
  }

  void advance(const settings& all, const std::optional<double>& metric = {}) override {
    const auto t = last_epoch_ + 1;
    try {
      for (const bool by_epoch : {false, true}) {
        for (std::size_t i = 0; i < children_.size(); ++i) {
          if (config_.range_of(i).by_epoch == by_epoch && config_.acts(i, t)) act(i, all, t, metric);
        }
      }
    } catch (...) {
      undo_step(t);
      throw;
    }
    last_epoch_ = t;
  }
  void undo() override {
    undo_step(last_epoch_);
    --last_epoch_;
  }

  void at(std::span<const double>, epoch, std::span<double>, const place& here) const override {
    here.report(problem_kind::rule, detail::has_no_closed_form(this->name()));
  }

  /// In the order in which they acted last: what one has set that has ended may have been set again.
  void set_companions(const settings& all) const override {
    const auto acted = [&](std::size_t i) {
      const auto& when = config_.range_of(i);
      const auto at = (*config_.epoch_of(i, last_epoch_) + when.begin) * config_.length_of_step(i);
      return 2 * at + (at > 0 && when.by_epoch);
    };
    std::vector<std::size_t> order;  // by insertion: std::sort is a dozen functions, for a handful of schedulers
    for (std::size_t i = 0; i < children_.size(); ++i) {
      if (!config_.epoch_of(i, last_epoch_)) continue;
      order.push_back(i);
      for (auto j = order.size() - 1; j > 0 && acted(order[j]) < acted(order[j - 1]); --j) {
        std::swap(order[j], order[j - 1]);
      }
    }
    for (const auto i : order) children_[i].set_companions(all);
  }

 private:
  void act(std::size_t i, const settings& all, epoch t, const std::optional<double>& metric) {
    if (config_.epoch_of(i, t) == 0) {
      children_[i].start(this->with_base(all));
    } else {
      children_[i].advance(all, metric);
    }
  }
  /// Takes back what the schedulers did at step `t`, as far as they did it.
  void undo_step(epoch t) {
    for (std::size_t i = 0; i < children_.size(); ++i) {
      if (config_.acts(i, t) && children_[i].last_epoch() == *config_.epoch_of(i, t)) children_[i].undo();
    }
  }
};

}  // namespace roster::mmengine
