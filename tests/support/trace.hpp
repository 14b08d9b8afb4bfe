#pragma once

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "roster/files/state_file.hpp"
#include "roster/roster.hpp"
#include "roster/run/all_registry.hpp"

// A trace of another system: what its own code computed. tests/parity/systems/README.md says where they are from.
namespace test {

using entry_of_all = roster::all_registry::entry;

/// The values of all groups at each of its epochs.
using values_of_groups = std::vector<std::vector<double>>;

/// A trace, or what is right in its place.
struct trace {
  std::string system = {};
  std::string name = {};
  roster::node::object args = {};      // those of the original, by its names
  roster::node::object resolved = {};  // Composer's times, in batches
  std::vector<double> base_lr = {};    // what the groups start from
  std::size_t steps = 0;               // the last epoch
  std::vector<std::size_t> at = {};    // the epochs of the values; empty: all
  std::vector<double> metrics = {};    // metric k leads to epoch k + 1
  std::vector<double> momentum_base = {};
  values_of_groups lr = {};
  values_of_groups momentum = {};
  values_of_groups weight_decay = {};
  values_of_groups lr_f32 = {};  // what the original really computes, in float32
  std::string edge = {};         // what is special
  std::string error = {};        // what the original raises, at `error_at`; at 0, when it is made
  std::size_t error_at = 0;

  bool by_closed_form = false;    // ours has these bits by its closed form, which `at` computes
  std::string_view differs = {};  // why ours is not the original's: a row of docs/differences.md

  /// The epoch of a row of values.
  std::size_t epoch(std::size_t row) const { return at.empty() ? row : at[row]; }
  /// An argument, or null.
  const roster::node* find(std::string_view argument) const {
    for (const auto& [name_of_one, given] : args) {
      if (name_of_one == argument) return &given;
    }
    return nullptr;
  }
  double number(std::string_view argument, double otherwise) const {
    const auto* const given = find(argument);
    return given ? number_of(*given) : otherwise;
  }
  static double number_of(const roster::node& given) {
    const roster::value shown = given;
    if (const auto* const whole = shown.as<std::int64_t>()) return static_cast<double>(*whole);
    return *shown.as<double>();
  }
};

/// The values of all groups at an epoch.
inline std::vector<double> values_at(const trace& of, std::size_t epoch) {
  for (std::size_t row = 0; row < of.lr.size(); ++row) {
    if (of.epoch(row) == epoch) return of.lr[row];
  }
  return {};
}

/// The trace in a line of a file.
inline trace trace_in(const std::string& line) {
  const auto tree = roster::parse_state(line);
  const auto text = [&](std::string_view member) {
    const auto* const found = tree.find(member);
    if (!found) return std::string();
    const roster::value shown = *found;
    const auto* const held = shown.as<std::string_view>();
    return std::string(held ? *held : "null");
  };
  const auto items = [](const roster::node* list) {
    return list ? *list->as<roster::node::list>() : roster::node::list();
  };
  const auto number = [](const roster::node& one) {
    const roster::value shown = one;
    const auto* const written = shown.as<std::string_view>();  // 0x1.8p+0, nan, inf
    return written ? std::strtod(std::string(*written).c_str(), nullptr) : trace::number_of(one);
  };
  const auto numbers = [&](const roster::node* list) {
    std::vector<double> all;
    for (const auto& one : items(list)) all.push_back(number(one));
    return all;
  };
  const auto rows = [&](std::string_view member) {
    values_of_groups all;
    for (const auto& row : items(tree.find(member))) all.push_back(numbers(&row));
    return all;
  };
  trace read{};
  read.system = text("system");
  read.name = text("name");
  read.args = *tree.find("args")->as<roster::node::object>();
  if (const auto* const times = tree.find("resolved")) read.resolved = *times->as<roster::node::object>();
  read.base_lr = numbers(tree.find("base_lr"));
  read.steps = static_cast<std::size_t>(number(*tree.find("steps")));
  for (const auto epoch : numbers(tree.find("at"))) read.at.push_back(static_cast<std::size_t>(epoch));
  read.metrics = numbers(tree.find("metrics"));
  read.momentum_base = numbers(tree.find("momentum_base"));
  read.lr = rows("lr");
  read.momentum = rows("momentum");
  read.weight_decay = rows("weight_decay");
  read.lr_f32 = rows("lr_f32");
  read.edge = text("edge");
  read.error = text("error");
  if (const auto* const when = tree.find("error_at")) read.error_at = static_cast<std::size_t>(number(*when));
  return read;
}

/// The scheduler with these fields. Throws an `error` with all problems.
inline entry_of_all read_scheduler(std::string_view system, std::string_view name, roster::node::object fields) {
  fields.insert(fields.begin(), {"name", std::string(system) + std::string(name)});
  return roster::checked(name, [&](const roster::place& here) {
    return roster::read_entry<entry_of_all>(roster::node(std::move(fields)), here);
  });
}

/// The fields, with `to` in place of the name `from`.
inline void rename(roster::node::object& fields, std::string_view from, std::string_view to) {
  for (auto& one : fields) {
    if (one.name == from) one.name = to;
  }
}
inline void drop(roster::node::object& fields, std::string_view name) {
  std::erase_if(fields, [&](const auto& one) { return one.name == name; });
}

}  // namespace test
