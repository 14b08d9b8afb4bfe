#pragma once

#include "roster/fields/fields.hpp"
#include "roster/schedulers/scheduler_members.hpp"

// A scheduler's type as constant data. A schedule reads it whatever its config is, so it is compiled once, not once for
// each config.
namespace roster::detail {

/// Sets the learning rates of `size` groups, which have those of the epoch before, to those of epoch `t`.
using rule_function = void (*)(const void* config, double* lr, const double* base, std::size_t size, epoch t);

/// What a schedule has to know of its config's type. The functions take the config by its address; those that the type
/// does not have are null.
struct scheduler_info {
  const config_info* config;
  const config_info* state = nullptr;  ///< null, too
  bool takes_metric = false;
  bool counts_steps = false;
  rule_function next = nullptr;
  rule_function at = nullptr;
  /// What steps go by if the config has no `step`: `next`, or else `at`. Kept, since GCC 12 with its sanitizers
  /// compares no pointers in a constant.
  rule_function rule = nullptr;
  void (*set_companions)(const void* config, const settings& all, const double* base, epoch t) = nullptr;
  movements (*moves)(const void* config) = nullptr;
  double (*base)(const void* config, const group& g) = nullptr;
  epoch (*last)(const void* config) = nullptr;
  bool (*needs_metric)(const void* config, epoch t) = nullptr;
};

/// The functions of a `scheduler_info`: for all groups, so that a step costs one call through a pointer.
template <class Config>
struct scheduler_functions {
  static void next(const void* config, double* lr, const double* base, std::size_t size, epoch t) {
    const auto& of = *static_cast<const Config*>(config);
    for (group g{0, 0, 0}; g.index < size; ++g.index, ++lr) {
      g.lr = *lr;
      g.base_lr = base[g.index];
      *lr = of.next(g, t);
    }
  }
  static void at(const void* config, double* lr, const double* base, std::size_t size, epoch t) {
    const auto& of = *static_cast<const Config*>(config);
    for (group g{0, 0, 0}; g.index < size; ++g.index, ++lr) {
      g.lr = *lr;
      g.base_lr = base[g.index];
      *lr = of.at(g, t);
    }
  }
  static void set_companions(const void* config, const settings& all, const double* base, epoch t) {
    const auto& of = *static_cast<const Config*>(config);
    [[maybe_unused]] const auto [momentum, weight_decay] = movements_of(of);
    if constexpr (has_momentum<Config>) {
      for (std::size_t i = 0; momentum.moves && i < all.momentum.size(); ++i) {
        all.momentum[i] = of.momentum(group{i, all.lr[i], base[i]}, t);
      }
    }
    if constexpr (has_weight_decay<Config>) {
      for (std::size_t i = 0; weight_decay.moves && i < all.weight_decay.size(); ++i) {
        all.weight_decay[i] = of.weight_decay(group{i, all.lr[i], base[i]}, t);
      }
    }
  }
  static double base(const void* config, const group& g) { return static_cast<const Config*>(config)->base(g); }
  static movements moves(const void* config) { return movements_of(*static_cast<const Config*>(config)); }
  static bool needs_metric(const void* config, epoch t) { return static_cast<const Config*>(config)->needs_metric(t); }
};

template <class Config>
inline constexpr scheduler_info scheduler_info_of = [] {
  constexpr bool fit = demand_scheduler_members<Config>();
  (void)fit;
  using functions = scheduler_functions<Config>;
  scheduler_info made{.config = &info_of<Config>,
                      .takes_metric = has_metric_step<Config> || has_partly_metric_step<Config>};
  if constexpr (has_counts_steps<Config>) made.counts_steps = Config::counts_steps;
  if constexpr (has_at<Config>) made.rule = made.at = functions::at;
  if constexpr (has_next<Config>) made.rule = made.next = functions::next;
  if constexpr (has_momentum<Config> || has_weight_decay<Config>) {
    made.set_companions = functions::set_companions;
    made.moves = functions::moves;
  }
  if constexpr (has_base<Config>) made.base = functions::base;
  if constexpr (has_last<Config>) made.last = last_epoch_of_any<Config>;
  if constexpr (has_partly_metric_step<Config>) made.needs_metric = functions::needs_metric;
  if constexpr (has_state<Config>) made.state = &info_of<state_t<Config>>;
  return made;
}();

}  // namespace roster::detail
