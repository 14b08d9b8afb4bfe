#pragma once

#include "roster/fields/config_members.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster::detail {

// The members that a scheduler may have besides its fields and the members of every config, by name
struct scheduler_member_names {
  int next, at, step, momentum, moves_momentum, momentum_off, weight_decay, moves_weight_decay, weight_decay_off, base,
      last, state, initial, attributes, schedule, formula;
  int saved_attributes, counts_steps, fields_from, needs_metric;
};

/// Refuses members with a wrong signature, at compile time. Returns whether all fit.
template <class Config>
constexpr bool demand_scheduler_members() {
  using both = beside<Config, scheduler_member_names>;
  bool fit = demand_config_members<Config>();
  if constexpr (is_misfit(!requires { &both::next; }, requires { requires is_field<&Config::next>; }, has_next<Config>))
    fit = refuse_member<Config, "double next(roster::group, roster::epoch) const">();
  if constexpr (is_misfit(!requires { &both::at; }, requires { requires is_field<&Config::at>; }, has_at<Config>))
    fit = refuse_member<Config, "double at(roster::group, roster::epoch) const">();
  if constexpr (is_misfit(
                    !requires { &both::step; }, requires { requires is_field<&Config::step>; },
                    has_step<Config> || has_metric_step<Config> || has_partly_metric_step<Config>))
    fit = refuse_member<Config, "void step(state&, roster::settings, roster::epoch[, double metric]) const">();
  if constexpr (is_misfit(
                    !requires { &both::needs_metric; }, requires { requires is_field<&Config::needs_metric>; },
                    has_partly_metric_step<Config>))
    fit = refuse_member<Config,
                        "bool needs_metric(roster::epoch) const, with void step(state&, roster::settings, "
                        "roster::epoch, std::optional<double> metric) const">();
  if constexpr (is_misfit(
                    !requires { &both::momentum; }, requires { requires is_field<&Config::momentum>; },
                    has_momentum<Config>))
    fit = refuse_member<Config, "double momentum(roster::group, roster::epoch) const">();
  if constexpr (is_misfit(
                    !requires { &both::moves_momentum; }, requires { requires is_field<&Config::moves_momentum>; },
                    has_moves_momentum<Config>))
    fit = refuse_member<Config, "bool moves_momentum() const">();
  if constexpr (is_misfit(
                    !requires { &both::momentum_off; }, requires { requires is_field<&Config::momentum_off>; },
                    has_momentum_off<Config>))
    fit = refuse_member<Config, "static constexpr std::string_view momentum_off">();
  if constexpr (is_misfit(
                    !requires { &both::weight_decay; }, requires { requires is_field<&Config::weight_decay>; },
                    has_weight_decay<Config>))
    fit = refuse_member<Config, "double weight_decay(roster::group, roster::epoch) const">();
  if constexpr (is_misfit(
                    !requires { &both::moves_weight_decay; },
                    requires { requires is_field<&Config::moves_weight_decay>; }, has_moves_weight_decay<Config>))
    fit = refuse_member<Config, "bool moves_weight_decay() const">();
  if constexpr (is_misfit(
                    !requires { &both::weight_decay_off; }, requires { requires is_field<&Config::weight_decay_off>; },
                    has_weight_decay_off<Config>))
    fit = refuse_member<Config, "static constexpr std::string_view weight_decay_off">();
  if constexpr (is_misfit(!requires { &both::base; }, requires { requires is_field<&Config::base>; }, has_base<Config>))
    fit = refuse_member<Config, "double base(roster::group) const">();
  if constexpr (is_misfit(!requires { &both::last; }, requires { requires is_field<&Config::last>; }, has_last<Config>))
    fit = refuse_member<Config, "roster::epoch last() const">();
  if constexpr (is_misfit(
                    !requires { &both::state; }, requires { requires is_field<&Config::state>; },
                    has_state<Config> && std::is_aggregate_v<state_t<Config>> &&
                        std::default_initializable<state_t<Config>>))
    fit = refuse_member<Config, "struct state { … }, an aggregate that begins with its defaults">();
  if constexpr (is_misfit(
                    !requires { &both::initial; }, requires { requires is_field<&Config::initial>; },
                    has_initial<Config>))
    fit = refuse_member<Config, "state initial() const">();
  if constexpr (is_misfit(
                    !requires { &both::attributes; }, requires { requires is_field<&Config::attributes>; },
                    has_attributes<Config>))
    fit = refuse_member<Config, "roster::node::object attributes(roster::epoch, std::size_t groups) const">();
  if constexpr (is_misfit(
                    !requires { &both::saved_attributes; }, requires { requires is_field<&Config::saved_attributes>; },
                    has_saved_attributes<Config>))
    fit = refuse_member<Config, "static constexpr std::string_view saved_attributes[]">();
  if constexpr (is_misfit(
                    !requires { &both::counts_steps; }, requires { requires is_field<&Config::counts_steps>; },
                    has_counts_steps<Config>))
    fit = refuse_member<Config, "static constexpr bool counts_steps">();
  if constexpr (is_misfit(
                    !requires { &both::fields_from; }, requires { requires is_field<&Config::fields_from>; },
                    has_fields_from<Config>))
    fit = refuse_member<Config, "roster::node::object fields_from(std::string_view, const roster::node&) const">();
  if constexpr (is_misfit(
                    !requires { &both::schedule; }, requires { requires is_field<&Config::schedule>; },
                    has_schedule<Config>))
    fit = refuse_member<Config, "using schedule = …, a class derived from roster::schedule_base">();
  if constexpr (is_misfit(
                    !requires { &both::formula; }, requires { requires is_field<&Config::formula>; },
                    has_formula<Config>))
    fit = refuse_member<Config, "static constexpr std::string_view formula">();
  return fit;
}

// People read the names of these templates in compiler messages.
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

/// Refuses a type that is not a scheduler, and says what is missing.
template <class Type>
constexpr bool demand_scheduler() {
  constexpr bool is_aggregate = is_value<Type>;
  (void)is_an_aggregate<Type, is_aggregate>{};
  if constexpr (is_aggregate) {
    if constexpr (demand_scheduler_members<Type>()) (void)has_a_rule<Type, scheduler_config<Type>>{};
  }
  return scheduler_config<Type>;
}

}  // namespace roster::detail
