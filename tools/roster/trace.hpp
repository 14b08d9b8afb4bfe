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
  std::optional<std::size_t> steps;
  std::vector<double> lr;        ///< one group for each
  std::vector<double> momentum;  ///< one for all groups, or one for each
  std::filesystem::path metrics = {};
};

/// Applies the options' groups and steps to a preview; without `steps`, a metric-driven one takes one step for each
/// metric. Throws a `roster::error` if options and preview do not fit together.
void apply(const trace_options& options, const std::vector<double>& metrics, preview& to);

/// Reads metrics: one number on each line, the k-th for the k-th step; none if `file` is empty. Throws a
/// `roster::error` if the file cannot be read, is larger than 64 MiB, or has a line that is not a number.
std::vector<double> read_metrics(const std::filesystem::path& file);

/// Writes the learning rate and momentum of every epoch and group, each on a line. `momentum` is empty (in JSON, null)
/// if the schedule does not set it. Numbers have the shortest form that reads back to the same double. Throws a
/// `roster::error`, before anything is written, if the preview cannot run.
void write_csv(const preview& what, const std::vector<double>& metrics, std::FILE* out);
void write_json(const preview& what, const std::vector<double>& metrics, std::FILE* out);

/// The values to draw: for each group, one for each epoch.
struct values {
  std::vector<std::vector<double>> lr;
  std::vector<std::vector<double>> momentum;  ///< empty if the schedule does not move it
};
values collect(const preview& what, const std::vector<double>& metrics);

}  // namespace tools
