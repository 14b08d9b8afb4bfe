#pragma once

#include "roster/fields/config_members.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster::detail {

// What a scheduler may have beside its fields and what every config may have, by name
struct scheduler_member_names {
  int next, at, step, momentum, moves_momentum, base, last, state, initial, attributes, schedule, formula;
};

/// Refuses members that do not fit. Returns whether all do.
template <class Config>
constexpr bool demand_scheduler_members() {
  using both = beside<Config, scheduler_member_names>;
  constexpr bool next = demand<Config, "double next(roster::group, roster::epoch) const", !requires { &both::next; },
                               requires { requires is_field<&Config::next>; }, has_next<Config>>();
  constexpr bool at = demand<Config, "double at(roster::group, roster::epoch) const", !requires { &both::at; },
                             requires { requires is_field<&Config::at>; }, has_at<Config>>();
  constexpr bool step = demand<Config, "void step(state&, roster::settings, roster::epoch[, double metric]) const",
                               !requires { &both::step; }, requires { requires is_field<&Config::step>; },
                               has_step<Config> || has_metric_step<Config>>();
  constexpr bool momentum =
      demand<Config, "double momentum(roster::group, roster::epoch) const", !requires { &both::momentum; },
             requires { requires is_field<&Config::momentum>; }, has_momentum<Config>>();
  constexpr bool moves_momentum =
      demand<Config, "bool moves_momentum() const", !requires { &both::moves_momentum; },
             requires { requires is_field<&Config::moves_momentum>; }, has_moves_momentum<Config>>();
  constexpr bool base = demand<Config, "double base(roster::group) const", !requires { &both::base; },
                               requires { requires is_field<&Config::base>; }, has_base<Config>>();
  constexpr bool last = demand<Config, "roster::epoch last() const", !requires { &both::last; },
                               requires { requires is_field<&Config::last>; }, has_last<Config>>();
  constexpr bool state = demand<Config, "struct state { … }, an aggregate that begins with its defaults",
                                !requires { &both::state; }, requires { requires is_field<&Config::state>; },
                                std::is_aggregate_v<state_t<Config>> && std::default_initializable<state_t<Config>> &&
                                    has_state<Config>>();
  constexpr bool initial = demand<Config, "state initial() const", !requires { &both::initial; },
                                  requires { requires is_field<&Config::initial>; }, has_initial<Config>>();
  constexpr bool attributes = demand<Config, "roster::node::object attributes(roster::epoch, std::size_t groups) const",
                                     !requires { &both::attributes; },
                                     requires { requires is_field<&Config::attributes>; }, has_attributes<Config>>();
  constexpr bool schedule =
      demand<Config, "using schedule = …, a class with the members of roster::schedule", !requires { &both::schedule; },
             requires { requires is_field<&Config::schedule>; }, has_schedule<Config>>();
  constexpr bool formula = demand<Config, "static constexpr std::string_view formula", !requires { &both::formula; },
                                  requires { requires is_field<&Config::formula>; }, has_formula<Config>>();
  return next && at && step && momentum && moves_momentum && base && last && state && initial && attributes &&
         schedule && formula && demand_config_members<Config>();
}

// The names of these templates are what a person reads in a compiler's message.
template <class Type, bool Is>
struct is_an_aggregate {
  static_assert(Is, "roster: a scheduler is an aggregate that can be copied: no constructors, no private members");
};
template <class Type, bool Has>
struct has_a_rule {
  static_assert(
      Has,
      "roster: a scheduler has a rule for the learning rate: double at(roster::group, roster::epoch) const, or "
      "double next(roster::group, roster::epoch) const; see roster::scheduler_config for others");
};

/// Refuses a type that is no scheduler, and says what is missing.
template <class Type>
constexpr bool demand_scheduler() {
  constexpr bool is_aggregate = std::is_aggregate_v<Type> && std::copyable<Type>;
  (void)is_an_aggregate<Type, is_aggregate>{};
  if constexpr (is_aggregate) {
    if constexpr (demand_scheduler_members<Type>()) (void)has_a_rule<Type, scheduler_config<Type>>{};
  }
  return scheduler_config<Type>;
}

}  // namespace roster::detail
