#pragma once

#include <cmath>
#include <numbers>

#include "roster/fields/entry.hpp"
#include "roster/fields/indirect.hpp"
#include "roster/fields/one_of.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

template <class Registry>
class warmup_schedule;  // run/warmup_schedule.hpp

/// A warm-up before any scheduler of `Registry`, or over its first epochs. It is not one of PyTorch's. Unlike a
/// LinearLR in a SequentialLR, it may start from 0, and the scheduler after it starts from the base values, whatever it
/// is.
template <class Registry>
struct basic_Warmup {
  required<steps> length;
  required<indirect<entry<Registry>>> scheduler;
  double start_factor = 0.1;
  one_of<"linear", "constant", "exponential", "cosine"> shape = "linear";
  bool overlap = false;

  static constexpr std::string_view name = "Warmup";
  static constexpr std::string_view about =
      "Raises the learning rate from a fraction of its base value in the first epochs, then runs a scheduler.";
  static constexpr std::string_view formula =
      "base × f, where f goes from start_factor to 1 over length epochs; then that of the scheduler, whose epoch 0 is "
      "epoch length. With overlap, that of the scheduler from epoch 0 on, × f";
  static constexpr rule rules[] = {
      {"length", "epochs until the factor is 1; 0: the scheduler alone", at_least(0)},
      {"scheduler", "the scheduler that is warmed up; it starts from the base values"},
      {"start_factor", "the factor at epoch 0", between(0, 1)},
      {"shape",
       "how the factor rises: by equal amounts, not at all until the end, by equal ratios, or along half a cosine"},
      {"overlap", "whether the scheduler runs from epoch 0 on, with its values multiplied by the factor"},
  };
  void check(const place& here) const {
    if (!shape.template is<"exponential">() || start_factor > 0) return;
    here.member("start_factor")
        .report(problem_kind::rule, detail::is_not(start_factor, "more than 0, for the shape \"exponential\""));
  }

  using schedule = warmup_schedule<Registry>;

  /// What the scheduler continues from while its values are multiplied.
  struct state {
    std::vector<double> own_lrs = {};

    static constexpr rule rules[] = {
        {"own_lrs", "with overlap, the scheduler's own learning rate of each group, before the factor"}};
  };

  /// The first epoch with the factor 1.
  epoch end() const { return length; }
  /// The factor of epoch `t`, which is before the end.
  double factor(epoch t) const {
    const auto way = static_cast<double>(t) / static_cast<double>(end());
    if (shape.template is<"constant">()) return start_factor;
    if (shape.template is<"exponential">()) return std::pow(start_factor, 1 - way);
    if (shape.template is<"cosine">()) {
      return start_factor + (1 - start_factor) * (1 - std::cos(std::numbers::pi * way)) / 2;
    }
    return start_factor + (1 - start_factor) * way;
  }

  /// The epoch at which the scheduler begins.
  epoch begin() const { return overlap ? 0 : end(); }
  /// The epoch of the scheduler when this one is at epoch `t`, if it has begun.
  std::optional<epoch> epoch_of(std::size_t, epoch t) const {
    if (t < begin()) return std::nullopt;
    return t - begin();
  }

  /// It ends when its scheduler ends.
  epoch last() const {
    const auto own = detail::last_epoch_of_chosen(**scheduler);
    return own > std::numeric_limits<epoch>::max() - begin() ? std::numeric_limits<epoch>::max() : begin() + own;
  }
};

}  // namespace roster
