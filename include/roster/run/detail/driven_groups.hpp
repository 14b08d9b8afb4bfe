#pragma once

#include "roster/run/detail/group_traits.hpp"
#include "roster/run/per_group_list.hpp"
#include "roster/run/scheduler_options.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster::detail {

/// The parameter groups of an optimizer as a scheduler last found them: what tells each from the others, which of them
/// it drives, and their values before and after a step.
template <class Optimizer>
class driven_groups {
  using traits = optimizer_traits<Optimizer>;
  using optimizer = typename traits::optimizer;
  using group_type = typename traits::group;
  using identity = group_identity<traits>;

 public:
  /// The number of driven groups.
  std::size_t size() const noexcept { return driven_.size(); }
  /// The number of all groups.
  std::size_t known() const noexcept { return known_.size(); }
  /// The values that were set last: learning rates, or those of another parameter.
  std::span<const double> last_lr() const noexcept { return {last_lr_.data(), last_lr_.size()}; }
  /// The values that were read, for a schedule to change.
  settings values() noexcept {
    const auto [momentum, weight_decay] = companion_counts_;
    auto* const first = companion_values_.data();
    return {.lr = {lr_.data(), lr_.size()},
            .momentum = {first, momentum},
            .weight_decay = {first + momentum, weight_decay}};
  }
  /// The position of a driven group in the optimizer.
  std::size_t position(std::size_t driven) const noexcept { return driven_[driven].position; }

  /// Reads the optimizer's values. False if a group joined, left or changed its place. Every step looks up the groups,
  /// because they may have moved.
  bool read(optimizer& from) {
    const auto size = known_.size();
    auto* const known = known_.data();
    auto* const before = before_.data();
    auto* const lr = lr_.data();
    const bool all_lr = drives_.all_lr;
    std::size_t found = 0;
    bool same = true;
    traits::for_each_group(from, [&](auto& group) {
      const auto i = found++;
      same = same && i < size && identity::is(group, known[i].who);
      if (!same) return;
      known[i].where = &group;
      if (all_lr) lr[i] = before[i] = traits::lr(group);
    });
    if (!same || found != size) return false;
    if (!all_lr) read_driven();
    for (std::size_t i = 0; i < companion_values_.size(); ++i) {
      companion_values_[i] = companions_[i].what->get(*known_[companions_[i].position].where);
    }
    return true;
  }

  /// Where the groups of an optimizer were before.
  struct lookup {
    per_group_list<std::size_t> from;  ///< of all groups
    per_group_list<std::size_t> driven_from;
    bool is_sure;  ///< whether each group that left can be told from those that stayed

    /// Of the driven groups
    operator origins() const noexcept { return {driven_from.data(), driven_from.size()}; }
  };
  lookup find(optimizer& in) const {
    constexpr std::size_t stays = 1;
    const auto all = known_.size();
    lookup found{{}, {}, true};
    per_group_list<std::size_t> before;  // of the type of `from`, so that no other is compiled
    before.resize(all);
    found.from.resize(traits::size(in));
    std::size_t now = 0, beyond = all;
    traits::for_each_group(in, [&](auto& group) {
      std::size_t at = 0;
      while (at < all && (before[at] == stays || !identity::is(group, known_[at].who))) ++at;
      if (at < all) before[at] = stays;
      found.from[now++] = at < all ? at : beyond++;
    });
    for (std::size_t i = 0; i < all; ++i) {
      for (std::size_t j = 0; before[i] != stays && j < all; ++j) {
        if (before[j] == stays && known_[i].who == known_[j].who) found.is_sure = false;
      }
    }
    find_driven(found);
    return found;
  }

