#pragma once

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "roster/schedulers/detail/pytorch_state.hpp"
#include "roster/schedulers/scheduler_config.hpp"

namespace roster {

/// `torch.optim.lr_scheduler.MultiStepLR`
struct MultiStepLR {
  required<std::vector<steps>> milestones;
  double gamma = 0.1;

  static constexpr std::string_view about = "Multiplies the learning rate by gamma at each milestone.";
  static constexpr std::string_view formula = "base × gamma^k, where k is the number of milestones so far";
  static constexpr rule rules[] = {
      {"milestones", "the epochs of the decays, in order; an epoch listed twice decays twice", at_least(0)},
      {"gamma", "the factor of each decay", above(0)},
  };
  void check(const place& here) const {
    for (std::size_t i = 1; i < milestones->size(); ++i) {
      const epoch before = (*milestones)[i - 1], now = (*milestones)[i];
      if (now >= before) continue;
      here.member("milestones")
          .element(i)
          .report_rule({"is ", now, ", expected at least ", before, ", the milestone before"});
    }
  }

  double next(group g, epoch t) const {
    const auto [first, last] = std::equal_range(milestones->begin(), milestones->end(), t);
    return first == last ? g.lr : g.lr * std::pow(gamma, static_cast<double>(last - first));
  }
  double at(group g, epoch t) const {
    const auto decays = std::upper_bound(milestones->begin(), milestones->end(), t) - milestones->begin();
    return g.base_lr * std::pow(gamma, static_cast<double>(decays));
  }

  node::object attributes(epoch, std::size_t) const {
    node::object counts;  // PyTorch's Counter
    for (auto first = milestones->begin(); first != milestones->end();) {
      const auto last = std::upper_bound(first, milestones->end(), *first);
      counts.push_back({detail::to_text(epoch{*first}), last - first});
      first = last;
    }
    return {{"milestones", node(std::move(counts))}, {"gamma", gamma}};
  }
  node::object fields_from(std::string_view attribute, const node& saved) const {
    if (attribute != "milestones") return {};
    const auto counts = detail::member_of(saved, attribute);
    std::vector<std::int64_t> list;
    if (const auto* const members = counts.as<node::object>()) {
      constexpr std::size_t most = 10'000;  // a message shows fewer
      for (const auto& [milestone, count] : *members) {
        for (double k = 0; k < detail::number_of(count) && list.size() < most; ++k) {
          list.push_back(std::atoll(milestone.c_str()));
        }
      }
    }
    std::sort(list.begin(), list.end());
    return {{"milestones", list}};
  }
};

}  // namespace roster
