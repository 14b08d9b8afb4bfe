#pragma once

#include <algorithm>

#include "roster/fields/valid.hpp"
#include "roster/run/detail/scheduler_info.hpp"
#include "roster/run/schedule_base.hpp"

namespace roster {

namespace detail {

/// The schedule of a config that is not a composite. What depends on the config's type comes from its
/// `scheduler_info`; all else is compiled once for all schedulers.
class single_schedule : public schedule_base {
 public:
  void check_groups(std::size_t groups, const place& here) const final {
    info_->config->check_groups(config_address(), groups, here);
  }
  void check_step(bool with_metric, const place& here) const final {
    const auto t = last_epoch_ + 1;
    if (takes_metric_ && !with_metric && (!info_->needs_metric || info_->needs_metric(config_address(), t))) {
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
    info_->config->check_origins(config_address(), from, here);
    if (info_->state) info_->state->check_origins(state_address(), from, here);
    prepare_base_lrs(from);
  }
  void regroup(const settings& all, origins from) noexcept final {
    const auto before = base_lrs_.size();
    info_->config->regroup(config_address(), from);
    if (info_->state) info_->state->regroup(state_address(), from);
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
    if (info_->at) {
      info_->at(config_address(), all.lr.data(), base_lrs_.data(), all.lr.size(), first);
      set_companions_of(all, first);
    } else if (takes_metric_ && !info_->needs_metric) {
      set_base_lrs(all);
    } else {
      if (takes_metric_) set_base_lrs(all);
      for (epoch t = 0; t <= first; ++t) advance(all, {});
    }
    last_epoch_ = first;
  }

  void at(std::span<const double> base_lr, epoch t, std::span<double> lr, const place& here) const final {
    check_epoch(t, here);
    if (!info_->at) {
      return here.report(problem_kind::rule, detail::has_no_closed_form(name()));
    }
    per_group_list<double> base;
    base.resize(base_lr.size());
    for (std::size_t i = 0; i < base.size(); ++i) {
      base[i] = has_own_base_ ? base_of({.index = i, .lr = base_lr[i], .base_lr = base_lr[i]}) : base_lr[i];
      lr[i] = base[i];
    }
    info_->at(config_address(), lr.data(), base.data(), base.size(), t);
  }
  void set_companions(const settings& all) const final {
    if (last_epoch_ >= 0) set_companions_of(all, last_epoch_);
  }

  /// The base value of a group, for a config that has its own.
  double base_of(const group& g) const { return info_->base ? info_->base(config_address(), g) : g.base_lr; }

 protected:
  single_schedule(const scheduler_info& info, const void* config) : schedule_base(info.config->name), info_(&info) {
    has_own_base_ = info.base;
    is_closed_form_ = info.at && !info.next;
    has_both_rules_ = info.at && info.next;
    counts_steps_ = info.counts_steps;
    takes_metric_ = info.takes_metric;
    if (info.moves) moves_ = info.moves(config);
    if (info.last) last_ = info.last(config);
  }

  virtual void* config_address() noexcept = 0;
  const void* config_address() const noexcept { return const_cast<single_schedule*>(this)->config_address(); }
  /// Null, if the config has no state.
  virtual void* state_address() noexcept { return nullptr; }
  const void* state_address() const noexcept { return const_cast<single_schedule*>(this)->state_address(); }
  virtual void begin_state() {}

  void set_companions_of(const settings& all, epoch t) const {
    if (info_->set_companions) info_->set_companions(config_address(), all, base_lrs_.data(), t);
  }

  /// Forgets all epochs and groups, and takes those of `all`, at the config's own base values if it has them.
  void begin(const settings& all) {
    take_groups(all);
    if (has_own_base_) set_base_lrs(all);
  }
  void set_base_lrs(const settings& all) const { std::copy_n(base_lrs_.data(), base_lrs_.size(), all.lr.data()); }
  double own_base(const settings& all, std::size_t i) const {
    return base_of({.index = i, .lr = all.lr[i], .base_lr = base_lrs_[i]});
  }

  const scheduler_info* info_;
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
  explicit schedule(valid<Config>&& config)
      : single_schedule(detail::scheduler_info_of<Config>, &*config), config_(*std::move(config)) {
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

  /// Continues from saved values.
  void resume(epoch last_epoch, std::span<const double> base_lrs, state_type state) {
    schedule_base::resume(last_epoch, base_lrs);
    state_ = std::move(state);
  }

 private:
  void* config_address() noexcept override { return &config_; }
  void* state_address() noexcept override { return &state_; }
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
    } else {
      constexpr auto rule = detail::scheduler_info_of<Config>.rule;
      rule(&config_, all.lr.data(), base_lrs_.data(), all.lr.size(), t);
      if constexpr (detail::has_momentum<Config> || detail::has_weight_decay<Config>) {
        detail::scheduler_functions<Config>::set_companions(&config_, all, base_lrs_.data(), t);
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
