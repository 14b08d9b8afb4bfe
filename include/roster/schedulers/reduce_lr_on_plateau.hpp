#pragma once

#include <algorithm>

#include "roster/fields/one_of.hpp"
#include "roster/fields/per_group.hpp"
#include "roster/schedulers/detail/pytorch_state.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

/// `torch.optim.lr_scheduler.ReduceLROnPlateau`. A metric of NaN is not an improvement.
struct ReduceLROnPlateau {
  one_of<"min", "max"> mode = "min";
  double factor = 0.1;
  steps patience = 10;
  double threshold = 1e-4;
  one_of<"rel", "abs"> threshold_mode = "rel";
  steps cooldown = 0;
  per_group<double> min_lr = 0.0;
  double eps = 1e-8;

  static constexpr std::string_view about =
      "Multiplies the learning rate by factor when a metric has not improved for more than patience epochs.";
  static constexpr std::string_view formula =
      "lr × factor, but at least min_lr, after more than patience epochs in which the metric did not improve; the "
      "count starts again cooldown epochs after each reduction";
  static constexpr rule rules[] = {
      {"mode", "whether a lower or a higher metric is better"},
      {"factor", "the factor of each reduction", from_to_below(0, 1)},
      {"patience", "epochs without improvement to wait", at_least(0)},
      {"threshold", "how much better a metric must be to count as an improvement", at_least(0)},
      {"threshold_mode", "whether threshold is relative to the best metric or absolute"},
      {"cooldown", "epochs after a reduction before counting starts again", at_least(0)},
      {"min_lr", "the lowest learning rate", at_least(0)},
      {"eps", "a reduction by this much or less is skipped", at_least(0)},
  };

  struct state {
    double best;
    std::int64_t cooldown_counter = 0;
    std::int64_t num_bad_epochs = 0;

    static constexpr rule rules[] = {
        {"best", "the best metric so far", or_infinite()},
        {"cooldown_counter", "epochs of cooldown left", at_least(0)},
        {"num_bad_epochs", "epochs without improvement so far", at_least(0)},
    };
  };
  state initial() const { return {.best = worst()}; }

  void step(state& s, settings all, epoch, double metric) const {
    if (!is_due(s, metric)) return;
    for (std::size_t i = 0; i < all.lr.size(); ++i) all.lr[i] = reduced(all.lr[i], i);
  }

  /// Counts an epoch with this metric. Returns whether it is time for a reduction.
  bool is_due(state& s, double metric) const {
    if (is_better(metric, s.best)) {
      s.best = metric;
      s.num_bad_epochs = 0;
    } else {
      ++s.num_bad_epochs;
    }
    if (s.cooldown_counter > 0) {
      --s.cooldown_counter;
      s.num_bad_epochs = 0;
    }
    if (s.num_bad_epochs <= patience) return false;
    s.cooldown_counter = cooldown;
    s.num_bad_epochs = 0;
    return true;
  }
  /// A learning rate of the group at that position after a reduction.
  double reduced(double lr, std::size_t group) const {
    const auto lower = std::max(lr * factor, min_lr[group]);
    return lr - lower > eps ? lower : lr;
  }

  node::object attributes(epoch, std::size_t groups) const {
    const auto* for_all = min_lr.for_all();
    return {{"factor", factor},
            {"default_min_lr", for_all ? node(value(*for_all)) : node()},
            {"min_lrs", min_lr.of(groups)},
            {"patience", std::int64_t{patience}},
            {"cooldown", std::int64_t{cooldown}},
            {"eps", eps},
            {"mode_worse", worst()},
            {"mode", mode.name()},
            {"threshold", threshold},
            {"threshold_mode", threshold_mode.name()}};
  }
  node::object fields_from(std::string_view attribute, const node& saved) const {
    if (attribute == "min_lrs" || attribute == "default_min_lr") {
      return {{"min_lr", detail::for_all_groups(saved, "min_lrs")}};
    }
    if (attribute == "mode_worse") return {{"mode", detail::member_of(saved, "mode")}};
    return {};
  }

 private:
  double worst() const {
    constexpr auto infinity = std::numeric_limits<double>::infinity();
    return mode.is<"min">() ? infinity : -infinity;
  }
  bool is_better(double metric, double best) const {
    if (threshold_mode.is<"rel">()) {
      return mode.is<"min">() ? metric < best * (1.0 - threshold) : metric > best * (threshold + 1.0);
    }
    return mode.is<"min">() ? metric < best - threshold : metric > best + threshold;
  }
};

}  // namespace roster
