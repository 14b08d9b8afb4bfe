#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "roster/fields/per_group.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster::deepspeed {

/// DeepSpeed's `OneCycle`; Smith, "A Disciplined Approach to Neural Network Hyper-Parameters", 2018. The momentum
/// (beta1) begins at its highest value; DeepSpeed's begins at the lowest, for one step. It also moves an SGD's
/// momentum, which DeepSpeed's does not, and leaves beta2 alone, which DeepSpeed sets to 0.99. Without a
/// decay_step_size, nothing decays, as in the original.
struct OneCycle {
  required<per_group<double>> cycle_min_lr;
  required<per_group<double>> cycle_max_lr;
  double decay_lr_rate = 0.0;
  steps cycle_first_step_size = 2000;
  std::optional<steps> cycle_second_step_size = {};
  std::int64_t cycle_first_stair_count = 0;
  std::optional<std::int64_t> cycle_second_stair_count = {};
  steps decay_step_size = 0;
  bool cycle_momentum = true;
  per_group<double> cycle_min_mom = 0.8;
  per_group<double> cycle_max_mom = 0.9;
  double decay_mom_rate = 0.0;

  static constexpr std::string_view name = "deepspeed.OneCycle";
  static constexpr std::string_view about =
      "Raises the learning rate from cycle_min_lr to cycle_max_lr and lowers it again, once, then lets it decay; moves "
      "the momentum the other way.";
  static constexpr std::string_view formula =
      "cycle_min_lr + (cycle_max_lr - cycle_min_lr) × height, where height goes from 0 to 1 in cycle_first_step_size "
      "steps and back to 0 in cycle_second_step_size; then cycle_min_lr / (1 + decay_lr_rate × x), where x is the "
      "steps since then / decay_step_size";
  static constexpr rule rules[] = {
      {"cycle_min_lr", "the learning rate at both ends of the cycle", at_least(0)},
      {"cycle_max_lr", "the highest learning rate", at_least(0)},
      {"decay_lr_rate", "how fast the learning rate falls after the cycle; 0: not at all", at_least(0)},
      {"cycle_first_step_size", "steps from cycle_min_lr to cycle_max_lr", at_least(1)},
      {"cycle_second_step_size", "steps back to cycle_min_lr; null: as many as cycle_first_step_size", at_least(0)},
      {"cycle_first_stair_count", "the number of stairs on the way up; 0: a line", at_least(0)},
      {"cycle_second_stair_count", "the same on the way down; null: as many as cycle_first_stair_count", at_least(0)},
      {"decay_step_size", "steps of the decays, after the cycle; 0: no decay", at_least(0)},
      {"cycle_momentum", "whether to move the momentum too, against the learning rate"},
      {"cycle_min_mom", "the lowest momentum, at cycle_max_lr", from_to_below(0, 1)},
      {"cycle_max_mom", "the highest momentum of the cycle, at cycle_min_lr", from_to_below(0, 1)},
      {"decay_mom_rate", "how fast the momentum rises after the cycle, to 0.99 at most; 0: not at all", at_least(0)},
  };

  double base(group g) const { return (*cycle_min_lr)[g.index]; }
  double at(group g, epoch t) const {
    if (is_over(t)) return g.base_lr / growth(decay_lr_rate, t);
    return g.base_lr + ((*cycle_max_lr)[g.index] - g.base_lr) * height(t);
  }
  bool moves_momentum() const { return cycle_momentum; }
  static constexpr std::string_view momentum_off = "set cycle_momentum to false";
  double momentum(group g, epoch t) const {
    const auto most = cycle_max_mom[g.index];
    // DeepSpeed's rises beyond 1, where no training converges.
    if (is_over(t)) return std::min(most * growth(decay_mom_rate, t), std::max(most, 0.99));
    return most - (most - cycle_min_mom[g.index]) * height(t);
  }

 private:
  double up() const { return static_cast<double>(cycle_first_step_size); }
  double down() const { return static_cast<double>(cycle_second_step_size.value_or(cycle_first_step_size)); }
  double total() const { return up() + down(); }
  bool is_over(epoch t) const { return as_real(t) - 1 >= total(); }

  /// 0 at both ends of the cycle, 1 at its top.
  double height(epoch t) const {
    const auto turns = as_real(t) / total();
    const auto x = 1.0 + turns - std::floor(1 + turns);
    const auto ratio = up() / total();
    const bool rises = x <= ratio;
    const auto stairs = static_cast<double>(rises ? cycle_first_stair_count
                                                  : cycle_second_stair_count.value_or(cycle_first_stair_count));
    if (stairs == 0) return rises ? x / ratio : (x - 1) / (ratio - 1);
    const auto now = std::fmod(as_real(t), total());
    return std::floor(now <= up() ? now * stairs / up() : (total() - now) * stairs / down()) / stairs;
  }
  /// 1 at the end of the cycle, and higher from there on.
  double growth(double rate, epoch t) const {
    if (decay_step_size == 0) return 1;
    const auto grown = 1 + rate * ((as_real(t) - total()) / as_real(decay_step_size));
    return std::min(grown, std::numeric_limits<double>::max());  // a momentum of 0 times infinity would be NaN
  }
};

}  // namespace roster::deepspeed
