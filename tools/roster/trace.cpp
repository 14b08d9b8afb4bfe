#include "trace.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>
#include <utility>

#include "roster/files/file.hpp"
#include "roster/input/messages.hpp"

namespace tools {
namespace {

roster::error refusal(const std::string& subject, std::string text, roster::location where = {}) {
  return {subject, {{roster::problem_kind::rule, "", std::move(text), "", where}}};
}

std::string shortest(double number) {
  std::array<char, 32> buffer;
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr};
}

template <class F>
void run(const preview& what, const std::vector<double>& metrics, F&& f) {
  try {
    roster::trace(what.scheduler, what.groups, what.steps, metrics, std::forward<F>(f));
  } catch (const roster::error& failed) {
    auto problems = failed.problems();
    for (auto& one : problems) {
      one.text.insert(0, std::string(what.scheduler.name()) + (one.path.empty() ? " " : ": " + one.path + " "));
      one.path.clear();
      if (one.kind == roster::problem_kind::missing && metrics.size() < what.steps)
        one.text += "; give them with --metrics FILE";
      if (one.kind == roster::problem_kind::wrong_length) one.text += "; --lr sets the number of groups";
    }
    throw roster::error(what.file, std::move(problems));
  }
}

}  // namespace

void apply(const trace_options& options, const std::vector<double>& metrics, preview& to) {
  if (!options.lr.empty()) {
    const auto momentum = to.groups.front().momentum;
    to.groups.clear();
    for (const auto lr : options.lr) to.groups.push_back({.lr = lr, .momentum = momentum});
  }
  if (!options.momentum.empty()) {
    const auto given = options.momentum.size();
    if (given != 1 && given != to.groups.size()) {
      const auto one_for_each = to.groups.size() == 1 ? "" : " or " + std::to_string(to.groups.size());
      throw refusal("--momentum",
                    "has " + roster::detail::elements(given) + ", expected 1" + one_for_each + ", one for each group");
    }
    for (std::size_t i = 0; i < to.groups.size(); ++i) to.groups[i].momentum = options.momentum[given == 1 ? 0 : i];
  }
  if (to.takes_metric && !metrics.empty()) to.steps = metrics.size();
  if (options.steps) to.steps = *options.steps;
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

void write_csv(const preview& what, const std::vector<double>& metrics, std::FILE* out) {
  std::string text = "epoch,group,lr,momentum\n";
  run(what, metrics, [&](roster::epoch epoch, const std::vector<roster::plain_group>& groups) {
    for (std::size_t i = 0; i < groups.size(); ++i) {
      text += std::to_string(epoch) + ',' + std::to_string(i) + ',' + shortest(groups[i].lr) + ',';
      if (what.moves_momentum) text += shortest(groups[i].momentum);
      text += '\n';
    }
    std::fwrite(text.data(), 1, text.size(), out);
    text.clear();
  });
}

void write_json(const preview& what, const std::vector<double>& metrics, std::FILE* out) {
  const auto number = [](double given) { return std::isfinite(given) ? shortest(given) : std::string("null"); };
  std::string text = "[";
  run(what, metrics, [&](roster::epoch epoch, const std::vector<roster::plain_group>& groups) {
    for (std::size_t i = 0; i < groups.size(); ++i) {
      text += text == "[" ? "\n  " : ",\n  ";
      text += "{\"epoch\": " + std::to_string(epoch) + ", \"group\": " + std::to_string(i) +
              ", \"lr\": " + number(groups[i].lr) +
              ", \"momentum\": " + (what.moves_momentum ? number(groups[i].momentum) : "null") + "}";
    }
    std::fwrite(text.data(), 1, text.size(), out);
    text.clear();
  });
  std::fputs("\n]\n", out);
}

values collect(const preview& what, const std::vector<double>& metrics) {
  constexpr std::size_t most_values = 20'000'000;
  if (what.steps >= most_values / what.groups.size()) {
    throw refusal(what.file, roster::detail::counted(static_cast<roster::epoch>(what.steps), "step") + " of " +
                                 roster::detail::counted(static_cast<roster::epoch>(what.groups.size()), "group") +
                                 " are more than can be drawn; choose fewer with --steps N");
  }
  values all{.lr = std::vector<std::vector<double>>(what.groups.size()), .momentum = {}};
  if (what.moves_momentum) all.momentum.resize(what.groups.size());
  run(what, metrics, [&](roster::epoch, const std::vector<roster::plain_group>& groups) {
    for (std::size_t i = 0; i < groups.size(); ++i) {
      all.lr[i].push_back(groups[i].lr);
      if (what.moves_momentum) all.momentum[i].push_back(groups[i].momentum);
    }
  });
  return all;
}

}  // namespace tools
