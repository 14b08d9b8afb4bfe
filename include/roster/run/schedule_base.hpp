#pragma once

#include <algorithm>
#include <optional>

#include "roster/fields/origins.hpp"
#include "roster/run/per_group_list.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

/// A running config: its epoch, base values and state. It does not know the optimizer: the caller passes the groups'
/// values in and gets them back changed. This is what the schedules of all configs share.
class schedule_base {
 public:
  /// The name of the config's type.
  std::string_view name() const noexcept { return name_; }
  /// Whether the base values come from the config, not from the optimizer.
  bool has_own_base() const noexcept { return has_own_base_; }
  /// Whether each value depends on the base value and the epoch alone.
  bool is_closed_form() const noexcept { return is_closed_form_; }
  /// Whether there is a closed form besides the rule from the value before, which steps go by.
  bool has_both_rules() const noexcept { return has_both_rules_; }
  /// The config's `counts_steps`
  bool counts_steps() const noexcept { return counts_steps_; }
  bool takes_metric() const noexcept { return takes_metric_; }
  /// Whether this is a `plain_schedule`. Costs no virtual call.
  bool is_plain() const noexcept { return is_plain_; }
  /// Which parameters it moves along with the learning rate; for a composite, those of all children.
  const detail::movements& moves() const noexcept { return moves_; }
  bool moves(std::string_view parameter) const noexcept {
    bool found = false;
    for (std::size_t i = 0; i < moves_.size(); ++i) {
      found = found || (moves_[i].moves && detail::companions[i].name == parameter);
    }
    return found;
  }
  /// The last epoch: there is no step after it.
  epoch last() const noexcept { return last_; }
  /// The current epoch; -1 before `start`.
  epoch last_epoch() const noexcept { return last_epoch_; }
  /// The base value of each group.
  std::span<const double> base_lrs() const noexcept { return {base_lrs_.data(), base_lrs_.size()}; }

  /// The schedule whose base values epoch 0 starts from: this one, or a child that starts from its own.
  virtual const schedule_base& opening() const noexcept { return *this; }
  /// Reports why it cannot drive that many groups.
  virtual void check_groups(std::size_t groups, const place& here) const = 0;
  /// Whether `check_step` has anything to report. Costs no virtual call.
  bool may_refuse_step(bool with_metric) const noexcept {
    return last_epoch_ >= last_ || (takes_metric_ && !with_metric);
  }
  /// Reports why it cannot take the next step, with or without a metric: asked only where `may_refuse_step` is true.
  virtual void check_step(bool with_metric, const place& here) const = 0;
  /// Reports why it cannot be at epoch `t`.
  virtual void check_epoch(epoch t, const place& here) const = 0;

  /// Forgets all epochs and groups, and takes those of `all`: their base values are the config's own, or `all.base_lr`,
  /// or else their current `lr`. Sets nothing.
  virtual void take_groups(const settings& all) = 0;
  /// Makes ready to go on with groups that were where `from` says. Changes nothing that can be seen. Reports a list
  /// that has no element for one that joined.
  virtual void prepare(origins from, const place& here) = 0;
  /// Goes on with the groups of `all`, after `prepare` reported nothing: their base values, and the lists of the config
  /// and of the state, take the groups' order. One that joined starts from `all.base_lr`, or else from its current
  /// `lr`, which is set to the config's own base value if it has one.
  virtual void regroup(const settings& all, origins from) noexcept = 0;
  /// Sets the values of epoch 0. The base values are the groups' current values, or the config's own.
  virtual void start(const settings& all) = 0;
  /// Sets the values of epoch `first`: by the closed form if there is one, otherwise by taking the steps up to it. A
  /// metric-driven scheduler takes them from the base values, without a metric. Throws an `error` if there is no such
  /// epoch.
  virtual void start_at(const settings& all, epoch first) = 0;
  /// Goes to the next epoch, after `check_step` reported nothing. Without a metric, a metric-driven scheduler leaves
  /// the values that metrics drive as they are. If a function of the config throws, the epoch does not change.
  virtual void advance(const settings& all, const std::optional<double>& metric) = 0;
  /// Takes back the last `advance`.
  virtual void undo() = 0;

  /// Sets `lr` to the values of epoch `t` for groups that start from `base_lr`, or reports why it cannot.
  virtual void at(std::span<const double> base_lr, epoch t, std::span<double> lr, const place& here) const = 0;
  /// Sets what it moves along with the learning rate to its values of the current epoch.
  virtual void set_companions(const settings& all) const = 0;

 protected:
  explicit schedule_base(std::string_view name) noexcept : name_(name) {}
  schedule_base(const schedule_base&) = default;
  schedule_base(schedule_base&&) = default;
  schedule_base& operator=(const schedule_base&) = default;
  schedule_base& operator=(schedule_base&&) = default;
  ~schedule_base() = default;

  /// Makes room for the base values of all groups, those that were there and those that join.
  void prepare_base_lrs(origins from) { base_lrs_.reserve(size_with_joined(from)); }
  /// The number of groups that were there and those that join.
  std::size_t size_with_joined(origins from) const noexcept {
    auto size = base_lrs_.size();
    for (const auto position : from) size = std::max(size, position + 1);
    return size;
  }
  /// Takes the base values of the groups of `all`: those that they had, or of a group that joined, from `all.base_lr`
  /// or else its current `lr`.
  void regroup_base_lrs(const settings& all, origins from) noexcept {
    const auto before = base_lrs_.size();
    base_lrs_.resize(size_with_joined(from));
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (from[i] >= before) base_lrs_[from[i]] = given_base_lr(all, i);
    }
    detail::put_in_order(base_lrs_.data(), from);
    base_lrs_.resize(from.size());
  }
  void take_base_lrs(const settings& all) {
    base_lrs_.resize(all.lr.size());
    for (std::size_t i = 0; i < all.lr.size(); ++i) base_lrs_[i] = given_base_lr(all, i);
  }
  static double given_base_lr(const settings& all, std::size_t i) noexcept {
    return i < all.base_lr.size() ? all.base_lr[i] : all.lr[i];
  }
  /// Continues from saved values.
  void resume(epoch last_epoch, std::span<const double> base_lrs) {
    last_epoch_ = last_epoch;
    base_lrs_.resize(base_lrs.size());
    std::copy(base_lrs.begin(), base_lrs.end(), base_lrs_.data());
  }

  std::string_view name_;
  bool has_own_base_ = false;
  bool is_closed_form_ = false;
  bool has_both_rules_ = false;
  bool counts_steps_ = false;
  bool takes_metric_ = false;
  bool is_plain_ = false;
  detail::movements moves_;
  epoch last_ = std::numeric_limits<epoch>::max();
  epoch last_epoch_ = -1;
  per_group_list<double> base_lrs_;
};

}  // namespace roster