  /// The groups of an optimizer, before a scheduler with these options drives them. Reports groups that there are not.
  static driven_groups chosen(optimizer& of, const scheduler_options& options, const movements& moves,
                              const place& here) {
    driven_groups made;
    const bool is_lr = options.parameter == "lr", all_groups = options.groups.are_all();
    made.drives_ = {options.parameter, is_lr, moves, all_groups, is_lr && all_groups};
    const auto size = traits::size(of);
    made.resize_known(size);
    const auto there = here.member("groups");
    for (const auto position : options.groups.positions) {
      if (position < size) {
        made.driven_at_[position] = 0;  // `take` numbers them
      } else {
        there.report(problem_kind::out_of_range,
                     concat({"has group ", std::to_string(position), ", but the optimizer has ",
                             counted(static_cast<std::int64_t>(size), "group"), ", counted from 0"}));
      }
    }
    for (const auto& pattern : options.groups.patterns) {
      there.report(problem_kind::rule, concat({"has the pattern ", to_text(pattern),
                                               ", but only a recipe knows the names of parameters; give positions"}));
    }
    made.take(of);
    return made;
  }
  /// The groups of an optimizer. Each was here where `from` says; those beyond its end join, unless only some groups
  /// are driven.
  driven_groups taken(optimizer& of, const lookup& where) const {
    driven_groups now;
    now.drives_ = drives_;
    now.resize_known(where.from.size());
    for (std::size_t i = 0; i < where.from.size(); ++i) {
      if (where.from[i] < known_.size() && is_driven(where.from[i])) now.driven_at_[i] = 0;
    }
    now.take(of);
    for (std::size_t i = 0; i < where.driven_from.size(); ++i) {
      if (where.driven_from[i] < size()) now.last_lr_[i] = last_lr_[where.driven_from[i]];
    }
    return now;
  }

  /// Reports the groups that lack what is driven.
  void report_missing(optimizer& of, const place& here) const {
    const auto name = [](std::size_t at) { return concat({"group ", std::to_string(at), " of the optimizer"}); };
    std::size_t position = 0, n = 0;
    bool has_parameter = true;  // the other groups will lack the same
    traits::for_each_group(of, [&](auto& group) {
      const auto at = position++;
      if (!is_driven(at) || driven_[n++].what || !std::exchange(has_parameter, false)) return;
      std::vector<std::string_view> names;
      for (const auto& each : group_parameters_of<traits>::of(group)) names.push_back(each.name);
      report_no_parameter(drives_.name, name(at), names, here);
    });
    auto moves = drives_.moves;
    for (std::size_t i = 0; i < companions_.size(); ++i) {
      const auto& one = companions_[i];
      if (one.what || !std::exchange(moves[one.kind].moves, false)) continue;
      const auto& kind = companions[one.kind];
      here.report(problem_kind::rule, cannot_move(kind.words, name(one.position), kind.absence, moves[one.kind].off));
    }
  }

  /// Calls `f(position, name)` for each parameter of each group that is driven.
  template <class F>
  void for_each_driven(F&& f) const {
    for (std::size_t n = 0; n < size(); ++n) f(driven_[n].position, std::string_view(drives_.name));
    for (std::size_t i = 0; i < companions_.size(); ++i) f(companions_[i].position, companions_[i].what->name);
  }

  /// Whether all values are within the limits of the driven parameter. The learning rate has none.
  bool are_allowed() const noexcept {
    for (std::size_t n = 0; !drives_.is_lr && n < size(); ++n) {
      if (!allows(driven_[n].what->allowed, lr_[n])) return false;
    }
    return true;
  }
  void report_not_allowed(epoch t, const place& here) const {
    for (std::size_t n = 0; n < size(); ++n) {
      const auto& allowed = driven_[n].what->allowed;
      if (allows(allowed, lr_[n])) continue;
      here.report(problem_kind::out_of_range,
                  concat({"would set ", drives_.name, " of group ", std::to_string(driven_[n].position), " to ",
                          to_text(lr_[n]), " at step ", to_text(t), ", expected ",
                          bounded(std::isfinite(lr_[n]) ? "a real number" : "a finite real number", allowed)}));
    }
  }

  /// Sets only the values that changed since `read`: setting one costs a virtual call.
  void write() {
    const auto* const known = known_.data();
    const auto* const before = before_.data();
    const auto* const lr = lr_.data();
    auto* const last_lr = last_lr_.data();
    const bool all_lr = drives_.all_lr;
    for (std::size_t n = 0; n < size(); ++n) {
      if (differ(lr[n], before[n])) all_lr ? traits::set_lr(*known[n].where, lr[n]) : write_driven(n);
      last_lr[n] = lr[n];
    }
    for (std::size_t i = 0; i < companion_values_.size(); ++i) {
      const auto& [kind, position, what] = companions_[i];
      auto& group = *known_[position].where;
      if (differ(companion_values_[i], what->get(group))) what->set(group, companion_values_[i]);
    }
  }

