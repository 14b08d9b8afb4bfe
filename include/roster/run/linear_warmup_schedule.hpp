#pragma once

#include <algorithm>

#include "roster/run/composite_schedule.hpp"
#include "roster/schedulers/paddle/linear_warmup.hpp"

namespace roster::paddle {

/// The schedule of a `LinearWarmup`. It has one child, or none where the learning rate after the warm-up is a number.
template <class Registry>
class linear_warmup_schedule final : public composite_schedule<basic_LinearWarmup<Registry>, Registry> {
  using base = composite_schedule<basic_LinearWarmup<Registry>, Registry>;
  using base::base_lrs_;
  using base::children_;
  using base::config_;
  using base::last_epoch_;
  using typename base::child;

 public:
  using base::base;

  void check_step(bool with_metric, const place& here) const override {
    if (last_epoch_ < config_.begin()) return;
    this->for_each_child(here, [&](const child& one, const place& there) { one.check_step(with_metric, there); });
  }
  void check_epoch(epoch t, const place& here) const override {
    if (t < config_.begin()) return;
    this->for_each_child(here,
                         [&](const child& one, const place& there) { one.check_epoch(t - config_.begin(), there); });
  }

  void regroup(const settings& all, origins from) noexcept override {
    const auto before = base_lrs_.size();
    base::regroup(all, from);
    if (last_epoch_ < config_.begin() || children_.empty()) return;
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (from[i] >= before) all.lr[i] = this->unused_[i];  // as the scheduler has set it
    }
  }

  void start(const settings& all) override { start_at(all, 0); }
  void start_at(const settings& given, epoch first) override {
    checked(this->name(), [&](const place& here) { check_epoch(first, here); });
    const auto all = this->begin(given);
    if (first < config_.begin()) {
      set_rising(all.lr, first);
    } else {
      set_rest(all.lr, this->base_lrs());
      for (auto& one : children_) one.start_at(all, first - config_.begin());
    }
    last_epoch_ = first;
  }

  void advance(const settings& all, const std::optional<double>& metric = {}) override {
    const auto t = last_epoch_ + 1;
    if (t < config_.begin()) {
      set_rising(all.lr, t);
    } else if (t == config_.begin()) {
      set_rest(all.lr, this->base_lrs());
      for (auto& one : children_) one.start_at(this->with_base(all), 0);
    } else {
      for (auto& one : children_) advance(one, all, metric, t - config_.begin());
    }
    last_epoch_ = t;
  }
  void undo() override {
    // The next step starts a scheduler that began with this one again.
    if (last_epoch_ > config_.begin()) {
      for (auto& one : children_) one.undo();
    }
    --last_epoch_;
  }

  void at(std::span<const double> base_lr, epoch t, std::span<double> lr, const place& here) const override {
    if (t < config_.begin()) return set_rising(lr, t);
    set_rest(lr, base_lr);
    this->for_each_child(
        here, [&](const child& one, const place& there) { one.at(base_lr, t - config_.begin(), lr, there); });
  }

  void set_companions(const settings& all) const override {
    for (const auto& one : children_) one.set_companions(all);
  }

 private:
  void set_rising(std::span<double> lr, epoch t) const { std::ranges::fill(lr, config_.rising(t)); }
  /// Sets what there is after the warm-up, for a scheduler to start from.
  void set_rest(std::span<double> lr, std::span<const double> base_lr) const {
    std::copy_n(base_lr.begin(), lr.size(), lr.begin());
    if (config_.learning_rate) std::ranges::fill(lr, *config_.learning_rate);
  }
  /// Steps the scheduler to epoch `t` of its own, as Paddle does: to the value of the closed form where there is one.
  void advance(child& one, const settings& all, const std::optional<double>& metric, epoch t) const {
    one.advance(all, metric);
    if (!one.has_both_rules() || one.name() == "LinearLR") return;  // Paddle's LinearLR has no closed form
    try {
      checked(this->name(), [&](const place& here) { one.at(this->base_lrs(), t, all.lr, here); });
    } catch (...) {
      one.undo();
      throw;
    }
  }
};

}  // namespace roster::paddle
