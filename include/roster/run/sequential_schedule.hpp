#pragma once

#include <algorithm>

#include "roster/run/composite_schedule.hpp"
#include "roster/schedulers/sequential_lr.hpp"

namespace roster {

/// The schedule of a `SequentialLR`.
template <class Registry>
class sequential_schedule final : public composite_schedule<basic_SequentialLR<Registry>, Registry> {
  using base = composite_schedule<basic_SequentialLR<Registry>, Registry>;
  using base::base_lrs_;
  using base::children_;
  using base::config_;
  using base::last_epoch_;

 public:
  using base::base;

  const schedule_base& opening() const noexcept override {
    const auto& first = children_[config_.active(0)].opening();
    return first.has_own_base() ? first : *this;
  }
  void check_step(bool with_metric, const place& here) const override {
    const auto t = last_epoch_ + 1;
    const auto i = config_.active(t);
    if (begin_of(i, t)) return;
    children_[i].check_step(with_metric, here.member("schedulers").element(i));
  }
  void check_epoch(epoch t, const place& here) const override {
    const auto i = config_.active(t);
    children_[i].check_epoch(t - config_.begin(i), here.member("schedulers").element(i));
  }

  void start(const settings& given) override {
    const auto all = this->begin(given);
    std::copy_n(base_lrs_.data(), base_lrs_.size(), all.lr.begin());
    children_[config_.active(0)].start(all);
    last_epoch_ = 0;
  }

  void start_at(const settings& given, epoch first) override {
    checked(this->name(), [&](const place& here) { check_epoch(first, here); });
    const auto all = this->begin(given);
    // Finished children leave a momentum, or a value from which the next child continues.
    const auto last = config_.active(first);
    for (auto i = config_.active(0); i < last; ++i) {
      children_[i].start_at(all, config_.begin(i + 1) - config_.begin(i) - 1);
    }
    children_[last].start_at(all, first - config_.begin(last));
    last_epoch_ = first;
  }

  void advance(const settings& all, const std::optional<double>& metric = {}) override {
    const auto t = last_epoch_ + 1;
    const auto i = config_.active(t);
    if (begin_of(i, t)) {
      children_[i].start_at(this->with_base(all), 0);
    } else {
      children_[i].advance(all, metric);
    }
    last_epoch_ = t;
  }

  void undo() override {
    // A child that began with this step needs no undo: the next step starts it again.
    const auto i = config_.active(last_epoch_);
    if (!begin_of(i, last_epoch_)) children_[i].undo();
    --last_epoch_;
  }

  void at(std::span<const double> base_lr, epoch t, std::span<double> lr, const place& here) const override {
    const auto i = config_.active(t);
    children_[i].at(base_lr, t - config_.begin(i), lr, here.member("schedulers").element(i));
  }

  void set_companions(const settings& all) const override {
    for (const auto& one : children_) one.set_companions(all);
  }

 private:
  /// Whether epoch `t` is the first of the child at that position.
  bool begin_of(std::size_t position, epoch t) const { return position > 0 && config_.begin(position) == t; }
};

}  // namespace roster