 private:
  struct driven_parameter {
    std::string name = "lr";
    bool is_lr = true;
    movements moves = {};
    bool all_groups = true;
    bool all_lr = true;  // both: the usual case. Kept, because finding it out makes a step 10 % slower
  };
  struct known_group {
    group_type* where = nullptr;
    typename identity::type who;
  };
  struct driven_group {
    std::size_t position = 0;                     // in the optimizer
    const parameter<group_type>* what = nullptr;  // null, if the group has no such parameter
  };
  struct driven_companion {
    std::size_t kind = 0;                         // its position among all companions
    std::size_t position = 0;                     // that of its group in the optimizer
    const parameter<group_type>* what = nullptr;  // null, too
  };

  static constexpr auto not_driven = static_cast<std::size_t>(-1);

  bool is_driven(std::size_t position) const noexcept { return driven_at_[position] != not_driven; }
  void resize_known(std::size_t size) {
    known_.resize(size);
    driven_at_.resize(size);
    std::fill_n(driven_at_.data(), size, drives_.all_groups ? 0 : not_driven);
  }

  group_type& where(std::size_t driven) noexcept { return *known_[driven_[driven].position].where; }
  void read_driven() {
    for (std::size_t n = 0; n < size(); ++n) {
      lr_[n] = before_[n] = drives_.is_lr ? traits::lr(where(n)) : driven_[n].what->get(where(n));
    }
  }
  void write_driven(std::size_t n) {
    drives_.is_lr ? traits::set_lr(where(n), lr_[n]) : driven_[n].what->set(where(n), lr_[n]);
  }

  void find_driven(lookup& found) const {
    std::size_t beyond = size(), n = 0;
    found.driven_from.resize(found.from.size());
    for (std::size_t i = 0; i < found.from.size(); ++i) {
      const auto at = found.from[i];
      const bool joins = at >= known_.size();
      if (joins ? !drives_.all_groups : !is_driven(at)) continue;
      found.driven_from[n++] = joins ? beyond++ : driven_at_[at];
    }
    found.driven_from.resize(n);
  }
  /// Takes the groups of an optimizer, of which `driven_at_` says which are driven, with their values.
  void take(optimizer& of) {
    std::size_t position = 0, n = 0;
    for (std::size_t i = 0; i < known_.size(); ++i) {
      if (is_driven(i)) driven_at_[i] = n++;
    }
    driven_.resize(n);
    std::size_t all_companions = 0;
    for (std::size_t kind = 0; kind < companions.size(); ++kind)
      all_companions += companion_counts_[kind] = drives_.moves[kind].moves ? n : 0;
    companions_.resize(all_companions);
    companion_values_.resize(all_companions);
    for (auto* list : {&before_, &lr_, &last_lr_}) list->resize(n);
    bool is_complete = true;
    traits::for_each_group(of, [&](auto& group) {
      known_[position].who = identity::of(group);
      if (is_driven(position)) {
        const auto all = group_parameters_of<traits>::of(group);
        const auto at = driven_at_[position];
        driven_[at] = {position, find_parameter(all, drives_.name)};
        is_complete = is_complete && driven_[at].what;
        for (std::size_t kind = 0, i = at; kind < companions.size(); i += companion_counts_[kind++]) {
          if (companion_counts_[kind] == 0) continue;
          companions_[i] = {kind, position, find_companion(all, companions[kind].name)};
          is_complete = is_complete && companions_[i].what;
        }
      }
      ++position;
    });
    if (!is_complete) return;
    read(of);
    std::copy_n(lr_.data(), n, last_lr_.data());
  }

  driven_parameter drives_;
  per_group_list<known_group> known_;
  per_group_list<std::size_t> driven_at_;  // the position of each group among the driven ones, or `not_driven`
  per_group_list<driven_group> driven_;
  per_group_list<double> before_;  // the optimizer's, before the step
  per_group_list<double> lr_;      // the optimizer's, after the step
  // Those that the schedule moves: the momentum of all groups, then their weight decay
  per_group_list<driven_companion> companions_;
  per_group_list<double> companion_values_;  // the optimizer's, after the step
  std::array<std::size_t, companions.size()> companion_counts_{};
  per_group_list<double> last_lr_;
};

}  // namespace roster::detail
