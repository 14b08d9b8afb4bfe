#include "picture.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <set>
#include <utility>

#include "roster/input/messages.hpp"
#include "trace.hpp"

namespace tools {
namespace {

/// The names of the schedulers, each once.
std::string schedulers_of(const preview& shown) {
  std::vector<std::string_view> names;
  for (const auto& one : shown.schedulers) {
    if (std::ranges::find(names, one.name()) == names.end()) names.push_back(one.name());
  }
  return roster::detail::enumerated(names, " and ");
}

/// What distinguishes a preview from the others: its scheduler, or its file if it has several or if several files have
/// the same scheduler. The groups of a single one with several schedulers need no more than their number.
std::string label_of(const preview& one, const std::vector<preview>& all) {
  bool is_enough = one.schedulers.size() == 1;
  if (!is_enough && all.size() == 1) return {};
  for (const auto& other : all) {
    is_enough = is_enough && (&other == &one || schedulers_of(other) != schedulers_of(one));
  }
  return is_enough ? schedulers_of(one) : std::filesystem::path(one.file.name).filename().string();
}

/// The position of the panel of a parameter, which is added if it is not there.
std::size_t panel_of(const std::string& parameter, std::vector<std::string>& panels) {
  const auto found = std::ranges::find(panels, parameter) - panels.begin();
  if (found == std::ssize(panels)) panels.push_back(parameter);
  return static_cast<std::size_t>(found);
}

/// Throws a `roster::error` if not all previews have the same steps.
void demand_same_steps(const std::vector<preview>& previews) {
  for (const auto& one : previews) {
    if (step_name(one) == step_name(previews.front())) continue;
    throw roster::error(
        one.file.name,
        {{.kind = roster::problem_kind::rule,
          .path = "",
          .text = roster::detail::concat({"is drawn by ", step_name(one), ", but ", previews.front().file.name, " by ",
                                          step_name(previews.front()), "; draw two pictures"})}});
  }
}

}  // namespace

std::string title_of(const std::vector<preview>& previews) {
  return previews.size() == 1 ? schedulers_of(previews.front()) : "Learning-rate schedules";
}

drawing drawing_of(const std::vector<preview>& previews, const std::vector<double>& metrics, std::string title) {
  demand_same_steps(previews);
  drawing made{.title = std::move(title), .curves = {}, .panels = {}, .step = step_name(previews.front())};
  // The learning rate on top, then the momentum, then the others: each preview begins with these two.
  for (std::size_t first = 0; first < 3; ++first) {
    for (const auto& one : previews) {
      const auto driven = driven_parameters(one);
      for (auto k = first; k < (first < 2 ? first + 1 : driven.size()); ++k) {
        if (driven[k].is_driven()) panel_of(driven[k].name, made.panels);
      }
    }
  }
  std::set<std::int64_t> milestones;
  for (const auto& one : previews) {
    const bool watches = std::ranges::any_of(one.schedulers, takes_metric);
    auto values = collect(one, watches ? metrics : std::vector<double>());
    const auto driven = driven_parameters(one);
    const auto label = label_of(one, previews);
    const auto group_label = label + (label.empty() ? "group " : ", group ");
    for (std::size_t i = 0; i < one.groups.size(); ++i) {
      curve of_group{.label = one.groups.size() == 1 ? label : group_label + std::to_string(i),
                     .values = std::vector<std::vector<double>>(made.panels.size())};
      bool is_drawn = false;
      for (std::size_t k = 0; k < driven.size(); ++k) {
        if (!driven[k].in_group[i]) continue;
        is_drawn = true;
        of_group.values[panel_of(driven[k].name, made.panels)] = std::move(values[k][i]);
      }
      if (is_drawn) made.curves.push_back(std::move(of_group));
    }
    const auto own = milestones_of(one);
    milestones.insert(own.begin(), own.end());
  }
  made.milestones.assign(milestones.begin(), milestones.end());
  return made;
}

}  // namespace tools
