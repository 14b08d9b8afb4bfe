#pragma once

#include <algorithm>
#include <cmath>
#include <functional>

#include "roster/fields/function.hpp"
#include "roster/fields/one_of.hpp"
#include "roster/fields/per_group.hpp"
#include "roster/schedulers/detail/pytorch_state.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

/// `torch.optim.lr_scheduler.CyclicLR`; Smith, "Cyclical Learning Rates for Training Neural Networks", 2017.
struct CyclicLR {
  required<per_group<double>> base_lr;
  required<per_group<double>> max_lr;
  steps step_size_up = 2000;
  std::optional<steps> step_size_down = {};
  one_of<"triangular", "triangular2", "exp_range"> mode = "triangular";
  double gamma = 1.0;
  std::optional<std::function<double(double)>> scale_fn = {};
  one_of<"cycle", "iterations"> scale_mode = "cycle";
  bool cycle_momentum = true;
  per_group<double> base_momentum = 0.8;
  per_group<double> max_momentum = 0.9;

  static constexpr std::string_view about =
      "Raises the learning rate from base_lr to max_lr and lowers it again, in cycles; moves the momentum the other "
      "way.";
  static constexpr std::string_view formula =
      "base_lr + (max_lr - base_lr) × height × scale: height goes from 0 to 1 in step_size_up epochs and back to 0 in "
      "step_size_down, and scale is 1, 1 / 2^(cycles so far) or gamma^epoch, depending on the mode";
  static constexpr rule rules[] = {
      {"base_lr", "the learning rate at the start of a cycle", at_least(0)},
      {"max_lr", "the highest learning rate of a cycle", at_least(0)},
      {"step_size_up", "epochs from base_lr to max_lr", at_least(1)},
      {"step_size_down", "epochs from max_lr to base_lr; null: as many as step_size_up", at_least(0)},
      {"mode", "the height of the cycles: constant, halved every cycle, or multiplied by gamma every epoch"},
      {"gamma", "the factor of each epoch in the mode exp_range", above(0)},
      {"scale_fn",
       "the height of the cycles, instead of mode: a function from the cycle (the first is 1) or the epoch to a "
       "factor"},
      {"scale_mode", "whether scale_fn takes the cycle or the epoch"},
      {"cycle_momentum", "whether to move the momentum too, against the learning rate"},
      {"base_momentum", "the lowest momentum, at max_lr", from_to_below(0, 1)},
      {"max_momentum", "the highest momentum, at base_lr", from_to_below(0, 1)},
  };

  double base(group g) const { return (*base_lr)[g.index]; }
  double at(group g, epoch t) const { return g.base_lr + ((*max_lr)[g.index] - g.base_lr) * way_up(t) * scale(t); }
  bool moves_momentum() const { return cycle_momentum; }
  static constexpr std::string_view momentum_off = "set cycle_momentum to false";
  double momentum(group g, epoch t) const {
    return max_momentum[g.index] - (max_momentum[g.index] - base_momentum[g.index]) * way_up(t) * scale(t);
  }

  static constexpr std::string_view saved_attributes[] = {"_scale_fn_custom"};
  node::object attributes(epoch, std::size_t groups) const {
    const auto each = [&](const per_group<double>& field) { return field.of(groups); };
    node::object all{{"max_lrs", each(max_lr)},
                     {"total_size", total_size()},
                     {"step_ratio", step_ratio()},
                     {"mode", mode.name()},
                     {"gamma", gamma},
                     {"scale_mode", node(value(by_cycle() ? "cycle" : "iterations"))},
                     {"_scale_fn_custom", node()},  // a function is not saved
                     {"cycle_momentum", cycle_momentum}};
    if (cycle_momentum) {
      all.push_back({"base_momentums", each(base_momentum)});
      all.push_back({"max_momentums", each(max_momentum)});
    }
    return all;
  }
  node::object fields_from(std::string_view attribute, const node& saved) const {
    if (attribute == "max_lrs") return {{"max_lr", detail::for_all_groups(saved, attribute)}};
    if (attribute == "base_momentums") return {{"base_momentum", detail::for_all_groups(saved, attribute)}};
    if (attribute == "max_momentums") return {{"max_momentum", detail::for_all_groups(saved, attribute)}};
    if (attribute == "total_size" || attribute == "step_ratio") {
      const auto size = detail::number_of(detail::member_of(saved, "total_size"));
      const auto up = std::round(size * detail::number_of(detail::member_of(saved, "step_ratio")));
      const bool is_even = up == size - up && !step_size_down;
      return {{"step_size_up", detail::whole(up)}, {"step_size_down", is_even ? node() : detail::whole(size - up)}};
    }
    if (attribute == "scale_mode" && !scale_fn) return {{"mode", detail::member_of(saved, "mode")}};
    return {};
  }

 private:
  double total_size() const {
    return static_cast<double>(step_size_up) + static_cast<double>(step_size_down.value_or(step_size_up));
  }
  double step_ratio() const { return static_cast<double>(step_size_up) / total_size(); }
  double cycle(epoch t) const { return std::floor(1 + static_cast<double>(t) / total_size()); }
  bool by_cycle() const { return scale_fn ? scale_mode.is<"cycle">() : !mode.is<"exp_range">(); }

  /// 0 at the bottom of a cycle, 1 at its top.
  double way_up(epoch t) const {
    const auto x = 1.0 + static_cast<double>(t) / total_size() - cycle(t);
    return x <= step_ratio() ? x / step_ratio() : (x - 1) / (step_ratio() - 1);
  }
  double scale(epoch t) const {
    const auto x = by_cycle() ? cycle(t) : static_cast<double>(t);
    if (scale_fn) return (*scale_fn)(x);
    if (mode.is<"triangular2">()) return 1 / std::pow(2.0, x - 1);
    if (mode.is<"triangular">()) return 1.0;
    // With a gamma above 1, the power exceeds a double in the end. At the bottom of a cycle it is multiplied by 0, and
    // infinity would give NaN.
    return std::min(std::pow(gamma, x), std::numeric_limits<double>::max());
  }
};

}  // namespace roster
