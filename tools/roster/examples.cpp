#include "examples.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "roster/fields/fields.hpp"
#include "roster/files/yaml.hpp"

namespace tools {
namespace {

/// The entry without fields that have their defaults.
roster::node brief(const roster::node& whole) {
  const auto* members = whole.as<roster::node::object>();
  const auto* name = whole.find("name");
  if (!members || !name) return whole;
  auto help = roster::describe<roster::scheduler_options>();
  const roster::value text = *name;
  const auto of_config = scheduler_registry::describe(*text.as<std::string_view>());
  help.insert(help.end(), of_config.begin(), of_config.end());
  roster::node::object kept;
  for (const auto& [field, given] : *members) {
    const auto is_default = [&](const auto& one) {
      return one.name == field && !one.is_required && one.by_default == given;
    };
    if (std::ranges::any_of(help, is_default)) continue;
    if (const auto* items = given.as<roster::node::list>()) {
      roster::node::list shorter;
      for (const auto& item : *items) shorter.push_back(brief(item));
      kept.emplace_back(field, roster::node(std::move(shorter)));
    } else {
      kept.emplace_back(field, given);
    }
  }
  return roster::node(std::move(kept));
}

}  // namespace

scheduler_example example_of(std::string_view name) {
  for (auto& one : examples::of_schedulers()) {
    if (one.scheduler.name() == name) return one;
  }
  std::abort();  // a test covers the whole registry
}

preview preview_of(const scheduler_example& shown) {
  auto made = preview_of(shown.scheduler);
  made.steps = shown.steps;
  return made;
}

std::string recipe_of(const scheduler_example& shown) {
  if (!shown.code.empty()) return std::string(shown.code) + "\n";
  roster::node::object optimizer{{"name", "SGD"}, {"lr", 0.1}};
  return roster::to_yaml(roster::node(
      roster::node::object{{"optimizer", roster::node(std::move(optimizer))},
                           {"scheduler", brief(roster::field_kind<scheduler_entry>::write(shown.scheduler))}}));
}

}  // namespace tools
