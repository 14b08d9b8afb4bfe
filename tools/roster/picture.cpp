#include "picture.hpp"

#include <filesystem>
#include <set>
#include <utility>

#include "trace.hpp"

namespace tools {
namespace {

/// What distinguishes a preview from the others: its scheduler, or its file if several have the same scheduler.
std::string label_of(const preview& one, const std::vector<preview>& all) {
  for (const auto& other : all) {
    if (&other != &one && other.scheduler.name() == one.scheduler.name()) {
      return std::filesystem::path(one.file).filename().string();
    }
  }
  return std::string(one.scheduler.name());
}

}  // namespace

drawing drawing_of(const std::vector<preview>& previews, const std::vector<double>& metrics, std::string title) {
  drawing made{.title = std::move(title), .curves = {}};
  std::set<roster::epoch> milestones;
  for (const auto& one : previews) {
    auto set = collect(one, one.takes_metric ? metrics : std::vector<double>());
    const auto label = label_of(one, previews);
    for (std::size_t i = 0; i < set.lr.size(); ++i) {
      made.curves.push_back({.label = set.lr.size() == 1 ? label : label + ", group " + std::to_string(i),
                             .lr = std::move(set.lr[i]),
                             .momentum = one.moves_momentum ? std::move(set.momentum[i]) : std::vector<double>()});
    }
    const auto own = milestones_of(one.scheduler, static_cast<roster::epoch>(one.steps));
    milestones.insert(own.begin(), own.end());
  }
  made.milestones.assign(milestones.begin(), milestones.end());
  return made;
}

}  // namespace tools
