#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace roster {

/// How many steps a scheduler has taken: 0 after construction. PyTorch's `last_epoch`.
using epoch = std::int64_t;

/// What a rule sees of a parameter group.
struct group {
  std::size_t index;  ///< its position in the optimizer
  double lr;          ///< its learning rate now
  double base_lr;     ///< its learning rate when the scheduler was made
};

/// What a scheduler sets, for all groups.
struct settings {
  std::span<double> lr;
  std::span<double> momentum;  ///< beta1 of an Adam; empty unless the scheduler moves it
};

namespace detail {

struct no_state {};
template <class Config>
struct state_of {
  using type = no_state;
};
template <class Config>
  requires requires { typename Config::state; }
struct state_of<Config> {
  using type = typename Config::state;
};
template <class Config>
using state_t = typename state_of<Config>::type;

template <class Config>
concept has_next = requires(const Config& config, group g, epoch t) {
  { config.next(g, t) } -> std::same_as<double>;
};
template <class Config>
concept has_next_of_state = requires(const Config& config, group g, epoch t, const state_t<Config>& s) {
  { config.next(g, t, s) } -> std::same_as<double>;
};
template <class Config>
concept has_at = requires(const Config& config, group g, epoch t) {
  { config.at(g, t) } -> std::same_as<double>;
};
template <class Config>
concept has_momentum = requires(const Config& config, group g, epoch t) {
  { config.momentum(g, t) } -> std::same_as<double>;
};
template <class Config>
concept has_base = requires(const Config& config, group g) {
  { config.base(g) } -> std::same_as<double>;
};
template <class Config>
concept has_observe = requires(const Config& config, state_t<Config>& s, double metric) { config.observe(s, metric); };
template <class Config>
concept has_step =
    requires(const Config& config, state_t<Config>& s, settings all, epoch t) { config.step(s, all, t); };

}  // namespace detail

/// A learning-rate scheduler's config: an aggregate of fields, and the rule for the learning rate at an epoch, which is
/// one of (PyTorch's terms in brackets)
/// - `double next(group, epoch) const`: from the value before (`get_lr`); with `at` beside it where a closed form
/// exists
/// - `double next(group, epoch, const state&) const`: the same, and remembers more than the learning rates
/// - `double at(group, epoch) const`: from the base value alone (`_get_closed_form_lr`)
/// - `void step(state&, settings, epoch) const`: sets all groups itself; for schedulers made of schedulers
///
/// and, where it needs them,
/// - `struct state`: an aggregate of what it remembers between steps; saved with the scheduler
/// - `void observe(state&, double metric) const`: it is driven by a metric, and makes no step without one
/// - `double momentum(group, epoch) const`: it moves the momentum too
/// - `double base(group) const`: the base value it starts from, if that is not the optimizer's
/// - `rules` (`roster::rule`), `void check(const place&) const`: what its fields may be
/// - `static constexpr std::string_view about`: what it does, in one sentence
template <class Config>
concept scheduler_config = std::is_aggregate_v<Config> && std::copyable<Config> &&
                           (detail::has_next<Config> || detail::has_next_of_state<Config> || detail::has_at<Config> ||
                            detail::has_step<Config>);

}  // namespace roster
