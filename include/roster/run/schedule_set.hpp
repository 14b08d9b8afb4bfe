#pragma once

#include "roster/run/any_schedule.hpp"
#include "roster/run/running_scheduler.hpp"
#include "roster/run/scheduler_lengths.hpp"

namespace roster {

namespace detail {

/// Reports the problems of an error at a place inside a whole.
inline void report_inside(const error& failed, const place& here) {
  for (auto one : failed.problems()) {
    const auto path = here.path();
    one.path = concat({path, one.path.empty() || one.path.starts_with('[') || path.empty() ? "" : ".", one.path});
    here.report(std::move(one));
  }
}

}  // namespace detail

/// Several schedulers on one optimizer, each with a parameter and groups of its own: one step, one state, one error for
/// all. What `create` makes of a list of entries, such as a recipe's `schedulers`.
template <class Registry, has_parameter_groups Optimizer>
class schedule_set {
 public:
  using scheduler = running_scheduler<any_schedule<Registry>, Optimizer>;

  /// Sets the values of epoch 0 of all. In a run of known length, lengths such as "5 epochs" become numbers of steps.
  /// Throws an `error` with the problems of all, before anything is changed, where `running_scheduler` does, if a
  /// length needs a number that `run` does not have, and if two schedulers drive the same parameter of the same group.
  template <class Options>
  schedule_set(Optimizer& optimizer, std::vector<entry<Registry, Options>> chosen, run_length run = {}) {
    checked(subject, [&](const place& here) {
      const auto list = here.member("schedulers");
      schedulers_.reserve(chosen.size());
      for (std::size_t i = 0; i < chosen.size(); ++i) {
        const auto there = list.element(i);
        const auto before = here.problems();
        auto& one = chosen[i];
        resolve_lengths(one, run, there);
        if (here.problems() != before) continue;
        try {
          schedulers_.push_back(scheduler(optimizer, any_schedule<Registry>(one), one.options, unwritten()));
        } catch (const error& failed) {
          detail::report_inside(failed, there);
        }
      }
      if (here.problems() > 0) return;
      detail::report_conflicts(size(), [&](std::size_t i) -> auto& { return schedulers_[i].groups_; }, list);
    });
    for (auto& one : schedulers_) one.write();
  }

  /// Takes a step with all, whatever they count. Throws an `error` with the problems of all and changes nothing where
  /// `running_scheduler::step` does.
  void step(const measured& given = {}) {
    move(given, [](const scheduler&) { return true; });
  }
  /// What happened in training; call the first after each step of the optimizer, and the second after each epoch. Those
  /// that count it take a step (the option `every`), with the metric that they watch (the option `monitor`). Throws an
  /// `error` with the problems of all and changes nothing where `step` does, or if a metric is missing.
  void after_batch(const measured& given = {}) {
    move(given, [](const scheduler& one) { return one.options_.counts_batches(); });
  }
  void after_epoch(const measured& given = {}) {
    move(given, [](const scheduler& one) { return !one.options_.counts_batches(); });
  }

  std::size_t size() const noexcept { return schedulers_.size(); }
  const scheduler& operator[](std::size_t position) const noexcept { return schedulers_[position]; }
  auto begin() const noexcept { return schedulers_.begin(); }
  auto end() const noexcept { return schedulers_.end(); }

  /// The states of all, for `load_state_dict`.
  node state_dict() const {
    node::list states;
    for (const auto& one : schedulers_) states.push_back(one.state_dict());
    return node(node::object{{"schedulers", node(std::move(states))}});
  }
  /// Continues from a state. Throws an `error` with the problems of all and changes nothing where
  /// `running_scheduler::load_state_dict` does, or if the state is for another number of schedulers.
  void load_state_dict(const value& state) {
    load(state, [](const scheduler& one, const value& own, const place& here) { return one.loaded(own, here); });
  }
  /// The same for the state of other configs; returns what differs.
  std::vector<difference> load_state_dict(const value& state, config_may_differ_t) {
    std::vector<difference> differences;
    load(state,
         [&](const scheduler& one, const value& own, const place& here) { return one.loaded(own, here, differences); });
    return differences;
  }

 private:
  static constexpr std::string_view subject = "schedule_set";
  using unwritten = typename scheduler::unwritten;

  template <class IsDue>
  void move(const measured& given, IsDue&& is_due) {
    bool may_refuse = false;
    for (const auto& one : schedulers_) {
      may_refuse = may_refuse || (is_due(one) && one.schedule_.may_refuse_step(one.watched(given).has_value()));
    }
    if (may_refuse) {
      checked(subject, [&](const place& here) {
        const auto list = here.member("schedulers");
        for (std::size_t i = 0; i < size(); ++i) {
          if (is_due(schedulers_[i])) schedulers_[i].report_refusal(given, list.element(i));
        }
      });
    }
    std::size_t done = 0;
    try {
      for (; done < size(); ++done) {
        if (is_due(schedulers_[done])) schedulers_[done].advance(schedulers_[done].watched(given));
      }
    } catch (...) {
      const auto failed = done;
      while (done > 0) {
        if (is_due(schedulers_[--done])) schedulers_[done].undo();
      }
      rethrow_for(failed);
    }
    for (auto& one : schedulers_) {
      if (is_due(one)) one.write();
    }
  }
  /// Throws the current exception again; an `error` says of which scheduler it is.
  [[noreturn]] static void rethrow_for(std::size_t position) {
    try {
      throw;
    } catch (const error& failed) {
      checked(subject, [&](const place& here) {
        const auto list = here.member("schedulers");
        detail::report_inside(failed, list.element(position));
      });
      throw;
    }
  }

  template <class Load>
  void load(const value& state, Load&& load_one) {
    std::vector<typename scheduler::continuation> loaded;
    checked("state_dict", [&](const place& here) {
      const auto* const members = state.as<object_view>();
      if (!members) return here.report(problem_kind::wrong_type, detail::is_not(state, "an object"));
      const auto given = detail::member_of(*members, "schedulers");
      const auto* const states = given.as<list_view>();
      const auto list = here.member("schedulers");
      if (!states) {
        constexpr auto expected = "a list of states";
        return list.report(problem_kind::wrong_type,
                           given.is_nothing() ? detail::is_missing(expected) : detail::is_not(given, expected));
      }
      if (states->size != size()) {
        return list.report(
            problem_kind::wrong_length,
            detail::has_length(states->size, detail::concat({std::to_string(size()), ", one for each scheduler"})));
      }
      for (std::size_t i = 0; i < size(); ++i)
        loaded.push_back(load_one(schedulers_[i], (*states)[i], list.element(i)));
    });
    for (std::size_t i = 0; i < size(); ++i) schedulers_[i].commit(std::move(loaded[i]));
  }

  std::vector<scheduler> schedulers_;
};

}  // namespace roster
