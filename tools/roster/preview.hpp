#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "roster/all_schedulers.hpp"
#include "roster/fields/lengths.hpp"
#include "roster/input/document.hpp"
#include "roster/optimizers/config_groups.hpp"
#include "roster/optimizers/optimizers.hpp"

namespace tools {

using scheduler_registry = roster::all_registry;
using scheduler_entry = scheduler_registry::entry;
using warmup_scheduler = roster::basic_Warmup<scheduler_entry::registry>;
using optimizer_registry = roster::registry<roster::optimizers>;
using optimizer_groups = roster::config_groups<optimizer_registry>;

/// What became of a length such as "5 epochs".
struct made_length : roster::resolved_length {
  bool in_batches;  ///< it counts batches, not epochs
};

/// What the command traces and draws: the schedulers of a recipe, or a scheduler alone, on the groups of an optimizer.
struct preview {
  roster::document file;
  std::string_view optimizer = {};  ///< its name; empty if there is none
  std::vector<scheduler_entry> schedulers;
  optimizer_groups groups;      ///< initial values; without an optimizer, one group of one that fits, with lr 0.1
  roster::run_length run = {};  ///< as far as the file or the command line says so
  std::size_t steps = 100;      ///< of what `step_name` says
  std::vector<made_length> lengths = {};
  std::vector<roster::problem> unknown = {};  ///< lengths that need more to be known; then nothing can be run
};

/// Reads a file of JSON or YAML (`-`: standard input) and applies overrides `PATH=VALUE`. What is known of the length
/// of the run replaces the file's. Throws a `roster::error` with all problems.
preview read_preview(const std::filesystem::path& file, std::span<const std::string> overrides = {},
                     const roster::run_length& run = {});

/// The preview of a scheduler alone, to its end, or of 100 steps.
preview preview_of(scheduler_entry scheduler);

/// The path of a scheduler in the preview's file: "schedulers[1]", "scheduler", or nothing if it is alone.
std::string path_of(const preview& shown, std::size_t scheduler);

/// What the schedulers are called, and what they drive unless it is the learning rate alone: "SequentialLR of lr and
/// CosineAnnealingLR of weight_decay".
std::string names_of(const preview& shown);

bool counts_batches(const scheduler_entry& scheduler);
/// What a step of a preview is: a "batch" if any of its schedulers counts batches, otherwise an "epoch".
std::string_view step_name(const preview& shown);
bool takes_metric(const scheduler_entry& scheduler);

/// The steps of a preview in an epoch. Throws a `roster::error` if the number of batches is not known.
std::int64_t steps_per_epoch(const preview& shown);
/// How many steps of a preview a step of that scheduler lasts: more than 1 where only others count batches.
std::int64_t steps_per_step(const preview& shown, const scheduler_entry& scheduler);

/// The step that a preview begins with: 0, unless its schedulers resume.
std::int64_t first_step(const preview& shown);

/// The step at which the first of the schedulers ends; nothing if none does.
std::optional<std::int64_t> end_of(const preview& shown);

/// A parameter that schedulers drive.
struct driven_parameter {
  std::string name;
  /// Of each group; null where it is not driven.
  std::vector<const roster::parameter<optimizer_groups::value_type>*> in_group;

  bool is_driven() const;
};
/// The parameters that a preview drives, in the order of its schedulers, after `lr` and `momentum`, which are always
/// there. `momentum` is also what schedulers of the learning rate move besides: for an Adam, that is beta1.
std::vector<driven_parameter> driven_parameters(const preview& shown);

/// The steps, up to the preview's last, at which a scheduler changes its child or decays, as its `milestones` say.
std::vector<std::int64_t> milestones_of(const preview& shown);

}  // namespace tools
