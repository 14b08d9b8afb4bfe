#pragma once

#include "roster/fields/one_of.hpp"
#include "roster/schedulers/transformers/detail/cosine.hpp"

namespace roster::transformers {

/// transformers' `get_wsd_schedule`; Hu et al., "MiniCPM: Unveiling the Potential of Small Language Models with
/// Scalable Training Strategies", 2024. The warm-up begins at `min_lr_ratio`, as the decay ends there. If both are
/// given, `num_stable_steps` counts, and not `num_training_steps`.
struct warmup_stable_decay {
  required<steps> num_warmup_steps;
  required<steps> num_decay_steps;
  std::optional<steps> num_training_steps = {};
  std::optional<steps> num_stable_steps = {};
  one_of<"linear", "cosine", "1-sqrt"> warmup_type = "linear";
  one_of<"linear", "cosine", "1-sqrt"> decay_type = "cosine";
  double min_lr_ratio = 0.0;
  double num_cycles = 0.5;

  static constexpr std::string_view name = "transformers.warmup_stable_decay";
  static constexpr std::string_view about =
      "Raises the learning rate to the base value, keeps it for most of the run, and lowers it at the end.";
  static constexpr std::string_view formula =
      "base × (min_lr_ratio + (1 - min_lr_ratio) × f): f goes from 0 to 1 in num_warmup_steps, stays, and goes from 1 "
      "to 0 in num_decay_steps, along the curves warmup_type and decay_type; base × min_lr_ratio from there on";
  static constexpr rule rules[] = {
      {"num_warmup_steps", "steps until the learning rate is the base value", at_least(0)},
      {"num_decay_steps", "steps in which the learning rate falls", at_least(0)},
      {"num_training_steps", "steps of the whole run; null: num_stable_steps says it", at_least(1)},
      {"num_stable_steps", "steps between the warm-up and the decay; null: the rest of the run", at_least(0)},
      {"warmup_type", "the shape of the warm-up: a line, half a cosine, or 1 - sqrt(1 - x)"},
      {"decay_type", "the shape of the decay: a line, half a cosine, or 1 - sqrt(x)"},
      {"min_lr_ratio", "the first and the last learning rate divided by the base value", between(0, 1)},
      {"num_cycles", "waves of a decay along a cosine; 0.5: down, once", at_least(0)},
  };
  void check(const place& here) const {
    if (num_stable_steps) return;
    if (!num_training_steps) {
      return here.member("num_training_steps")
          .report(problem_kind::missing, roster::detail::is_missing("num_training_steps or num_stable_steps"));
    }
    if (stable() < 0) {
      here.member("num_training_steps")
          .report_rule({"is ", epoch{*num_training_steps}, ", but num_warmup_steps and num_decay_steps together are ",
                        epoch{num_warmup_steps + num_decay_steps}});
    }
  }

  double at(group g, epoch t) const {
    const auto decay = num_warmup_steps + stable();
    if (t < num_warmup_steps) return g.base_lr * scaled(risen(detail::share(t, num_warmup_steps)));
    if (t < decay) return g.base_lr;
    if (t >= decay + num_decay_steps) return g.base_lr * min_lr_ratio;
    return g.base_lr * scaled(fallen(detail::share(t - decay, num_decay_steps)));
  }

 private:
  epoch stable() const {
    return num_stable_steps ? epoch{*num_stable_steps} : *num_training_steps - num_warmup_steps - num_decay_steps;
  }
  double risen(double p) const {
    if (warmup_type.is<"linear">()) return p;
    return warmup_type.is<"cosine">() ? 0.5 * (1.0 - std::cos(std::numbers::pi * p)) : 1.0 - std::sqrt(1.0 - p);
  }
  double fallen(double p) const {
    if (decay_type.is<"linear">()) return 1.0 - p;
    return decay_type.is<"cosine">() ? detail::wave(num_cycles, p) : 1.0 - std::sqrt(p);
  }
  double scaled(double factor) const { return std::max(0.0, factor * (1.0 - min_lr_ratio) + min_lr_ratio); }
};

}  // namespace roster::transformers
