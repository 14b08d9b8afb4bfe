#pragma once

#include <boost/container/small_vector.hpp>

#include "roster/fields/fields.hpp"
#include "roster/fields/per_group.hpp"
#include "roster/schedulers/scheduler_members.hpp"

namespace roster {

/// A number for each parameter group; on the heap from the ninth on.
using per_group_values = boost::container::small_vector<double, 8>;

namespace detail {

/// What each group started from. Groups that `all` has beyond those join: with `all.base_lr`, or else their values.
inline void join_groups(per_group_values& base_lrs, const settings& all) {
  if (base_lrs.size() > all.lr.size()) base_lrs.resize(all.lr.size());  // some have left
  for (auto i = base_lrs.size(); i < all.lr.size(); ++i) {
    base_lrs.push_back(i < all.base_lr.size() ? all.base_lr[i] : all.lr[i]);
  }
}

}  // namespace detail

/// A config under way: its epoch, its groups' base values, its state. It knows no optimizer; whoever drives it hands it
/// the groups' values and takes them back changed.
template <scheduler_config Config>
class schedule {
 public:
  using config_type = Config;
  using state_type = detail::state_t<Config>;

  /// Throws an `error` with all that is out of bounds. Nothing happens before `start`.
  explicit schedule(Config config) : config_(std::move(config)) {
    (void)detail::demand_scheduler_members<Config>();
    checked(name(), [&](const place& here) { check_config(config_, here); });
  }

  /// It makes no step without a metric.
  static constexpr bool needs_metric = detail::has_metric_step<Config>;
  /// It may take a metric.
  static constexpr bool may_take_metric = needs_metric;
  /// There is a closed form.
  static constexpr bool has_closed_form = detail::has_at<Config>;

  /// It starts from other values than the optimizer's.
  static constexpr bool has_own_base = detail::has_base<Config>;

  static constexpr std::string_view name() noexcept { return type_name<Config>; }
  /// The config as a person would write it.
  std::string text() const { return config_text(config_); }
  bool takes_metric() const noexcept { return needs_metric; }
  bool moves_momentum() const noexcept {
    if constexpr (detail::has_momentum<Config> && detail::has_moves_momentum<Config>) {
      return config_.moves_momentum();
    } else {
      return detail::has_momentum<Config>;
    }
  }

  /// Adds what stands against driving that many groups.
  void check_groups(std::size_t groups, const place& here) const {
    detail::for_each_field(config_, [&](auto i, const auto& field) {
      detail::check_group_count(field, groups, here.member(detail::field_names<Config>[i]));
    });
  }
  /// Adds what stands against the next step, with or without a metric.
  void check_step(bool with_metric, const place& here) const {
    if (needs_metric && !with_metric) here.report(problem_kind::missing, "needs a metric: call step(metric)");
    check_epoch(last_epoch_ + 1, here);
  }
  /// Adds what stands against that epoch.
  void check_epoch([[maybe_unused]] epoch t, [[maybe_unused]] const place& here) const {
    if constexpr (detail::has_last<Config>) {
      if (t > config_.last()) {
        here.report(problem_kind::out_of_range,
                    "has " + detail::to_text(config_.last()) + " steps: there is no step " + detail::to_text(t));
      }
    }
  }

  /// Knows the groups from now on, and what they start from; changes no value of theirs.
  void join(const settings& all) {
    const auto known = base_lrs_.size();
    detail::join_groups(base_lrs_, all);
    for (auto i = known; i < base_lrs_.size(); ++i) {
      base_lrs_[i] = base_of({.index = i, .lr = all.lr[i], .base_lr = base_lrs_[i]});
    }
  }

  /// Sets epoch 0, from the values that the groups have, which are their base values.
  void start(settings all) {
    begin(all);
    apply(all, 0);
  }

  /// Sets epoch `first`: by the closed form, or where there is none, by taking the steps up to there; with a metric,
  /// there is none to take, and the values stay. Throws an `error` if there is no such epoch.
  void start_at(settings all, epoch first) {
    checked(name(), [&](const place& here) { check_epoch(first, here); });
    begin(all);
    if constexpr (has_closed_form) {
      set(all, first, [&](const group& g) { return config_.at(g, first); });
    } else if constexpr (!needs_metric) {
      for (epoch t = 0; t <= first; ++t) apply(all, t);
    }
    last_epoch_ = first;
  }

