#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/files/state_file.hpp"
#include "roster/roster.hpp"

// A run of PyTorch's, as tools/parity.py writes it: read, built, and run here.
namespace parity {

using groups = std::vector<roster::plain_group>;

struct recorded {
  roster::required<roster::node> scheduler;
  roster::required<std::string> optimizer;
  roster::required<std::vector<std::string>> lr;
  roster::required<double> momentum;
  roster::required<std::vector<std::string>> values;
  std::vector<std::string> momenta = {};
  std::vector<std::string> metrics = {};
  roster::node states = {};
};

struct run {
  roster::default_registry::entry scheduler;
  std::string optimizer;
  bool moves_momentum;
  groups before;
  std::vector<groups> values;   // by epoch; a momentum that the schedule does not move stays as before
  std::vector<double> metrics;  // one for each step, or none
  std::vector<std::pair<roster::epoch, roster::node>> states;
};

inline double from_hex(const std::string& text) { return std::strtod(text.c_str(), nullptr); }

/// "HEX HEX*COUNT …"
inline std::vector<double> values_of(const std::string& text) {
  std::vector<double> values;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const auto star = word.find('*');
    const auto count = star == word.npos ? 1 : std::stoul(word.substr(star + 1));
    values.insert(values.end(), count, from_hex(word));
  }
  return values;
}

/// The functions that tools/parity.py knows by these names.
inline std::function<double(double)> function_of(std::string_view name) {
  if (name == "power" || name == "decay") return [](double t) { return std::pow(0.97, t); };
  if (name == "inverse") return [](double t) { return 1.0 / (1.0 + 0.1 * t); };
  if (name == "wave") return [](double t) { return 1.0 + 0.05 * std::cos(t); };
  if (name == "halves") return [](double t) { return std::pow(0.5, std::floor(t / 40)); };
  throw std::runtime_error("parity: no function " + std::string(name));
}

inline std::string_view text_of(const roster::node& node) {
  const roster::value shown = node;
  return *shown.as<std::string_view>();
}
inline roster::list_view list_of(const roster::value& shown) { return *shown.as<roster::list_view>(); }

inline roster::per_group<roster::lr_function> functions_of(const roster::node& given) {
  const roster::value shown = given;
  const auto one = [](const roster::value& name) -> roster::lr_function {
    return [f = function_of(*name.as<std::string_view>())](roster::epoch t) { return f(static_cast<double>(t)); };
  };
  const auto* list = shown.as<roster::list_view>();
  if (!list) return one(shown);
  std::vector<roster::lr_function> all;
  for (const auto& name : *list) all.push_back(one(name));
  return all;
}

/// The scheduler of a recipe that gives functions by name.
template <class Entry>
Entry entry_of(const roster::node& given) {
  const auto name = text_of(*given.find("name"));
  if (name == "LambdaLR") return roster::LambdaLR{.lr_lambda = functions_of(*given.find("lr_lambda"))};
  if (name == "MultiplicativeLR") return roster::MultiplicativeLR{.lr_lambda = functions_of(*given.find("lr_lambda"))};
  const roster::value shown = given;
  std::vector<roster::problem> problems;
  const roster::place here(problems);
  const auto refuse = [&] {
    if (!problems.empty()) throw roster::error(name, problems);
  };
  if (const auto* children = given.find("schedulers")) {
    std::vector<roster::entry<typename Entry::registry>> all;
    const auto list = list_of(*children);
    for (const auto& child : list) {
      all.push_back(entry_of<roster::entry<typename Entry::registry>>(child));
    }
    if (name == "ChainedScheduler") return roster::ChainedScheduler{.schedulers = std::move(all)};
    std::vector<std::int64_t> milestones;
    roster::field_kind<std::vector<std::int64_t>>::read(*given.find("milestones"), milestones, {}, here);
    return roster::SequentialLR{.schedulers = std::move(all), .milestones = std::move(milestones)};
  }
  if (const auto* function = given.find("scale_fn"); function && name == "CyclicLR") {
    roster::node::object others;
    for (const auto& [key, v] : *shown.as<roster::object_view>()) {
      if (key != "name" && key != "scale_fn") others.emplace_back(key, v);
    }
    const roster::node rest(std::move(others));
    const roster::value rest_shown = rest;
    auto config = roster::read_config<roster::CyclicLR>(*rest_shown.as<roster::object_view>(), here);
    refuse();
    config.scale_fn = function_of(text_of(*function));
    return config;
  }
  auto made = roster::read_entry<Entry>(shown, here);
  refuse();
  return made;
}

