#pragma once

#include <boost/container/small_vector.hpp>
#include <optional>

#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

/// A number for each parameter group; on the heap from the ninth on.
using per_group_values = boost::container::small_vector<double, 8>;

/// A config under way: its epoch, its groups' base values, its state. It knows no optimizer; whoever drives it hands it
/// the groups' values and takes them back changed. This is what schedules of all configs have in common.
class schedule_base {
 public:
  /// The config's type.
  std::string_view name() const noexcept { return name_; }
  /// It starts from other values than the optimizer's.
  bool has_own_base() const noexcept { return has_own_base_; }
  bool takes_metric() const noexcept { return takes_metric_; }
  bool moves_momentum() const noexcept { return moves_momentum_; }
  /// The config's `momentum_off`; of a composite, that of the first child that has one.
  std::string_view momentum_off() const noexcept { return momentum_off_; }
  /// There is no step beyond this epoch.
  epoch last() const noexcept { return last_; }
  /// -1 before `start`
  epoch last_epoch() const noexcept { return last_epoch_; }
  /// What each group started from.
  std::span<const double> base_lrs() const noexcept { return {base_lrs_.data(), base_lrs_.size()}; }

  /// Reports why it cannot drive that many groups.
  virtual void check_groups(std::size_t groups, const place& here) const = 0;
  /// Reports why it cannot take the next step, with or without a metric.
  virtual void check_step(bool with_metric, const place& here) const = 0;
  /// Reports why it cannot be at that epoch.
  virtual void check_epoch(epoch t, const place& here) const = 0;

  /// Registers new groups and their base values. Sets nothing.
  virtual void join(const settings& all) = 0;
  /// Sets epoch 0, from the values that the groups have, which are their base values.
  virtual void start(settings all) = 0;
  /// Sets epoch `first`: by the closed form, or where there is none, by taking the steps up to there; with a metric,
  /// there is none to take, and the values stay. Throws an `error` if there is no such epoch.
  virtual void start_at(settings all, epoch first) = 0;
  /// One epoch on; `check_step` found nothing against it. Groups that are new join. A scheduler that needs a metric
  /// stays where it is without one. If a function of the config throws, the epoch is the one before.
  virtual void advance(settings all, std::optional<double> metric) = 0;
  /// Takes the last `advance` back.
  virtual void undo() = 0;

  /// Sets `lr` to the values of epoch `t`, of groups that start from `base_lr`; reports why it cannot.
  virtual void at(std::span<const double> base_lr, epoch t, std::span<double> lr, const place& here) const = 0;
  /// Sets the momentum of the epoch that it is at.
  virtual void set_momentum(settings all) const = 0;

 protected:
  explicit schedule_base(std::string_view name) noexcept : name_(name) {}
  schedule_base(const schedule_base&) = default;
  schedule_base(schedule_base&&) = default;
  schedule_base& operator=(const schedule_base&) = default;
  schedule_base& operator=(schedule_base&&) = default;
  ~schedule_base() = default;

  /// Base values of groups that are new: `all.base_lr`, or else the values that they have. Some may have left.
  void join_groups(const settings& all) {
    if (base_lrs_.size() > all.lr.size()) base_lrs_.resize(all.lr.size());
    for (auto i = base_lrs_.size(); i < all.lr.size(); ++i) {
      base_lrs_.push_back(i < all.base_lr.size() ? all.base_lr[i] : all.lr[i]);
    }
  }
  /// Goes on from saved values.
  void resume(epoch last_epoch, std::span<const double> base_lrs) {
    last_epoch_ = last_epoch;
    base_lrs_.resize(base_lrs.size());
    std::copy(base_lrs.begin(), base_lrs.end(), base_lrs_.begin());
  }

  std::string_view name_;
  std::string_view momentum_off_;
  bool has_own_base_ = false;
  bool takes_metric_ = false;
  bool moves_momentum_ = false;
  epoch last_ = std::numeric_limits<epoch>::max();
  epoch last_epoch_ = -1;
  per_group_values base_lrs_;
};

}  // namespace roster
