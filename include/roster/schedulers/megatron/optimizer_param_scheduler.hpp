#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "roster/fields/one_of.hpp"
#include "roster/fields/per_group.hpp"
#include "roster/schedulers/megatron/detail/checks.hpp"

namespace roster::megatron {

/// Megatron-LM's `OptimizerParamScheduler`. It moves the weight decay as well, if start_wd and end_wd are given. What
/// Megatron reads from the parameter groups (`max_lr`, `min_lr`, `start_wd`, `end_wd`, `wd_mult`) are fields that may
/// have a value for each group. Numbers of steps count samples if `increment` says how many a step has;
/// `lr_decay_steps` counts the warm-up. WSD: Hu et al., "MiniCPM: Unveiling the Potential of Small Language Models with
/// Scalable Training Strategies", 2024.
struct OptimizerParamScheduler {
  required<per_group<double>> max_lr;
  required<steps> lr_decay_steps;
  double init_lr = 0.0;
  per_group<double> min_lr = 0.0;
  steps lr_warmup_steps = 0;
  std::optional<double> lr_warmup_fraction = {};
  one_of<"constant", "linear", "cosine", "inverse-square-root", "WSD"> lr_decay_style = "linear";
  std::optional<per_group<double>> start_wd = {};
  std::optional<per_group<double>> end_wd = {};
  std::optional<steps> wd_incr_steps = {};
  one_of<"constant", "linear", "cosine"> wd_incr_style = "constant";
  std::optional<steps> wsd_decay_steps = {};
  one_of<"exponential", "linear", "cosine", "minus_sqrt"> lr_wsd_decay_style = "exponential";
  per_group<double> wd_mult = 1.0;
  std::int64_t increment = 1;

  static constexpr std::string_view name = "megatron.OptimizerParamScheduler";
  static constexpr std::string_view about =
      "Raises the learning rate from init_lr to max_lr along a line, and lowers it to min_lr along a curve; may move "
      "the weight decay from start_wd to end_wd.";
  static constexpr std::string_view formula =
      "init_lr + (max_lr - init_lr) × step / lr_warmup_steps, then min_lr + (max_lr - min_lr) × f, where f goes from 1 "
      "to 0 until lr_decay_steps as lr_decay_style says, and min_lr after it; inverse-square-root: max_lr × "
      "sqrt(lr_warmup_steps / step)";
  static constexpr rule rules[] = {
      {"max_lr", "the learning rate after the warm-up", at_least(0)},
      {"lr_decay_steps", "the step at which the learning rate is min_lr; it counts the warm-up", at_least(1)},
      {"init_lr", "the learning rate of step 0, if there is a warm-up", at_least(0)},
      {"min_lr", "the last learning rate", at_least(0)},
      {"lr_warmup_steps", "steps from init_lr to max_lr", at_least(0)},
      {"lr_warmup_fraction", "the warm-up as a part of lr_decay_steps, in place of lr_warmup_steps",
       from_to_below(0, 1)},
      {"lr_decay_style", "the curve of the decay; WSD: max_lr, and a decay in the last wsd_decay_steps"},
      {"start_wd", "the weight decay of step 0; null: it does not move", at_least(0)},
      {"end_wd", "the weight decay after wd_incr_steps", at_least(0)},
      {"wd_incr_steps", "steps from start_wd to end_wd", at_least(1)},
      {"wd_incr_style", "the curve from start_wd to end_wd; constant: they are equal"},
      {"wsd_decay_steps", "steps of the decay of WSD", at_least(1)},
      {"lr_wsd_decay_style", "the curve of the decay of WSD"},
      {"wd_mult", "the factor of the weight decay", at_least(0)},
      {"increment", "by how much a step raises the count, such as its samples; lengths (\"10 %\") need 1", at_least(1)},
  };
  void check(const place& here) const {
    check_warmup(here);
    detail::check_order({"init_lr", init_lr}, {"max_lr", *max_lr}, here);
    detail::check_order({"min_lr", min_lr}, {"max_lr", *max_lr}, here);
    check_wsd(here);
    check_weight_decay(here);
  }