  /// One epoch on; `check_step` found nothing against it. Groups that are new join. A scheduler that needs a metric
  /// stays where it is without one. If a function of the config throws, the epoch is the one before.
  void advance(settings all, [[maybe_unused]] std::optional<double> metric = {}) {
    join_at_base(all);
    const auto t = last_epoch_ + 1;
    state_before_ = state_;
    try {
      if constexpr (needs_metric) {
        all.base_lr = base_lrs();
        if (metric) config_.step(state_, all, t, *metric);
      } else {
        apply(all, t);
      }
    } catch (...) {
      state_ = state_before_;
      throw;
    }
    last_epoch_ = t;
  }
  /// Takes the last `advance` back.
  void undo() {
    --last_epoch_;
    state_ = state_before_;
  }

  /// Sets `lr` to the values of epoch `t`, of groups that start from `base_lr`.
  void at(std::span<const double> base_lr, epoch t, std::span<double> lr, const place& here) const {
    check_epoch(t, here);
    if constexpr (has_closed_form) {
      for (std::size_t i = 0; i < lr.size(); ++i) {
        const auto base = base_of({.index = i, .lr = base_lr[i], .base_lr = base_lr[i]});
        lr[i] = config_.at({.index = i, .lr = base, .base_lr = base}, t);
      }
    } else {
      here.report(problem_kind::rule, "has no closed form: " + std::string(name()) + " only goes from step to step");
    }
  }

  /// Goes on from saved values.
  void resume(epoch last_epoch, std::span<const double> base_lrs, state_type state) {
    last_epoch_ = last_epoch;
    base_lrs_.assign(base_lrs.begin(), base_lrs.end());
    state_ = std::move(state);
  }
  /// Sets the momentum of the epoch that it is at.
  void set_momentum(settings all) const {
    if (last_epoch_ >= 0) set_momentum(all, last_epoch_);
  }

  const Config& config() const noexcept { return config_; }
  const state_type& state() const noexcept { return state_; }
  /// -1 before `start`
  epoch last_epoch() const noexcept { return last_epoch_; }
  std::span<const double> base_lrs() const noexcept { return {base_lrs_.data(), base_lrs_.size()}; }

 private:
  double base_of(const group& g) const {
    if constexpr (detail::has_base<Config>) {
      return config_.base(g);
    } else {
      return g.base_lr;
    }
  }

  void begin(settings all) {
    base_lrs_.clear();
    if constexpr (detail::has_initial<Config>) {
      state_ = config_.initial();
    } else {
      state_ = {};
    }
    join_at_base(all);
    last_epoch_ = 0;
  }

  /// Groups that are new begin with the schedule's own base values, if it has such.
  void join_at_base(settings all) {
    const auto known = base_lrs_.size();
    join(all);
    if constexpr (has_own_base) {
      for (auto i = known; i < base_lrs_.size(); ++i) all.lr[i] = base_lrs_[i];
    }
  }

  template <class Rule>
  void set(settings all, epoch t, Rule&& rule) {
    for (std::size_t i = 0; i < all.lr.size(); ++i) {
      all.lr[i] = rule(group{.index = i, .lr = all.lr[i], .base_lr = base_lrs_[i]});
    }
    set_momentum(all, t);
  }

  void set_momentum([[maybe_unused]] settings all, [[maybe_unused]] epoch t) const {
    if constexpr (detail::has_momentum<Config>) {
      if (!moves_momentum()) return;
      for (std::size_t i = 0; i < all.momentum.size(); ++i) {
        all.momentum[i] = config_.momentum({.index = i, .lr = all.lr[i], .base_lr = base_lrs_[i]}, t);
      }
    }
  }

  /// Sets the values of epoch `t`, those of the epoch before being there.
  void apply(settings all, epoch t) {
    if constexpr (detail::has_step<Config>) {
      all.base_lr = base_lrs();
      config_.step(state_, all, t);
    } else if constexpr (detail::has_next<Config>) {
      set(all, t, [&](const group& g) { return config_.next(g, t); });
    } else if constexpr (detail::has_at<Config>) {
      set(all, t, [&](const group& g) { return config_.at(g, t); });
    }
  }

  Config config_;
  state_type state_{};
  state_type state_before_{};  // of the last step
  per_group_values base_lrs_;
  epoch last_epoch_ = -1;
};

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

/// The schedule of a config: `roster::schedule<Config>`, or the one that it names.
template <class Config>
using schedule_of = typename detail::named_schedule<Config>::type;

}  // namespace roster
