#include "trace.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>
#include <utility>

#include "roster/files/file.hpp"
#include "roster/input/messages.hpp"
#include "run.hpp"

namespace tools {
namespace {

roster::error refusal(const std::string& subject, std::string text, roster::location where = {}) {
  return {subject, {{roster::problem_kind::rule, "", std::move(text), "", where}}};
}

std::string shortest(double number) {
  std::array<char, 32> buffer;
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr};
}

constexpr std::size_t most_steps = 10'000'000;

/// The steps of `count` units of `each` steps. Throws a `roster::error` if these are more than can be traced.
std::size_t steps_of(const preview& shown, std::int64_t count, std::int64_t each) {
  if (count <= static_cast<std::int64_t>(most_steps) / each) return static_cast<std::size_t>(count * each);
  throw refusal(shown.file.name, roster::detail::counted(count, "epoch") + " of " + std::to_string(each) +
                                     " batches are more than can be traced; choose fewer with --steps N");
}

std::size_t default_steps(const trace_options& options, std::size_t metrics, const preview& shown) {
  const bool counts_epochs = !std::ranges::all_of(shown.schedulers, counts_batches);
  if (options.run.epochs > 0) return steps_of(shown, options.run.epochs, steps_per_epoch(shown));
  for (const auto& one : shown.schedulers) {
    if (metrics > 0 && takes_metric(one)) {
      return steps_of(shown, static_cast<std::int64_t>(metrics), steps_per_step(shown, one));
    }
  }
  if (const auto end = end_of(shown)) return static_cast<std::size_t>(*end);
  if (shown.run.epochs > 0) return steps_of(shown, shown.run.epochs, steps_per_epoch(shown));
  const bool knows_epochs = counts_epochs || shown.run.batches_per_epoch > 0;
  return steps_of(shown, 100, knows_epochs ? steps_per_epoch(shown) : 1);
}

std::string csv_number(double number) { return shortest(number); }
std::string json_number(double number) { return std::isfinite(number) ? shortest(number) : "null"; }

/// Calls `f` for each group in each step, with the position of the group and its values as texts.
template <class F>
void for_each_line(const preview& shown, const std::vector<double>& metrics, std::string (*text)(double),
                   const std::string& missing, F&& f) {
  const auto driven = driven_parameters(shown);
  std::vector<std::string> values(driven.size());
  run(shown, metrics, [&](std::int64_t step, optimizer_groups& groups) {
    for (std::size_t i = 0; i < groups.size(); ++i) {
      for (std::size_t k = 0; k < driven.size(); ++k) {
        const auto* const parameter = driven[k].in_group[i];
        values[k] = parameter ? text(parameter->get(groups[i])) : missing;
      }
      f(step, i, values);
    }
  });
}

}  // namespace

void apply(const trace_options& options, const std::vector<double>& metrics, preview& to) {
  if (!to.unknown.empty()) throw roster::detail::error_in(to.file, to.unknown);
  const auto parameters = roster::optimizer_traits<optimizer_groups>::parameters(to.groups.front());
  if (!options.lr.empty()) {
    to.groups.assign(options.lr.size(), optimizer_groups::value_type(to.groups.front()));
    for (std::size_t i = 0; i < options.lr.size(); ++i) {
      roster::optimizer_traits<optimizer_groups>::set_lr(to.groups[i], options.lr[i]);
    }
  }
  if (!options.momentum.empty()) {
    const auto given = options.momentum.size();
    if (given != 1 && given != to.groups.size()) {
      const auto one_for_each = to.groups.size() == 1 ? "" : " or " + std::to_string(to.groups.size());
      throw refusal("--momentum",
                    "has " + roster::detail::elements(given) + ", expected 1" + one_for_each + ", one for each group");
    }
    const auto* const momentum = roster::detail::find_companion(parameters, "momentum");
    for (std::size_t i = 0; momentum && i < to.groups.size(); ++i) {
      momentum->set(to.groups[i], options.momentum[given == 1 ? 0 : i]);
    }
  }
  to.steps = options.steps ? *options.steps : default_steps(options, metrics.size(), to);
}

std::vector<double> read_metrics(const std::filesystem::path& file) {
  if (file.empty()) return {};
  const auto text = roster::read_whole(file, std::size_t{64} << 20);
  std::vector<double> metrics;
  std::string_view left = text;
  for (std::size_t line = 1; !left.empty(); ++line) {
    auto number = left.substr(0, left.find('\n'));
    left.remove_prefix(std::min(left.size(), number.size() + 1));
    while (!number.empty() && (number.back() == '\r' || number.back() == ' ')) number.remove_suffix(1);
    if (number.empty() && left.empty()) break;
    double metric = 0;
    const auto* const end = number.data() + number.size();
    const auto [stop, failed] = std::from_chars(number.data(), end, metric);
    if (failed != std::errc() || stop != end) {
      throw refusal(file.string(), roster::detail::is_not(number, "a number"), {line, 1});
    }
    metrics.push_back(metric);
  }
  return metrics;
}

void write_csv(const preview& shown, const std::vector<double>& metrics, std::FILE* out) {
  std::string line(step_name(shown));
  line += ",group";
  for (const auto& one : driven_parameters(shown)) line += ',' + one.name;
  line += '\n';
  for_each_line(shown, metrics, csv_number, "",
                [&](std::int64_t step, std::size_t group, const std::vector<std::string>& values) {
                  line += std::to_string(step) + ',' + std::to_string(group);
                  for (const auto& one : values) line += ',' + one;
                  line += '\n';
                  std::fwrite(line.data(), 1, line.size(), out);
                  line.clear();
                });
}

void write_json(const preview& shown, const std::vector<double>& metrics, std::FILE* out) {
  const auto driven = driven_parameters(shown);
  const std::string name(step_name(shown));
  std::string line = "[\n";
  for_each_line(shown, metrics, json_number, "null",
                [&](std::int64_t step, std::size_t group, const std::vector<std::string>& values) {
                  line += "  {\"" + name + "\": " + std::to_string(step) + ", \"group\": " + std::to_string(group);
                  for (std::size_t k = 0; k < values.size(); ++k) line += ", \"" + driven[k].name + "\": " + values[k];
                  line += '}';
                  std::fwrite(line.data(), 1, line.size(), out);
                  line = ",\n";
                });
  std::fputs("\n]\n", out);
}

std::vector<std::vector<std::vector<double>>> collect(const preview& shown, const std::vector<double>& metrics) {
  constexpr std::size_t most_values = 20'000'000;
  if (shown.steps >= most_values / shown.groups.size()) {
    throw refusal(shown.file.name,
                  roster::detail::counted(static_cast<roster::epoch>(shown.steps), "step") + " of " +
                      roster::detail::counted(static_cast<roster::epoch>(shown.groups.size()), "group") +
                      " are more than can be drawn; choose fewer with --steps N");
  }
  const auto driven = driven_parameters(shown);
  std::vector<std::vector<std::vector<double>>> all(driven.size());
  for (auto& one : all) one.resize(shown.groups.size());
  run(shown, metrics, [&](std::int64_t, optimizer_groups& groups) {
    for (std::size_t k = 0; k < driven.size(); ++k) {
      for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto* const parameter = driven[k].in_group[i];
        if (parameter) all[k][i].push_back(parameter->get(groups[i]));
      }
    }
  });
  return all;
}

}  // namespace tools