  double base(group g) const { return (*max_lr)[g.index]; }
  double at(group g, epoch steps) const {
    const auto t = count(steps), warmup = all_warmup(), decay = as_real(lr_decay_steps);
    const auto high = g.base_lr, low = min_lr[g.index];
    if (warmup > 0 && t <= warmup) return init_lr + (high - init_lr) * t / warmup;
    if (lr_decay_style.is<"constant">()) return high;
    if (t > decay) return low;
    if (lr_decay_style.is<"inverse-square-root">()) {
      return std::max(low, high * std::pow(std::max(warmup, 1.0), 0.5) / std::pow(std::max(t, 1.0), 0.5));
    }
    return low + (lr_decay_style.is<"WSD">() ? wsd(t) : curve((t - warmup) / (decay - warmup))) * (high - low);
  }

  bool moves_weight_decay() const { return start_wd && end_wd; }
  static constexpr std::string_view weight_decay_off = "leave out start_wd and end_wd";
  double weight_decay(group g, epoch steps) const {
    const auto start = (*start_wd)[g.index], end = (*end_wd)[g.index];
    const auto t = count(steps), incr = as_real(wd_incr_steps.value_or(0));
    if (t > incr || wd_incr_style.is<"constant">()) return end * wd_mult[g.index];
    const auto way = t / incr;
    const auto risen = wd_incr_style.is<"linear">() ? way : 0.5 * (std::cos(std::numbers::pi * (1 - way)) + 1.0);
    return (start + risen * (end - start)) * wd_mult[g.index];
  }

 private:
  double count(epoch steps) const { return as_real(steps) * as_real(increment); }
  double all_warmup() const {
    return lr_warmup_fraction ? *lr_warmup_fraction * as_real(lr_decay_steps) : as_real(lr_warmup_steps);
  }
  double curve(double way) const {
    return lr_decay_style.is<"linear">() ? 1.0 - way : 0.5 * (std::cos(std::numbers::pi * way) + 1.0);
  }
  double wsd(double t) const {
    const auto length = as_real(*wsd_decay_steps), start = as_real(lr_decay_steps) - length;
    if (t <= start) return 1.0;
    const auto way = (t - start) / length;
    if (lr_wsd_decay_style.is<"linear">()) return 1.0 - way;
    if (lr_wsd_decay_style.is<"cosine">()) return 0.5 * (std::cos(std::numbers::pi * way) + 1.0);
    if (lr_wsd_decay_style.is<"minus_sqrt">()) return 1.0 - std::sqrt(way);
    return 2.0 * std::pow(0.5, way) - 1.0;
  }

  void check_warmup(const place& here) const {
    const auto there = here.member("lr_warmup_steps");
    if (lr_warmup_fraction && lr_warmup_steps != 0) {
      there.report_rule({"is ", epoch{lr_warmup_steps}, ", but lr_warmup_fraction is ", *lr_warmup_fraction,
                         "; give only one of them"});
    } else if (lr_warmup_steps >= lr_decay_steps) {
      there.report_rule(
          {"is ", epoch{lr_warmup_steps}, ", but lr_decay_steps, which counts them, is ", epoch{lr_decay_steps}});
    }
  }
  void check_wsd(const place& here) const {
    if (!lr_decay_style.is<"WSD">()) return;
    const auto there = here.member("wsd_decay_steps");
    if (!wsd_decay_steps) {
      there.report(problem_kind::missing, roster::detail::is_missing("an integer of at least 1, for the decay of WSD"));
    } else if (const auto left = as_real(lr_decay_steps) - all_warmup(); as_real(*wsd_decay_steps) > left) {
      there.report_rule({"is ", epoch{*wsd_decay_steps}, ", but lr_decay_steps leaves ", left, " after the warm-up"});
    }
  }
  void check_weight_decay(const place& here) const {
    if (!start_wd && !end_wd) return;
    if (!start_wd || !end_wd) {
      return here.member(start_wd ? "end_wd" : "start_wd")
          .report(problem_kind::missing, start_wd ? "is missing: start_wd is given" : "is missing: end_wd is given");
    }
    detail::check_order({"start_wd", *start_wd}, {"end_wd", *end_wd}, here);
    if (wd_incr_style.is<"constant">()) {
      detail::check_equal({"end_wd", *end_wd}, {"start_wd", *start_wd}, "; choose another wd_incr_style", here);
    } else if (!wd_incr_steps) {
      here.member("wd_incr_steps")
          .report(problem_kind::missing,
                  roster::detail::is_missing("an integer of at least 1, for the way from start_wd to end_wd"));
    }
  }
};

}  // namespace roster::megatron
