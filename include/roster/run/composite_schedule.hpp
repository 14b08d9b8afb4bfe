#pragma once

#include <algorithm>

#include "roster/run/any_schedule.hpp"
#include "roster/run/detail/children.hpp"

namespace roster {

/// What the schedules of composites share. `Config` has a field `schedulers`, a list of entries of `Registry`, which
/// become the children, or a field `scheduler`, one entry. It may have a `state`, as other configs.
template <class Config, class Registry>
class composite_schedule : public schedule_base {
 public:
  using config_type = Config;
  using child = any_schedule<Registry>;
  using state_type = detail::state_t<Config>;

  static constexpr bool needs_metric = false;
  static constexpr bool may_take_metric = true;
  static constexpr bool has_closed_form = true;

  explicit composite_schedule(valid<Config>&& config) : schedule_base(type_name<Config>), config_(*std::move(config)) {
    last_ = config_.last();
    const auto entries = detail::entries_of_children(config_);
    children_.reserve(entries.size());
    for (any_config<Registry>& one : entries) {  // the options of an entry stay
      children_.emplace_back(valid<any_config<Registry>>::trust(std::move(one)));
      one = {};
    }
    for (const auto& one : children_) {
      takes_metric_ = takes_metric_ || one.takes_metric();
      for (std::size_t i = 0; i < moves_.size(); ++i) {
        if (one.moves()[i].moves && moves_[i].off.empty()) moves_[i] = one.moves()[i];
      }
    }
  }

  /// Throws an `error` with all problems of the config.
  explicit composite_schedule(Config config) : composite_schedule(validated(std::move(config))) {}

  std::string text() const { return config_text(config()); }

  void check_groups(std::size_t groups, const place& here) const final {
    for_each_child(here, [&](const child& one, const place& there) { one.check_groups(groups, there); });
  }

  void take_groups(const settings& all) override {
    last_epoch_ = -1;
    take_base_lrs(all);
    for (auto& one : children_) one.take_groups(with_base(all));
  }
  void prepare(origins from, const place& here) override {
    prepare_base_lrs(from);
    unused_.resize(from.size());
    const detail::places_of_children<Config> places(here);
    for (std::size_t i = 0; i < children_.size(); ++i) children_[i].prepare(from, places[i]);
  }
  void regroup(const settings& all, origins from) noexcept override {
    regroup_base_lrs(all, from);
    for (auto& one : children_) {
      std::copy_n(all.lr.data(), from.size(), unused_.data());
      auto seen = with_base(all);
      seen.lr = {unused_.data(), unused_.size()};
      one.regroup(seen, from);
    }
  }

  /// The config, with the children's configs.
  Config config() const {
    auto whole = config_;
    const auto entries = detail::entries_of_children(whole);
    for (std::size_t i = 0; i < children_.size(); ++i) {
      any_config<Registry>& one = entries[i];
      children_[i].visit([&](const auto& held) { one = held.config(); });
    }
    return whole;
  }
  /// The config with entries that have only the children's options: the children hold their configs.
  const Config& own_config() const noexcept { return config_; }
  std::span<const child> children() const noexcept { return children_; }
  std::span<child> children() noexcept { return children_; }

  const state_type& state() const noexcept { return state_; }

  /// Reports why it cannot continue from a saved state of its config.
  virtual void check_state(const state_type&, const place&) const {}
  /// Sets the learning rates, which are those of a state of another config, to what they are under this one, where
  /// metrics have driven a child.
  virtual void keep(const state_type&, const settings&) {}
  /// Continues from saved values. The children are resumed separately.
  void resume(epoch last_epoch, std::span<const double> base_lrs, state_type state) {
    schedule_base::resume(last_epoch, base_lrs);
    state_ = std::move(state);
  }

 protected:
  /// Calls `f(child, place)` for every child.
  template <class F>
  void for_each_child(const place& here, F&& f) const {
    const detail::places_of_children<Config> places(here);
    for (std::size_t i = 0; i < children_.size(); ++i) f(children_[i], places[i]);
  }

  /// `take_groups`. Returns `all` with the base values, as the children see it.
  settings begin(const settings& all) {
    take_groups(all);
    return with_base(all);
  }
  settings with_base(settings all) const {
    all.base_lr = base_lrs();
    return all;
  }

  Config config_;
  std::vector<child> children_;
  [[no_unique_address]] state_type state_{};
  // What children get in place of the learning rates: one whose turn it is not must not set a group that joined.
  per_group_list<double> unused_;
};

}  // namespace roster
