#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "roster/roster.hpp"
#include "roster/run/optimizer_traits.hpp"

namespace tools {

using scheduler_entry = roster::default_registry::entry;

/// What the command traces and draws: the scheduler of a recipe, or a scheduler alone.
struct preview {
  std::string file;            ///< its name in messages
  std::string_view optimizer;  ///< its name; empty if there is none
  scheduler_entry scheduler;
  std::vector<roster::plain_group> groups;  ///< initial values; without an optimizer, one group with lr 0.1
  std::size_t steps;                        ///< to the schedule's end, or the recipe's epochs, or 100
  bool moves_momentum;
  bool takes_metric;
};

/// Reads a file of JSON or YAML (`-`: standard input) and applies overrides `PATH=VALUE`. Throws a `roster::error` with
/// all problems.
preview read_preview(const std::filesystem::path& file, std::span<const std::string> overrides = {});

/// The preview of a scheduler alone.
preview preview_of(std::string name, scheduler_entry scheduler);

/// The epochs, up to `last`, at which the scheduler changes its child or decays, as its `milestones` say.
std::vector<roster::epoch> milestones_of(const scheduler_entry& scheduler, roster::epoch last);

}  // namespace tools
