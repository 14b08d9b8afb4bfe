#include "preview.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "roster/fields/lengths.hpp"
#include "roster/files/recipe.hpp"

namespace tools {
namespace {

constexpr std::size_t most_default_steps = 1'000'000;

std::size_t steps_of(const scheduler_entry& scheduler, std::size_t otherwise) {
  const auto last = roster::detail::last_epoch_of_chosen(scheduler);
  if (last == std::numeric_limits<roster::epoch>::max()) return otherwise;
  const auto first = scheduler.options.last_epoch + 1;
  return std::min(static_cast<std::size_t>(std::max<roster::epoch>(0, last - first)), most_default_steps);
}

/// Whether a document chooses a scheduler, by its name or by what people write in its place.
bool is_scheduler_alone(const roster::node& tree) {
  if (tree.find("optimizer")) return false;
  const auto* const name = tree.find("name");
  if (tree.find("scheduler")) {  // a recipe's, or a Warmup's
    const auto given = name ? roster::value(*name) : roster::value::nothing();
    const auto* const text = given.as<std::string_view>();
    return text && !roster::detail::meant_type<scheduler_entry::registry>(*text).empty();
  }
  const roster::value whole = tree;
  const auto* const members = whole.as<roster::object_view>();
  return name || (members && roster::detail::find_choice(*members, roster::default_registry::names).is_made);
}

template <class Config>
void add_milestones(const Config& config, roster::epoch begin, roster::epoch last, std::vector<roster::epoch>& all) {
  const auto add_child = [&](const auto& child, roster::epoch from, roster::epoch to) {
    child.visit([&](const auto& inner) { add_milestones(inner, from, to, all); });
  };
  if constexpr (requires { config.milestones; }) {
    for (const auto at : *config.milestones) {
      if (begin + at <= last) all.push_back(begin + at);
    }
  }
  if constexpr (requires { config.scheduler; }) {
    if (config.end() > 0 && begin + config.end() <= last) all.push_back(begin + config.end());
    if (begin + config.begin() <= last) add_child(**config.scheduler, begin + config.begin(), last);
  }
  if constexpr (requires { config.schedulers; }) {
    for (std::size_t i = 0; i < config.schedulers->size(); ++i) {
      auto from = begin, to = last;
      if constexpr (requires { config.milestones; }) {
        from += config.begin(i);
        if (i < config.milestones->size()) to = std::min(to, begin + (*config.milestones)[i]);
      }
      if (from <= to) add_child((*config.schedulers)[i], from, to);
    }
  }
}

}  // namespace

preview preview_of(std::string name, scheduler_entry scheduler) {
  const auto steps = steps_of(scheduler, 100);
  const roster::any_schedule<scheduler_entry::registry> planned(scheduler);
  return {.file = std::move(name),
          .optimizer = {},
          .scheduler = std::move(scheduler),
          .groups = {{.lr = 0.1, .momentum = 0.9}},
          .steps = steps,
          .moves_momentum = planned.moves_momentum(),
          .takes_metric = planned.takes_metric()};
}

preview read_preview(const std::filesystem::path& file, std::span<const std::string> overrides) {
  auto read = roster::read_document(file);
  roster::apply_overrides(read, overrides);
  roster::detail::remove_schema_name(read.tree);
  if (is_scheduler_alone(read.tree)) {
    auto scheduler = roster::checked(
        read, [&](const roster::place& here) { return roster::read_entry<scheduler_entry>(read.tree, here); });
    roster::checked(read, [&](const roster::place& here) { roster::resolve_lengths(scheduler, {}, here); });
    return preview_of(read.name, std::move(scheduler));
  }
  auto recipe = roster::read_recipe(read);
  roster::checked(read, [&](const roster::place& here) {
    roster::resolve_lengths(recipe, {.run = {.epochs = recipe.epochs}}, here);
  });
  auto made = preview_of(read.name, std::move(*recipe.scheduler));
  made.optimizer = recipe.optimizer->name();
  made.groups = roster::plain_groups(*recipe.optimizer);
  if (read.tree.find("epochs")) made.steps = steps_of(made.scheduler, static_cast<std::size_t>(recipe.epochs));
  return made;
}

std::vector<roster::epoch> milestones_of(const scheduler_entry& scheduler, roster::epoch last) {
  std::vector<roster::epoch> all;
  scheduler.visit([&](const auto& config) { add_milestones(config, 0, last, all); });
  std::ranges::sort(all);
  all.erase(std::ranges::unique(all).begin(), all.end());
  return all;
}

}  // namespace tools
