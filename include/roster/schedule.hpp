#pragma once

#include <boost/container/small_vector.hpp>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "roster/error.hpp"
#include "roster/fields.hpp"
#include "roster/place.hpp"
#include "roster/scheduler_config.hpp"
#include "roster/type_name.hpp"

namespace roster {

/// A number for each parameter group; on the heap from the ninth on.
using per_group_values = boost::container::small_vector<double, 8>;

/// A config under way: its epoch, its groups' base values, its state. It knows no optimizer; whoever drives it hands it
/// the groups' values and takes them back changed.
template <scheduler_config Config>
class schedule {
 public:
  using config_type = Config;
  using state_type = detail::state_t<Config>;

  /// Throws an `error` with all that is out of bounds. Nothing happens before `start`.
  explicit schedule(Config config) : config_(std::move(config)) {
    std::vector<problem> problems;
    check_config(config_, place(problems));
    if (!problems.empty()) throw error(type_name<Config>, std::move(problems));
  }

  static constexpr bool takes_metric = detail::has_observe<Config>;
  static constexpr bool moves_momentum() noexcept { return detail::has_momentum<Config>; }

  /// Begins with the groups' values as their base values, and sets those of epoch `first`: by the closed form, or where
  /// there is none, by taking the steps up to there.
  void start(settings all, epoch first = 0) {
    base_lrs_.clear();
    state_ = {};
    join(all);
    if constexpr (detail::has_at<Config>) {
      if (first > 0) {
        last_epoch_ = first;
        return set(all, [&](const group& g) { return config_.at(g, last_epoch_); });
      }
    }
    for (last_epoch_ = 0; last_epoch_ < first; ++last_epoch_) apply(all);
    apply(all);
  }

  /// One epoch on. Groups that are new join with their values as their base values.
  void step(settings all)
    requires(!takes_metric)
  {
    join(all);
    ++last_epoch_;
    apply(all);
  }

  /// One epoch on, for a scheduler that is driven by a metric.
  void step(settings all, double metric)
    requires takes_metric
  {
    join(all);
    ++last_epoch_;
    config_.observe(state_, metric);
    apply(all);
  }

  /// Goes on from saved values; `momentum` is set to what belongs to them.
  void resume(epoch last_epoch, std::span<const double> base_lrs, state_type state, settings all) {
    last_epoch_ = last_epoch;
    base_lrs_.assign(base_lrs.begin(), base_lrs.end());
    state_ = std::move(state);
    set_momentum(all);
  }

  const Config& config() const noexcept { return config_; }
  const state_type& state() const noexcept { return state_; }
  epoch last_epoch() const noexcept { return last_epoch_; }
  std::span<const double> base_lrs() const noexcept { return {base_lrs_.data(), base_lrs_.size()}; }

 private:
  void join(settings all) {
    for (auto i = base_lrs_.size(); i < all.lr.size(); ++i) {
      const group g{.index = i, .lr = all.lr[i], .base_lr = all.lr[i]};
      if constexpr (detail::has_base<Config>) {
        base_lrs_.push_back(all.lr[i] = config_.base(g));
      } else {
        base_lrs_.push_back(g.base_lr);
      }
    }
  }

  template <class Rule>
  void set(settings all, Rule&& rule) {
    for (std::size_t i = 0; i < all.lr.size(); ++i) {
      all.lr[i] = rule(group{.index = i, .lr = all.lr[i], .base_lr = base_lrs_[i]});
    }
    set_momentum(all);
  }

  void set_momentum(settings all) {
    if constexpr (detail::has_momentum<Config>) {
      for (std::size_t i = 0; i < all.momentum.size(); ++i) {
        all.momentum[i] = config_.momentum({.index = i, .lr = all.lr[i], .base_lr = base_lrs_[i]}, last_epoch_);
      }
    }
  }

  /// Sets the values of `last_epoch_`, those of the epoch before being there.
  void apply(settings all) {
    if constexpr (detail::has_step<Config>) {
      config_.step(state_, all, last_epoch_);
    } else {
      set(all, [this](const group& g) {
        if constexpr (detail::has_next_of_state<Config>)
          return config_.next(g, last_epoch_, state_);
        else if constexpr (detail::has_next<Config>)
          return config_.next(g, last_epoch_);
        else
          return config_.at(g, last_epoch_);
      });
    }
  }

  Config config_;
  state_type state_{};
  per_group_values base_lrs_;
  epoch last_epoch_ = 0;
};

}  // namespace roster
