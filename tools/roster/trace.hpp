#pragma once

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "preview.hpp"

namespace tools {

/// How a preview is run, where that is not what the file says.
struct trace_options {
  std::optional<std::size_t> steps;
  std::vector<double> lr;        ///< the groups, and their learning rates
  std::vector<double> momentum;  ///< one for all groups, or one for each
  std::filesystem::path metrics = {};
};

/// The preview with the options' groups and steps: without `steps`, one a metric if it takes metrics. Throws a
/// `roster::error` if they don't fit each other.
void apply(const trace_options& options, const std::vector<double>& metrics, preview& to);

/// A number a line, the k-th for the k-th step, of at most 64 MiB; none if there is no file. Throws a `roster::error`.
std::vector<double> read_metrics(const std::filesystem::path& file);

/// The learning rate and momentum of every epoch and group: a line each. `momentum` is empty (in JSON, null) where the
/// schedule does not set it. Numbers are in the shortest form that reads back to the same double. Throws a
/// `roster::error`, before anything is written, if the preview cannot run.
void write_csv(const preview& what, const std::vector<double>& metrics, std::FILE* out);
void write_json(const preview& what, const std::vector<double>& metrics, std::FILE* out);

/// What the schedule sets, to be drawn: of each group, a value an epoch.
struct values {
  std::vector<std::vector<double>> lr;
  std::vector<std::vector<double>> momentum;  ///< empty if it is not moved
};
values collect(const preview& what, const std::vector<double>& metrics);

}  // namespace tools
