#pragma once

#include <algorithm>

#include "roster/run/composite_schedule.hpp"
#include "roster/schedulers/warmup.hpp"

namespace roster {

/// The schedule of a `Warmup`.
template <class Registry>
class warmup_schedule final : public composite_schedule<basic_Warmup<Registry>, Registry> {
  using base = composite_schedule<basic_Warmup<Registry>, Registry>;
  using base::base_lrs_;
  using base::children_;
  using base::config_;
  using base::last_epoch_;
  using base::state_;
  using typename base::child;

 public:
  using base::base;
  using typename base::state_type;

  const schedule_base& opening() const noexcept override {
    const auto& first = scheduler().opening();
    return first.has_own_base() ? first : *this;
  }
  void check_step(bool with_metric, const place& here) const override {
    if (last_epoch_ >= config_.begin()) scheduler().check_step(with_metric, here.member("scheduler"));
  }
  void check_epoch(epoch t, const place& here) const override {
    if (t >= config_.begin()) scheduler().check_epoch(t - config_.begin(), here.member("scheduler"));
  }
  void check_state(const state_type& saved, const place& here) const override {
    const auto size = saved.own_lrs.size();
    const auto groups = base_lrs_.size();
    if (size == (config_.overlap ? groups : 0)) return;
    here.member("own_lrs").report(problem_kind::wrong_length, config_.overlap
                                                                  ? detail::has_not_one_for_each_group(size, groups)
                                                                  : detail::has_length(size, "none without overlap"));
  }

  void take_groups(const settings& all) override {
    base::take_groups(all);
    state_.own_lrs.assign(config_.overlap ? all.lr.size() : 0, 0.0);
    own_lrs_before_ = state_.own_lrs;
  }
  void prepare(origins from, const place& here) override {
    base::prepare(from, here);
    for (auto* one : {&state_.own_lrs, &own_lrs_before_}) one->reserve(this->size_with_joined(from));
  }
  void regroup(const settings& all, origins from) noexcept override {
    const auto before = base_lrs_.size();
    const auto size = this->size_with_joined(from);
    base::regroup(all, from);
    auto& own = state_.own_lrs;
    if (config_.overlap) own.resize(size);
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (from[i] < before) continue;
      const auto lr = this->unused_[i];  // as the scheduler has set it
      if (last_epoch_ >= config_.begin()) all.lr[i] = lr;
      if (config_.overlap) own[from[i]] = lr;
    }
    if (!config_.overlap) return;
    detail::put_in_order(own.data(), from);
    own.resize(from.size());
    own_lrs_before_.resize(from.size());
  }

  void start(const settings& given) override {
    const auto all = this->begin(given);
    if (config_.begin() > 0) {
      set_ramp(all.lr, 0);
    } else {
      set_base(all.lr);
      scheduler().start(all);
      multiply(all.lr, 0);
    }
    last_epoch_ = 0;
  }
  void start_at(const settings& given, epoch first) override {
    checked(this->name(), [&](const place& here) { check_epoch(first, here); });
    const auto all = this->begin(given);
    if (first < config_.begin()) {
      set_ramp(all.lr, first);
    } else {
      set_base(all.lr);
      scheduler().start_at(all, first - config_.begin());
      multiply(all.lr, first);
    }
    last_epoch_ = first;
  }

  void advance(const settings& all, const std::optional<double>& metric = {}) override {
    const auto t = last_epoch_ + 1;
    if (t < config_.begin()) {
      set_ramp(all.lr, t);
    } else if (t == config_.begin()) {
      set_base(all.lr);
      scheduler().start(this->with_base(all));
    } else {
      if (multiplies(t - 1)) std::copy(state_.own_lrs.begin(), state_.own_lrs.end(), all.lr.begin());
      scheduler().advance(all, metric);
      state_.own_lrs.swap(own_lrs_before_);
      multiply(all.lr, t);
    }
    last_epoch_ = t;
  }
  void undo() override {
    // The next step starts a scheduler that began with this one again.
    if (last_epoch_ > config_.begin()) {
      scheduler().undo();
      state_.own_lrs.swap(own_lrs_before_);
    }
    --last_epoch_;
  }

  void keep(const state_type& saved, const settings& all) override {
    if (saved.own_lrs.size() == all.lr.size()) std::copy(saved.own_lrs.begin(), saved.own_lrs.end(), all.lr.begin());
    multiply(all.lr, last_epoch_);
  }

  void at(std::span<const double> base_lr, epoch t, std::span<double> lr, const place& here) const override {
    if (t < config_.begin()) return set_ramp(lr, t, opening().has_own_base() ? opening().base_lrs() : base_lr);
    scheduler().at(base_lr, t - config_.begin(), lr, here.member("scheduler"));
    if (multiplies(t)) multiply_by(config_.factor(t), lr);
  }

  void set_companions(const settings& all) const override {
    auto own = all;
    auto own_lrs = state_.own_lrs;
    if (multiplies(last_epoch_)) own.lr = own_lrs;
    scheduler().set_companions(own);
  }

 private:
  child& scheduler() noexcept { return children_.front(); }
  const child& scheduler() const noexcept { return children_.front(); }

  /// Whether epoch `t` has the scheduler's own values times a factor.
  bool multiplies(epoch t) const { return config_.overlap && t < config_.end(); }
  static void multiply_by(double factor, std::span<double> lr) {
    for (auto& one : lr) one *= factor;
  }
  /// Remembers the scheduler's own values of epoch `t`, and multiplies them.
  void multiply(std::span<double> lr, epoch t) {
    if (!config_.overlap) return;
    std::copy(lr.begin(), lr.end(), state_.own_lrs.begin());
    if (multiplies(t)) multiply_by(config_.factor(t), lr);
  }
  void set_ramp(std::span<double> lr, epoch t, std::span<const double> from) const {
    std::copy_n(from.begin(), lr.size(), lr.begin());
    multiply_by(config_.factor(t), lr);
  }
  void set_ramp(std::span<double> lr, epoch t) const { set_ramp(lr, t, opening().base_lrs()); }
  /// Sets what the scheduler starts from. Without a warm-up, it starts from what it finds, as it would alone.
  void set_base(std::span<double> lr) const {
    if (config_.end() > 0) std::copy_n(base_lrs_.data(), lr.size(), lr.begin());
  }

  std::vector<double> own_lrs_before_;  // before the last step, for `undo`
};

}  // namespace roster
