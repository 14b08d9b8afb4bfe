#pragma once

#include <span>

#include "roster/fields/steps.hpp"
#include "roster/input/messages.hpp"
#include "roster/input/node.hpp"
#include "roster/input/place.hpp"
#include "roster/registry/hook.hpp"

namespace roster {

template <class Registry>
class any_config;  // fields/any_config.hpp

/// The number of steps that a scheduler has taken: 0 after construction. PyTorch's `last_epoch`.
using epoch = std::int64_t;

/// A number of steps as a real number, as Python has it when it divides.
constexpr double as_real(epoch steps) noexcept { return static_cast<double>(steps); }

/// What a rule sees of a parameter group.
struct group {
  std::size_t index;  ///< its position in the optimizer
  double lr;          ///< its learning rate now
  double base_lr;     ///< the learning rate that it started from
};

/// The values of all groups, for a scheduler to set.
struct settings {
  std::span<double> lr;
  std::span<double> momentum = {};      ///< beta1 of an Adam; empty unless the scheduler moves it
  std::span<double> weight_decay = {};  ///< empty unless the scheduler moves it
  /// Base values that the caller knows. Groups beyond the end start from their current `lr`.
  std::span<const double> base_lr = {};
};

namespace detail {

/// A parameter that a scheduler may move along with the learning rate.
struct companion {
  std::string_view name;
  std::string_view other_name;  ///< in groups that have none of that name
  std::string_view words;
  std::string_view absence;  ///< what a group has that has neither
};
inline constexpr std::array companions{
    companion{"momentum", "beta1", "the momentum", "neither momentum nor betas"},
    companion{"weight_decay", "weight_decay", "the weight decay", "no weight decay"},
};

/// Whether a companion moves, and how to turn that off, for messages.
struct movement {
  bool moves = false;
  std::string_view off = {};
};
/// Of each of the `companions`, in their order
using movements = std::array<movement, companions.size()>;

/// An aggregate that can be copied. The compiler knows these by itself; `std::copyable` would cost it a dozen classes.
template <class Config>
concept is_value =
    std::is_aggregate_v<Config> && std::is_copy_constructible_v<Config> && std::is_copy_assignable_v<Config> &&
    std::is_move_constructible_v<Config> && std::is_move_assignable_v<Config>;

struct no_state {};
template <class Config>
concept has_state = requires { typename Config::state; };
template <class Config>
struct state_of {
  using type = no_state;
};
template <has_state Config>
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
concept has_at = requires(const Config& config, group g, epoch t) {
  { config.at(g, t) } -> std::same_as<double>;
};
template <class Config>
concept has_step =
    requires(const Config& config, state_t<Config>& s, settings all, epoch t) { config.step(s, all, t); };
template <class Config>
concept has_needs_metric = requires(const Config& config, epoch t) {
  { config.needs_metric(t) } -> std::same_as<bool>;
};
template <class Config>
concept has_optional_metric = requires(const Config& config, state_t<Config>& s, settings all, epoch t,
                                       std::optional<double> metric) { config.step(s, all, t, metric); };
/// Moves with a metric and without.
template <class Config>
concept has_partly_metric_step = has_needs_metric<Config> && has_optional_metric<Config>;
/// Moves only with a metric.
template <class Config>
concept has_metric_step =
    !has_optional_metric<Config> && requires(const Config& config, state_t<Config>& s, settings all, epoch t,
                                             double metric) { config.step(s, all, t, metric); };
template <class Config>
concept has_schedule = requires { typename Config::schedule; };
template <class Config>
concept has_momentum = requires(const Config& config, group g, epoch t) {
  { config.momentum(g, t) } -> std::same_as<double>;
};
template <class Config>
concept has_weight_decay = requires(const Config& config, group g, epoch t) {
  { config.weight_decay(g, t) } -> std::same_as<double>;
};
template <class Config>
concept has_base = requires(const Config& config, group g) {
  { config.base(g) } -> std::same_as<double>;
};
template <class Config>
concept has_last = requires(const Config& config) {
  { config.last() } -> std::same_as<epoch>;
};

template <class Config>
concept has_moves_momentum = requires(const Config& config) {
  { config.moves_momentum() } -> std::same_as<bool>;
};
template <class Config>
concept has_momentum_off = requires {
  requires !is_field<&Config::momentum_off>;
  typename std::integral_constant<std::size_t, std::string_view{Config::momentum_off}.size()>;
};
template <class Config>
concept has_moves_weight_decay = requires(const Config& config) {
  { config.moves_weight_decay() } -> std::same_as<bool>;
};
template <class Config>
concept has_weight_decay_off = requires {
  requires !is_field<&Config::weight_decay_off>;
  typename std::integral_constant<std::size_t, std::string_view{Config::weight_decay_off}.size()>;
};
template <class Config>
concept has_initial = requires(const Config& config) {
  { config.initial() } -> std::same_as<state_t<Config>>;
};
template <class Config>
concept has_attributes = requires(const Config& config, epoch t, std::size_t groups) {
  { config.attributes(t, groups) } -> std::same_as<node::object>;
};
template <class Config>
concept has_counts_steps = requires {
  requires !is_field<&Config::counts_steps>;
  typename std::bool_constant<Config::counts_steps>;
};
template <class Config>
concept has_saved_attributes = requires {
  requires !is_field<&Config::saved_attributes>;
  std::span<const std::string_view>(Config::saved_attributes);
};
template <class Config>
concept has_fields_from = requires(const Config& config, std::string_view attribute, const node& state) {
  { config.fields_from(attribute, state) } -> std::same_as<node::object>;
};
template <class Config>
concept has_formula = requires {
  requires !is_field<&Config::formula>;
  typename std::integral_constant<std::size_t, std::string_view{Config::formula}.size()>;
};

/// What a config moves of the companions.
template <class Config>
movements movements_of([[maybe_unused]] const Config& config) {
  movements all;
  auto& [momentum, weight_decay] = all;
  momentum.moves = has_momentum<Config>;
  weight_decay.moves = has_weight_decay<Config>;
  if constexpr (has_momentum<Config> && has_moves_momentum<Config>) momentum.moves = config.moves_momentum();
  if constexpr (has_momentum_off<Config>) momentum.off = Config::momentum_off;
  if constexpr (has_weight_decay<Config> && has_moves_weight_decay<Config>) {
    weight_decay.moves = config.moves_weight_decay();
  }
  if constexpr (has_weight_decay_off<Config>) weight_decay.off = Config::weight_decay_off;
  return all;
}

/// The last epoch: there is no step after it.
template <class Config>
epoch last_epoch_of(const Config& config) {
  if constexpr (has_last<Config>) {
    return config.last();
  } else {
    return std::numeric_limits<epoch>::max();
  }
}
template <class Config>
epoch last_epoch_of_any(const void* config) {
  return last_epoch_of(*static_cast<const Config*>(config));
}
template <class... Configs>
struct last_epochs_of {
  static constexpr std::array<epoch (*)(const void* config), sizeof...(Configs)> all{[] {
    epoch (*function)(const void*) = nullptr;  // of a config that does not end
    if constexpr (has_last<Configs>) function = last_epoch_of_any<Configs>;
    return function;
  }()...};
};
template <class Registry>
epoch last_epoch_of_chosen(const any_config<Registry>& chosen) {
  const auto last = chosen.empty() ? nullptr : Registry::template apply<last_epochs_of>::all[chosen.position()];
  return last ? last(chosen.object()) : std::numeric_limits<epoch>::max();
}

}  // namespace detail

/// A learning-rate scheduler's config: an aggregate of fields, with a rule for the learning rate at an epoch. The rule
/// is one of these (PyTorch's terms in brackets):
/// - `double next(group, epoch) const`: from the value before (`get_lr`); add `at` if there is a closed form
/// - `double at(group, epoch) const`: from the base value alone (`_get_closed_form_lr`)
/// - `void step(state&, settings, epoch) const`: sets all groups itself
/// - `void step(state&, settings, epoch, double metric) const`: the same, driven by a metric. Every step needs one;
///   epoch 0 sets nothing
/// - `void step(state&, settings, epoch, std::optional<double> metric) const` and `bool needs_metric(epoch) const`: the
///   same, driven by a metric in some steps. `needs_metric` says whether the step to that epoch needs one. Epoch 0 has
///   none, and neither have the steps that are taken at once, to start at a later epoch or to go on under another
///   config: what the metric drives then stays as it is
/// - `using schedule = …`: a class derived from `roster::schedule_base`, for composites
///
/// A field that counts steps is best of type `steps`: recipes may then give it a length, such as "5 epochs".
///
/// Optional members:
/// - `struct state`: an aggregate of what it remembers between steps, saved with the scheduler. It starts with its
///   defaults, or with `state initial() const`
/// - `double momentum(group, epoch) const`: moves the momentum too, unless `bool moves_momentum() const` returns false
/// - `static constexpr std::string_view momentum_off`: how to turn that off, for messages ("set cycle_momentum to
/// false")
/// - `double weight_decay(group, epoch) const`, `bool moves_weight_decay() const`, `weight_decay_off`: the same for the
///   weight decay
/// - `double base(group) const`: the base value, if that is not the optimizer's learning rate
/// - `epoch last() const`: the last epoch; there is no step after it
/// - `rules` (`roster::rule`), `void check(const place&) const`: which values its fields may have
/// - `node::object attributes(epoch, std::size_t groups) const`: what PyTorch saves of the config, which its states are
///   compared with; by default, its fields
/// - `static constexpr std::string_view saved_attributes[]`: those attributes that PyTorch's load_state_dict needs; our
///   states have them too
/// - `static constexpr bool counts_steps = true`: PyTorch's goes by `_step_count`, not by `last_epoch`
/// - `node::object fields_from(std::string_view attribute, const node& state) const`: the fields that an attribute in a
///   state of PyTorch's stands for, to name what differs; by default, the field of the same name
/// - `static constexpr std::string_view about`: what it does, in one sentence
/// - `static constexpr std::string_view formula`: the learning rate at an epoch, in words
///
/// A member with one of these names and another signature does not compile.
template <class Config>
concept scheduler_config =
    detail::is_value<Config> &&
    (detail::has_next<Config> || detail::has_at<Config> || detail::has_step<Config> ||
     detail::has_metric_step<Config> || detail::has_partly_metric_step<Config> || detail::has_schedule<Config>);

}  // namespace roster
