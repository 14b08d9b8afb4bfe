#pragma once

#include <algorithm>

#include "roster/run/any_schedule.hpp"

namespace roster {

/// What the schedules of schedulers made of schedulers share. `Config` has a field `schedulers`, a list of entries of
/// `Registry`; `check_config` is done with it. A class that derives from it has the members of `schedule`.
template <class Config, class Registry>
class composite_schedule {
 public:
  using config_type = Config;
  using child = any_schedule<Registry>;

  static constexpr bool needs_metric = false;
  static constexpr bool may_take_metric = true;
  static constexpr bool has_closed_form = true;
  static constexpr bool has_own_base = false;

  explicit composite_schedule(Config config) : config_(std::move(config)) {
    checked(name(), [&](const place& here) { check_config(config_, here); });
    for (const auto& one : *config_.schedulers) children_.emplace_back(one);
  }

  static constexpr std::string_view name() noexcept { return type_name<Config>; }
  std::string text() const { return config_text(config_); }
  bool takes_metric() const noexcept { return std::ranges::any_of(children_, &child::takes_metric); }
  bool moves_momentum() const noexcept { return std::ranges::any_of(children_, &child::moves_momentum); }

  void check_groups(std::size_t groups, const place& here) const {
    for_each_child(here, [&](const child& one, const place& there) { one.check_groups(groups, there); });
  }

  /// Knows the groups from now on, and so do the children, whose turn may come later.
  void join(settings all) {
    if (all.lr.size() == base_lrs_.size()) return;
    detail::join_groups(base_lrs_, all);
    all.base_lr = base_lrs();
    for (auto& one : children_) one.join(all);
  }

  const Config& config() const noexcept { return config_; }
  std::span<const child> children() const noexcept { return children_; }
  std::span<child> children() noexcept { return children_; }
  epoch last_epoch() const noexcept { return last_epoch_; }
  std::span<const double> base_lrs() const noexcept { return {base_lrs_.data(), base_lrs_.size()}; }

  /// Goes on from saved values; the children are resumed by themselves.
  void resume(epoch last_epoch, std::span<const double> base_lrs) {
    last_epoch_ = last_epoch;
    base_lrs_.assign(base_lrs.begin(), base_lrs.end());
  }

 protected:
  /// Calls `f(child, place)` for every child.
  template <class F>
  void for_each_child(const place& here, F&& f) const {
    const auto list = here.member("schedulers");
    for (std::size_t i = 0; i < children_.size(); ++i) f(children_[i], list.element(i));
  }

  /// Forgets all epochs; returns `all` with the base values, as the children see it.
  settings begin(settings all) {
    base_lrs_.clear();
    return with_base(all);
  }
  settings with_base(settings all) {
    join(all);
    all.base_lr = base_lrs();
    return all;
  }

  Config config_;
  std::vector<child> children_;
  per_group_values base_lrs_;
  epoch last_epoch_ = -1;
};

}  // namespace roster
