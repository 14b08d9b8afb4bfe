#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>

#include "roster/fields/one_of.hpp"
#include "roster/fields/per_group.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster::transformers {

/// transformers' `GreedyLR`; Subramanian et al., "GreedyLR: A Novel Adaptive Learning Rate Scheduler", 2025. The
/// defaults are the original's: `min_lr` is above the usual learning rate of a language model, which then can only
/// rise. A metric of NaN is not an improvement. A mean is that of the last finite metrics; the original's is a running
/// sum, which never recovers from NaN or from a metric that is much larger than the others.
struct greedy {
  one_of<"min", "max"> mode = "min";
  double factor = 0.95;
  steps patience = 10;
  double threshold = 1e-6;
  one_of<"rel", "abs"> threshold_mode = "abs";
  steps cooldown = 0;
  steps warmup = 0;
  per_group<double> min_lr = 1e-3;
  per_group<double> max_lr = 1.0;
  double eps = 1e-8;
  bool smooth = false;
  steps window_size = 50;
  std::int64_t reset_start = 500;

  static constexpr std::string_view name = "transformers.greedy";
  static constexpr std::string_view about =
      "Divides the learning rate by factor after more than patience improvements of a metric in a row, and multiplies "
      "it by factor after more than patience steps in a row without one.";
  static constexpr std::string_view formula =
      "lr / factor, but at most max_lr, after more than patience improvements in a row; lr × factor, but at least "
      "min_lr, after more than patience steps in a row without one; the initial values again when all groups have been "
      "at min_lr for reset_start reductions";
  static constexpr rule rules[] = {
      {"mode", "whether a lower or a higher metric is better"},
      {"factor",
       "the factor of each reduction; a rise divides by it",
       {.low = 0, .high = 1, .low_allowed = false, .high_allowed = false}},
      {"patience", "steps with the same result to wait", at_least(0)},
      {"threshold", "how much better a metric must be to count as an improvement", at_least(0)},
      {"threshold_mode", "whether threshold is relative to the best metric or absolute"},
      {"cooldown", "steps after a reduction before counting starts again", at_least(0)},
      {"warmup", "steps after a rise before counting starts again", at_least(0)},
      {"min_lr", "the lowest learning rate to reduce to", at_least(0)},
      {"max_lr", "the highest learning rate to rise to", at_least(0)},
      {"eps", "a change by this much or less is skipped", at_least(0)},
      {"smooth", "whether to watch the mean of the last window_size metrics"},
      {"window_size", "metrics of a mean", at_least(1)},
      {"reset_start", "reductions with all groups at min_lr until the schedule starts again", at_least(0)},
  };

  void check(const place& here) const {
    const auto* const least = min_lr.for_each();
    const auto* const most = max_lr.for_each();
    const auto of_least = least ? least->size() : most ? most->size() : 1;
    const auto of_most = most ? most->size() : of_least;
    for (std::size_t i = 0; i < std::min(of_least, of_most); ++i) {
      if (min_lr[i] <= max_lr[i]) continue;
      const auto there = here.member("min_lr");
      const auto other = most ? roster::detail::concat({"max_lr[", std::to_string(i), "]"}) : "max_lr";
      (least ? there.element(i) : there).report_rule({"is ", min_lr[i], ", but ", other, " is ", max_lr[i]});
    }
  }

  struct state {
    double best;
    std::int64_t num_good_epochs = 0;
    std::int64_t num_bad_epochs = 0;
    std::int64_t cooldown_counter = 0;
    std::int64_t warmup_counter = 0;
    std::int64_t reset_counter = 0;
    std::vector<double> window = {};

    static constexpr rule rules[] = {
        {"best", "the best metric so far", or_infinite()},
        {"num_good_epochs", "improvements in a row", at_least(0)},
        {"num_bad_epochs", "steps in a row without one", at_least(0)},
        {"cooldown_counter", "steps of cooldown left", at_least(0)},
        {"warmup_counter", "steps of warmup left", at_least(0)},
        {"reset_counter", "reductions at min_lr left until the schedule starts again", at_least(0)},
        {"window", "the metrics of the mean"},
    };
  };
  state initial() const { return {.best = worst(), .reset_counter = reset_start}; }

  void step(state& s, settings all, epoch, double metric) const {
    if (smooth) metric = smoothed(s, metric);
    auto& waiting = s.cooldown_counter > 0 ? s.cooldown_counter : s.warmup_counter;
    if (waiting > 0) {
      --waiting;
      s.num_good_epochs = s.num_bad_epochs = 0;
      return;
    }
    const bool is_better = improves(metric, s.best);
    if (is_better) s.best = metric;
    s.num_good_epochs = is_better ? s.num_good_epochs + 1 : 0;
    s.num_bad_epochs = is_better ? 0 : s.num_bad_epochs + 1;
    if (s.num_good_epochs > patience) {
      rise(s, all);
    } else if (s.num_bad_epochs > patience) {
      reduce(s, all);
    }
  }

 private:
  double worst() const {
    constexpr auto infinity = std::numeric_limits<double>::infinity();
    return mode.is<"min">() ? infinity : -infinity;
  }
  bool improves(double metric, double best) const {
    if (threshold_mode.is<"rel">()) {
      return mode.is<"min">() ? metric < best * (1.0 - threshold) : metric > best * (1.0 + threshold);
    }
    return mode.is<"min">() ? metric < best - threshold : metric > best + threshold;
  }

  /// The mean of the last metrics, with this one.
  double smoothed(state& s, double metric) const {
    if (std::isfinite(metric)) s.window.push_back(metric);
    if (static_cast<std::int64_t>(s.window.size()) > window_size) s.window.erase(s.window.begin());
    return std::accumulate(s.window.begin(), s.window.end(), 0.0) / static_cast<double>(s.window.size());
  }

  void rise(state& s, settings all) const {
    for (std::size_t i = 0; i < all.lr.size(); ++i) {
      const auto raised = std::min(all.lr[i] / factor, max_lr[i]);
      if (raised - all.lr[i] > eps) all.lr[i] = raised;
    }
    s.reset_counter = reset_start;
    s.warmup_counter = warmup;
    s.num_good_epochs = 0;
  }
  void reduce(state& s, settings all) const {
    bool all_at_least = true;
    for (std::size_t i = 0; i < all.lr.size(); ++i) {
      const auto reduced = std::max(all.lr[i] * factor, min_lr[i]);
      if (all.lr[i] - reduced > eps) all.lr[i] = reduced;
      all_at_least = all_at_least && all.lr[i] <= min_lr[i];
    }
    if (all_at_least && --s.reset_counter <= 0) {
      s = initial();
      std::copy_n(all.base_lr.data(), all.lr.size(), all.lr.data());
    }
    s.cooldown_counter = cooldown;
    s.num_bad_epochs = 0;
  }
};

}  // namespace roster::transformers
