#pragma once

#include <algorithm>

#include "roster/fields/valid.hpp"
#include "roster/run/schedule_base.hpp"
#include "roster/schedulers/scheduler_members.hpp"

namespace roster {

namespace detail {

/// The schedule of a config that is not a composite. Only the few functions that are pure here depend on the config's
/// type; the others are compiled once for all schedulers.
class single_schedule : public schedule_base {
 public:
  void check_step(bool with_metric, const place& here) const final {
    const auto t = last_epoch_ + 1;
    if (takes_metric_ && !with_metric && (!needs_metric_at_ || needs_metric_at_(*this, t))) {
      here.report(problem_kind::missing, detail::needs_metric());
    }
    check_epoch(t, here);
  }
  void check_epoch(epoch t, const place& here) const final {
    if (t <= last_) return;
    here.report(problem_kind::out_of_range, detail::concat({"ends at step ", detail::to_text(last_), "; step ",
                                                            detail::to_text(t), " does not exist"}));
  }

  void take_groups(const settings& all) final {
    begin_state();
    last_epoch_ = -1;
    take_base_lrs(all);
    for (std::size_t i = 0; has_own_base_ && i < base_lrs_.size(); ++i) base_lrs_[i] = own_base(all, i);
  }
  void prepare(origins from, const place& here) final {
    check_lists(from, here);
    prepare_base_lrs(from);
  }
  void regroup(const settings& all, origins from) noexcept final {
    const auto before = base_lrs_.size();
    regroup_lists(from);
    regroup_base_lrs(all, from);
    for (std::size_t i = 0; has_own_base_ && i < from.size(); ++i) {
      if (from[i] >= before) all.lr[i] = base_lrs_[i] = own_base(all, i);
    }
  }
  void start(const settings& all) final {
    begin(all);
    advance(all, {});
  }
  void start_at(const settings& all, epoch first) final {
    checked(name(), [&](const place& here) { check_epoch(first, here); });
    begin(all);
    if (has_closed_form_) {
      set_closed_form(all.lr, base_lrs(), first);
      set_companions_of(all, first);
    } else if (takes_metric_ && !needs_metric_at_) {
      set_base_lrs(all);
    } else {
      if (takes_metric_) set_base_lrs(all);
      for (epoch t = 0; t <= first; ++t) advance(all, {});
    }
    last_epoch_ = first;
  }

  void at(std::span<const double> base_lr, epoch t, std::span<double> lr, const place& here) const final {
    check_epoch(t, here);
    if (!has_closed_form_) {
      return here.report(problem_kind::rule, detail::has_no_closed_form(name()));
    }
    per_group_list<double> base;
    base.resize(base_lr.size());
    for (std::size_t i = 0; i < base.size(); ++i) {
      base[i] = has_own_base_ ? base_of({.index = i, .lr = base_lr[i], .base_lr = base_lr[i]}) : base_lr[i];
      lr[i] = base[i];
    }
    set_closed_form(lr, {base.data(), base.size()}, t);
  }
  void set_companions(const settings& all) const final {
    if (last_epoch_ >= 0) set_companions_of(all, last_epoch_);
  }

  /// The base value of a group, for a config that has its own.
  virtual double base_of(const group& g) const = 0;

 protected:
  using schedule_base::schedule_base;

  /// Sets `lr` to the values of epoch `t` by the closed form, from the base values `base`.
  virtual void set_closed_form(std::span<double> lr, std::span<const double> base, epoch t) const = 0;
  virtual void set_companions_of(const settings& all, epoch t) const = 0;
  virtual void begin_state() = 0;
  /// The lists of the config and of the state
  virtual void check_lists(origins from, const place& here) const = 0;
  virtual void regroup_lists(origins from) noexcept = 0;

  /// Forgets all epochs and groups, and takes those of `all`, at the config's own base values if it has them.
  void begin(const settings& all) {
    take_groups(all);
    if (has_own_base_) set_base_lrs(all);
  }
  void set_base_lrs(const settings& all) const { std::copy_n(base_lrs_.data(), base_lrs_.size(), all.lr.data()); }
  double own_base(const settings& all, std::size_t i) const {
    return base_of({.index = i, .lr = all.lr[i], .base_lr = base_lrs_[i]});
  }

  bool has_closed_form_ = false;
  /// Whether the step to an epoch needs a metric; null: each does, if the schedule takes one. Not virtual: only few
  /// types have it.
  bool (*needs_metric_at_)(const single_schedule&, epoch) = nullptr;
};

}  // namespace detail

/// The schedule of a config.
template <scheduler_config Config>
class schedule final : public detail::single_schedule {
 public:
  using config_type = Config;
  using state_type = detail::state_t<Config>;

  /// Every step needs a metric.
  static constexpr bool needs_metric = detail::has_metric_step<Config>;
  /// A step may take a metric.
  static constexpr bool may_take_metric = needs_metric || detail::has_partly_metric_step<Config>;
  /// There is a closed form.
  static constexpr bool has_closed_form = detail::has_at<Config>;