inline run read_run(const std::string& line) {
  const auto tree = roster::parse_state(line);
  const roster::value shown = tree;
  std::vector<roster::problem> problems;
  const auto read = roster::read_config<recorded>(*shown.as<roster::object_view>(), roster::place(problems));
  if (!problems.empty()) throw roster::error("a run", problems);

  run made{.scheduler = entry_of<roster::default_registry::entry>(read.scheduler),
           .optimizer = read.optimizer,
           .moves_momentum = !read.momenta.empty(),
           .before = {},
           .values = {},
           .metrics = {},
           .states = {}};
  for (const auto& lr : *read.lr) made.before.push_back({.lr = from_hex(lr), .momentum = read.momentum});
  for (std::size_t i = 0; i < made.before.size(); ++i) {
    const auto lrs = values_of((*read.values)[i]);
    made.values.resize(lrs.size(), made.before);
    for (std::size_t t = 0; t < lrs.size(); ++t) made.values[t][i].lr = lrs[t];
    if (read.momenta.empty()) continue;
    const auto momenta = values_of(read.momenta[i]);
    for (std::size_t t = 0; t < momenta.size(); ++t) made.values.at(t)[i].momentum = momenta[t];
  }
  for (const auto& metric : read.metrics) made.metrics.push_back(from_hex(metric));
  const roster::value states = read.states;
  if (const auto* all = states.as<roster::object_view>()) {
    for (const auto& [epoch, state] : *all) made.states.emplace_back(std::stoll(std::string(epoch)), state);
  }
  return made;
}

/// The names of the files of tests/parity.
inline std::vector<std::string> recorded_files() {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(ROSTER_PARITY_FOLDER)) {
    if (file.path().extension() == ".jsonl") names.push_back(file.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

/// The lines of a file of tests/parity.
inline std::vector<std::string> lines_of(const std::string& name) {
  std::ifstream file(std::string(ROSTER_PARITY_FOLDER) + "/" + name + ".jsonl");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

inline bool same_bits(const groups& a, const groups& b) {
  const auto bits = [](double number) { return std::bit_cast<std::uint64_t>(number); };
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (bits(a[i].lr) != bits(b[i].lr) || bits(a[i].momentum) != bits(b[i].momentum)) return false;
  }
  return a.size() == b.size();
}

inline std::string to_text(const groups& all) {
  std::string text;
  for (const auto& one : all) {
    char number[100];
    std::snprintf(number, sizeof number, "%s%a (momentum %a)", text.empty() ? "" : ", ", one.lr, one.momentum);
    text += number;
  }
  return text;
}

using scheduler = roster::default_registry::any_scheduler<groups>;

/// Takes the step that leads to epoch `t`.
template <class Scheduler>
void step_to(Scheduler& running, const run& of, std::size_t t) {
  if (of.metrics.empty()) {
    running.step();
  } else {
    running.step(of.metrics.at(t - 1));
  }
}

/// The first difference of values from epoch `from` on, in words; empty if there is none.
inline std::string difference(scheduler& running, const groups& set, const run& of, std::size_t from) {
  for (auto t = from; t < of.values.size(); ++t) {
    if (t > from) step_to(running, of, t);
    if (!same_bits(set, of.values[t])) {
      return "epoch " + std::to_string(t) + ": " + to_text(set) + ", expected " + to_text(of.values[t]);
    }
  }
  return "";
}

/// The same for a new scheduler.
inline std::string difference(const run& of) {
  auto set = of.before;
  auto running = roster::create(of.scheduler, set);
  return difference(running, set, of, 0);
}

/// The same for one that loads `state` at epoch `t`, on an optimizer that has lost its values, if the state has them:
/// before its first step, ReduceLROnPlateau of PyTorch 1.13 saves none.
inline std::string difference_from(const run& of, const roster::node& state, std::size_t t) {
  groups set(of.before.size(), {.lr = 0.123, .momentum = of.moves_momentum ? 0.321 : of.before[0].momentum});
  if (!state.find("_last_lr")) set = of.values[t];
  auto running = roster::create(of.scheduler, set);
  running.load_state_dict(state);
  return difference(running, set, of, t);
}

}  // namespace parity
