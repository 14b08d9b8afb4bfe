#pragma once

#include <bit>
#include <cstdint>

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
  using optimizer = typename traits::optimizer;
  using identity = group_identity<traits>;

 public:
  std::size_t size() const noexcept { return known_.size(); }
  /// The learning rates that were set last.
  std::span<const double> last_lr() const noexcept { return {last_lr_.data(), last_lr_.size()}; }
  /// The values that were read, for a schedule to change.
  settings values() noexcept {
    return {.lr = {lr_.data(), lr_.size()}, .momentum = {momentum_.data(), momentum_.size()}};
  }

  /// Reads the optimizer's values. False if a group joined, left or changed its place. Every step looks up the groups,
  /// because they may have moved.
  bool read(optimizer& from) {
    const auto size = known_.size();
    auto* const known = known_.data();
    auto* const before = before_.data();
    auto* const lr = lr_.data();
    std::size_t found = 0;
    bool same = true;
    traits::for_each_group(from, [&](auto& group) {
      const auto i = found++;
      same = same && i < size && identity::is(group, known[i].who);
      if (!same) return;
      known[i].where = &group;
      lr[i] = before[i] = traits::lr(group);
    });
    if (!same || found != size) return false;
    for (std::size_t i = 0; i < momentum_.size(); ++i) momentum_[i] = traits::momentum(*known[i].where);
    return true;
  }

  /// Where the groups of an optimizer were before.
  struct lookup {
    per_group_list<std::size_t> from;
    bool is_sure;  ///< whether each group that left can be told from those that stayed

    operator origins() const noexcept { return {from.data(), from.size()}; }
  };
  lookup find(optimizer& in) const {
    constexpr std::size_t stays = 1;
    lookup found{{}, true};
    per_group_list<std::size_t> before;  // of the type of `from`, so that no other is compiled
    before.resize(size());
    found.from.resize(traits::size(in));
    std::size_t now = 0, beyond = size();
    traits::for_each_group(in, [&](auto& group) {
      std::size_t at = 0;
      while (at < size() && (before[at] == stays || !identity::is(group, known_[at].who))) ++at;
      if (at < size()) before[at] = stays;
      found.from[now++] = at < size() ? at : beyond++;
    });
    for (std::size_t i = 0; i < size(); ++i) {
      for (std::size_t j = 0; before[i] != stays && j < size(); ++j) {
        if (before[j] == stays && known_[i].who == known_[j].who) found.is_sure = false;
      }
    }
    return found;
  }

  /// The groups of an optimizer, with their values. Each was here where `from` says; those beyond its end join.
  driven_groups taken(optimizer& of, origins from, bool with_momentum) const {
    driven_groups now;
    now.resize(traits::size(of), with_momentum);
    std::size_t i = 0;
    traits::for_each_group(of, [&](auto& group) {
      const bool was_here = i < from.size() && from[i] < size();
      now.known_[i].who = identity::of(group);
      now.last_lr_[i] = was_here ? last_lr_[from[i]] : traits::lr(group);
      ++i;
    });
    now.read(of);
    return now;
  }

  /// Sets only the values that changed since `read`: setting one costs a virtual call.
  void write() {
    const auto* const known = known_.data();
    const auto* const before = before_.data();
    const auto* const lr = lr_.data();
    auto* const last_lr = last_lr_.data();
    for (std::size_t i = 0; i < size(); ++i) {
      if (differ(lr[i], before[i])) traits::set_lr(*known[i].where, lr[i]);
      last_lr[i] = lr[i];
    }
    for (std::size_t i = 0; i < momentum_.size(); ++i) {
      auto& group = *known[i].where;
      if (differ(momentum_[i], traits::momentum(group))) traits::set_momentum(group, momentum_[i]);
    }
  }

 private:
  struct known_group {
    typename traits::group* where;
    typename identity::type who;
  };

  static bool differ(double a, double b) noexcept {
    return std::bit_cast<std::uint64_t>(a) != std::bit_cast<std::uint64_t>(b);
  }
  void resize(std::size_t size, bool with_momentum) {
    known_.resize(size);
    before_.resize(size);
    lr_.resize(size);
    last_lr_.resize(size);
    if (with_momentum) momentum_.resize(size);
  }

  per_group_list<known_group> known_;
  per_group_list<double> before_;    // the optimizer's, before the step
  per_group_list<double> lr_;        // the optimizer's, after the step
  per_group_list<double> momentum_;  // the same; empty unless the schedule moves it
  per_group_list<double> last_lr_;
};

}  // namespace roster::detail
