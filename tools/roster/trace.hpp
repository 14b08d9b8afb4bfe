#pragma once

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "preview.hpp"

namespace tools {

/// The options that override a preview's file.
struct trace_options {
  roster::run_length run;
  std::optional<std::size_t> steps;
  std::vector<double> lr;        ///< one group for each
  std::vector<double> momentum;  ///< one for all groups, or one for each
  std::filesystem::path metrics = {};
};

/// Applies the options' groups to a preview, and chooses its steps: `steps`, or the options' epochs, or one for each
/// metric, or to the end of the first schedule that ends, or the recipe's epochs, or 100. Throws a `roster::error` if
/// options and preview do not fit together.
void apply(const trace_options& options, const std::vector<double>& metrics, preview& to);

/// Reads metrics: one number on each line, the k-th for the k-th step; none if `file` is empty. Throws a
/// `roster::error` if the file cannot be read, is larger than 64 MiB, or has a line that is not a number.
std::vector<double> read_metrics(const std::filesystem::path& file);

/// Writes the values of every step and group, each on a line: `lr`, `momentum`, and the other parameters that the
/// preview drives. Where a parameter is not driven, it is empty (in JSON, null). Numbers have the shortest form that
/// reads back to the same double. Throws a `roster::error`, before anything is written, if the preview cannot run.
void write_csv(const preview& shown, const std::vector<double>& metrics, std::FILE* out);
void write_json(const preview& shown, const std::vector<double>& metrics, std::FILE* out);

/// The values to draw of each of `driven_parameters`: for each group, one for each step; none where it is not driven.
std::vector<std::vector<std::vector<double>>> collect(const preview& shown, const std::vector<double>& metrics);

}  // namespace tools