  /// Nothing happens before `start`.
  explicit schedule(valid<Config>&& config) : single_schedule(type_name<Config>), config_(*std::move(config)) {
    constexpr bool fit = detail::demand_scheduler_members<Config>();
    (void)fit;
    has_own_base_ = detail::has_base<Config>;
    has_closed_form_ = has_closed_form;
    is_closed_form_ = has_closed_form && !detail::has_next<Config>;
    has_both_rules_ = has_closed_form && detail::has_next<Config>;
    if constexpr (detail::has_counts_steps<Config>) counts_steps_ = Config::counts_steps;
    takes_metric_ = may_take_metric;
    if constexpr (detail::has_partly_metric_step<Config>) {
      needs_metric_at_ = [](const single_schedule& self, epoch t) {
        return static_cast<const schedule&>(self).config_.needs_metric(t);
      };
    }
    moves_ = detail::movements_of(config_);
    last_ = detail::last_epoch_of(config_);
    schedule::begin_state();
  }
  /// Throws an `error` with all problems of the config.
  explicit schedule(Config config) : schedule(validated(std::move(config))) {}

  /// The config as a person would write it.
  std::string text() const { return config_text(config_); }
  const Config& config() const noexcept { return config_; }
  const state_type& state() const noexcept { return state_; }
  /// The state before epoch 0.
  state_type initial_state() const
    requires detail::has_state<Config>
  {
    if constexpr (detail::has_initial<Config>) {
      return config_.initial();
    } else {
      return {};
    }
  }

  void check_groups(std::size_t groups, const place& here) const override {
    detail::info_of<Config>.check_groups(&config_, groups, here);
  }

  void advance(const settings& all, const std::optional<double>& metric = {}) override {
    const auto t = last_epoch_ + 1;
    if constexpr (detail::has_state<Config>) {
      state_before_ = state_;
      try {
        apply(all, t, metric);
      } catch (...) {
        state_ = state_before_;
        throw;
      }
    } else {
      apply(all, t, metric);
    }
    last_epoch_ = t;
  }
  void undo() override {
    --last_epoch_;
    state_ = state_before_;
  }

  double base_of(const group& g) const override {
    if constexpr (detail::has_base<Config>) {
      return config_.base(g);
    } else {
      return g.base_lr;
    }
  }

  /// Continues from saved values.
  void resume(epoch last_epoch, std::span<const double> base_lrs, state_type state) {
    schedule_base::resume(last_epoch, base_lrs);
    state_ = std::move(state);
  }

 private:
  void check_lists(origins from, const place& here) const override {
    detail::info_of<Config>.check_origins(&config_, from, here);
    if constexpr (detail::has_state<Config>) detail::info_of<state_type>.check_origins(&state_, from, here);
  }
  void regroup_lists(origins from) noexcept override {
    detail::info_of<Config>.regroup(&config_, from);
    if constexpr (detail::has_state<Config>) detail::info_of<state_type>.regroup(&state_, from);
  }
  void begin_state() override {
    if constexpr (detail::has_state<Config>) state_ = initial_state();
  }

  settings with_base(settings all) const {
    all.base_lr = base_lrs();
    return all;
  }
  /// Sets the values of epoch `t`. The groups have those of the epoch before. `all` is not copied with the base values
  /// where a config sees one group at a time: the copy would wait for what the caller has just stored.
  void apply(const settings& all, epoch t, [[maybe_unused]] const std::optional<double>& metric) {
    if constexpr (needs_metric) {
      if (metric) config_.step(state_, with_base(all), t, *metric);
    } else if constexpr (may_take_metric) {
      config_.step(state_, with_base(all), t, metric);
    } else if constexpr (detail::has_step<Config>) {
      config_.step(state_, with_base(all), t);
    } else if constexpr (detail::has_next<Config>) {
      const auto lr = all.lr;
      const auto base = base_lrs();
      for (std::size_t i = 0; i < lr.size(); ++i) lr[i] = config_.next(group{i, lr[i], base[i]}, t);
      schedule::set_companions_of(all, t);
    } else if constexpr (detail::has_at<Config>) {
      schedule::set_closed_form(all.lr, base_lrs(), t);
      schedule::set_companions_of(all, t);
    }
  }
  void set_closed_form(std::span<double> lr, std::span<const double> base, epoch t) const override {
    if constexpr (has_closed_form) {
      for (std::size_t i = 0; i < lr.size(); ++i) lr[i] = config_.at(group{i, lr[i], base[i]}, t);
    }
  }
  void set_companions_of(const settings& all, epoch t) const override {
    [[maybe_unused]] const auto base = base_lrs();
    [[maybe_unused]] const auto& [momentum, weight_decay] = moves_;
    if constexpr (detail::has_momentum<Config>) {
      for (std::size_t i = 0; momentum.moves && i < all.momentum.size(); ++i) {
        all.momentum[i] = config_.momentum(group{i, all.lr[i], base[i]}, t);
      }
    }
    if constexpr (detail::has_weight_decay<Config>) {
      for (std::size_t i = 0; weight_decay.moves && i < all.weight_decay.size(); ++i) {
        all.weight_decay[i] = config_.weight_decay(group{i, all.lr[i], base[i]}, t);
      }
    }
  }

  Config config_;
  [[no_unique_address]] state_type state_{};
  [[no_unique_address]] state_type state_before_{};  // before the last step, for `undo`
};

template <class Config>
schedule(Config) -> schedule<Config>;

namespace detail {

template <class Config>
struct named_schedule {
  using type = schedule<Config>;
};
template <has_schedule Config>
struct named_schedule<Config> {
  using type = typename Config::schedule;
};

}  // namespace detail

/// The schedule of a config: `roster::schedule<Config>`, or the class that the config names as `schedule`.
template <class Config>
using schedule_of = typename detail::named_schedule<Config>::type;

}  // namespace roster
