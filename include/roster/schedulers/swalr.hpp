#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "roster/fields/one_of.hpp"
#include "roster/fields/per_group.hpp"
#include "roster/schedulers/detail/pytorch_state.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

/// `torch.optim.swa_utils.SWALR`; Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization",
/// 2018.
struct SWALR {
  required<per_group<double>> swa_lr;
  steps anneal_epochs = 10;
  one_of<"cos", "linear"> anneal_strategy = "cos";

  static constexpr std::string_view about =
      "Moves the learning rate to swa_lr in anneal_epochs epochs and keeps it there while weights are averaged.";
  static constexpr std::string_view formula =
      "swa_lr × a + start × (1 - a), where a goes from 0 to 1 in anneal_epochs epochs, along half a cosine or a line";
  static constexpr rule rules[] = {
      {"swa_lr", "the final learning rate", at_least(0)},
      {"anneal_epochs", "epochs to reach swa_lr; 0: immediately", at_least(0)},
      {"anneal_strategy", "the shape: half a cosine or a line"},
  };

  double next(group g, epoch t) const {
    const auto goal = (*swa_lr)[g.index];
    const auto before = anneal(t - 1);
    const auto from = before == 1 ? goal : (g.lr - before * goal) / (1 - before);
    const auto now = anneal(anneal_epochs == 0 ? std::max<epoch>(1, t) : t);
    return goal * now + from * (1 - now);
  }

  static constexpr bool counts_steps = true;
  node::object attributes(epoch, std::size_t) const {
    return {{"anneal_epochs", std::int64_t{anneal_epochs}}, {"_anneal_strategy", anneal_strategy.name()}};
  }
  node::object fields_from(std::string_view attribute, const node& saved) const {
    if (attribute == "_anneal_strategy") return {{"anneal_strategy", detail::member_of(saved, attribute)}};
    return {};
  }

 private:
  /// The share of swa_lr in the learning rate after `steps` steps: 0 to 1.
  double anneal(std::int64_t steps) const {
    const auto all = static_cast<double>(std::max<std::int64_t>(1, anneal_epochs));
    const auto way = std::clamp(static_cast<double>(steps) / all, 0.0, 1.0);
    return anneal_strategy.is<"linear">() ? way : (1 - std::cos(std::numbers::pi * way)) / 2;
  }
};

}  // namespace roster
