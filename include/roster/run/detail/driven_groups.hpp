#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "roster/fields/field_kind.hpp"
#include "roster/run/optimizer_traits.hpp"
#include "roster/run/per_group_list.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster::detail {

/// What tells the groups of an optimizer apart: the `identity` of its traits, or nothing.
template <class Traits>
struct group_identity {
  using type = no_identity;
  static type of(const typename Traits::group&) noexcept { return {}; }
  static bool is(const typename Traits::group&, type) noexcept { return true; }
  static constexpr std::string_view told_apart_by = "an identity in optimizer_traits";
};
template <class Traits>
  requires requires { typename Traits::identity; }
struct group_identity<Traits> {
  using type = typename Traits::identity;
  static type of(const typename Traits::group& group) { return Traits::identify(group); }
  static bool is(const typename Traits::group& group, const type& known) { return Traits::is(group, known); }
  static constexpr std::string_view told_apart_by = Traits::told_apart_by;
};

/// The parameter groups of an optimizer as a scheduler last found them: what tells each from the others, and its values
/// before and after a step.
template <class Optimizer>
class driven_groups {
  using traits = optimizer_traits<Optimizer>;
  using identity = group_identity<traits>;

 public:
  std::size_t size() const noexcept { return groups_.size(); }
  /// The learning rates that were set last.
  std::span<const double> last_lr() const noexcept { return {last_lr_.data(), last_lr_.size()}; }
  /// The values that were read, for a schedule to change.
  settings values() noexcept {
    return {.lr = {lr_.data(), lr_.size()}, .momentum = {momentum_.data(), momentum_.size()}};
  }

  /// Reads the optimizer's values. False if a group joined, left or changed its place. Every step looks up the groups,
  /// because they may have moved.
  bool read(typename traits::optimizer& from) {
    const auto known = size();
    auto* const groups = groups_.data();
    auto* const identities = identities_.data();
    auto* const before = before_.data();
    auto* const lr = lr_.data();
    std::size_t found = 0;
    bool same = true;
    traits::for_each_group(from, [&](auto& group) {
      const auto i = found++;
      same = same && i < known && identity::is(group, identities[i]);
      if (!same) return;
      groups[i] = &group;
      lr[i] = before[i] = traits::lr(group);
    });
    if (!same || found != known) return false;
    for (std::size_t i = 0; i < momentum_.size(); ++i) momentum_[i] = traits::momentum(*groups_[i]);
    return true;
  }

  /// Where the groups of an optimizer were before.
  struct lookup {
    std::vector<std::size_t> from;  ///< the `origins`
    bool is_sure;                   ///< whether each group that left can be told from those that stayed
  };
  lookup find(typename traits::optimizer& optimizer) const {
    lookup found{{}, true};
    std::vector<bool> stays(size());
    traits::for_each_group(optimizer, [&](auto& group) {
      std::size_t at = 0;
      while (at < size() && (stays[at] || !identity::is(group, identities_[at]))) ++at;
      found.from.push_back(at < size() ? at : joined);
      if (at < size()) stays[at] = true;
    });
    for (std::size_t i = 0; i < size(); ++i) {
      for (std::size_t j = 0; !stays[i] && j < size(); ++j) {
        if (stays[j] && identities_[i] == identities_[j]) found.is_sure = false;
      }
    }
    return found;
  }

  /// Takes the groups of an optimizer and reads their values. Each was where `from` says; those beyond its end joined.
  void take(typename traits::optimizer& optimizer, origins from, bool with_momentum) {
    driven_groups now;
    now.resize(traits::size(optimizer), with_momentum);
    std::size_t i = 0;
    traits::for_each_group(optimizer, [&](auto& group) {
      const auto was = i < from.size() ? from[i] : joined;
      now.identities_[i] = identity::of(group);
      now.last_lr_[i] = was == joined ? traits::lr(group) : last_lr_[was];
      ++i;
    });
    now.read(optimizer);
    *this = std::move(now);
  }

  /// Sets only the values that changed since `read`: setting one costs a virtual call.
  void write() {
    auto* const groups = groups_.data();
    const auto* const before = before_.data();
    const auto* const lr = lr_.data();
    auto* const last_lr = last_lr_.data();
    for (std::size_t i = 0; i < size(); ++i) {
      if (differ(lr[i], before[i])) traits::set_lr(*groups[i], lr[i]);
      last_lr[i] = lr[i];
    }
    for (std::size_t i = 0; i < momentum_.size(); ++i) {
      if (differ(momentum_[i], traits::momentum(*groups_[i]))) traits::set_momentum(*groups_[i], momentum_[i]);
    }
  }

 private:
  static bool differ(double a, double b) noexcept {
    return std::bit_cast<std::uint64_t>(a) != std::bit_cast<std::uint64_t>(b);
  }
  void resize(std::size_t size, bool with_momentum) {
    groups_.resize(size);
    identities_.resize(size);
    before_.resize(size);
    lr_.resize(size);
    last_lr_.resize(size);
    if (with_momentum) momentum_.resize(size);
  }

  per_group_list<typename traits::group*> groups_;
  per_group_list<typename identity::type> identities_;
  per_group_list<double> before_;    // the optimizer's, before the step
  per_group_list<double> lr_;        // the optimizer's, after the step
  per_group_list<double> momentum_;  // the same; empty unless the schedule moves it
  per_group_list<double> last_lr_;
};

}  // namespace roster::detail
