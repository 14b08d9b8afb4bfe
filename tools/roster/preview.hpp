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

/// What a file says of the learning rate: a recipe, or a scheduler alone.
struct preview {
  std::string file;            ///< its name in messages
  std::string_view optimizer;  ///< its name; empty if there is none
  scheduler_entry scheduler;
  std::vector<roster::plain_group> groups;  ///< what training begins with; without an optimizer, one with lr 0.1
  std::size_t steps;                        ///< until the schedule ends, or the recipe's epochs, or 100
  bool moves_momentum;
  bool takes_metric;
};

/// Reads a file of JSON or YAML, or the standard input if it is `-`, changed by overrides `PATH=VALUE`. Throws a
/// `roster::error` with all that is wrong.
preview read_preview(const std::filesystem::path& file, std::span<const std::string> overrides = {});

/// The preview of a scheduler alone.
preview preview_of(std::string name, scheduler_entry scheduler);

/// The epochs at which the scheduler's children change or it decays, as far as its `milestones` say, up to `last`.
std::vector<roster::epoch> milestones_of(const scheduler_entry& scheduler, roster::epoch last);

}  // namespace tools
