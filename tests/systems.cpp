// The schedulers of other systems have the values that the systems' own code computed: tests/parity/systems.
#include <algorithm>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/systems/caffe.hpp"
#include "support/systems/composer.hpp"
#include "support/systems/deepspeed.hpp"
#include "support/systems/detectron2.hpp"
#include "support/systems/fairseq.hpp"
#include "support/systems/keras.hpp"
#include "support/systems/megatron.hpp"
#include "support/systems/mmengine.hpp"
#include "support/systems/nanogpt.hpp"
#include "support/systems/optax.hpp"
#include "support/systems/paddle.hpp"
#include "support/systems/timm.hpp"
#include "support/systems/transformers.hpp"

namespace systems_tests {

using groups = std::vector<roster::plain_group>;

/// A file of traces, and what translates them.
struct recorded_system {
  std::string file;
  test::entry_of_all (*scheduler_of)(test::trace&);
};
const std::vector<recorded_system> all_systems{
    {"huggingface", test::transformers::scheduler_of},
    {"timm", test::timm::scheduler_of},
    {"deepspeed", test::deepspeed::scheduler_of},
    {"detectron2", test::detectron2::scheduler_of},
    {"megatron", test::megatron::scheduler_of},
    {"nanogpt", test::nanogpt::scheduler_of},
    {"mmengine", test::mmengine::scheduler_of},
    {"composer", test::composer::scheduler_of},
    {"optax", test::optax::scheduler_of},
    {"keras", test::keras::scheduler_of},
    {"paddle", test::paddle::scheduler_of},
    {"fairseq", test::fairseq::scheduler_of},
    {"caffe", test::caffe::scheduler_of},
    {"torchtune", test::transformers::scheduler_of},
};

std::vector<test::trace> traces_of(const std::string& file) {
  std::ifstream in(std::string(ROSTER_TRACES_FOLDER) + "/" + file + ".jsonl");
  std::vector<test::trace> all;
  for (std::string line; std::getline(in, line);) all.push_back(test::trace_in(line));
  return all;
}

std::string in_hex(const std::vector<double>& numbers) {
  std::string text;
  for (const auto number : numbers) {
    char one[40];
    std::snprintf(one, sizeof one, "%s%a", text.empty() ? "" : ", ", number);
    text += one;
  }
  return text;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return std::ranges::equal(a, b, {}, std::bit_cast<std::uint64_t, double>, std::bit_cast<std::uint64_t, double>);
}

/// The values of the groups at an epoch, as ours are compared with a trace's.
struct set_values {
  std::vector<double> lr, momentum, weight_decay;
};

/// All that a scheduler sets in the run of a trace, at the epochs of the trace.
std::vector<set_values> run(const test::entry_of_all& scheduler, const test::trace& of) {
  groups set;
  for (std::size_t g = 0; g < of.base_lr.size(); ++g) {
    set.push_back({.lr = of.base_lr[g], .momentum = g < of.momentum_base.size() ? of.momentum_base[g] : 0.9});
  }
  auto running = roster::all_registry::create(scheduler, set);
  std::vector<set_values> all;
  const auto rows = std::max(of.lr.size(), of.momentum.size());
  std::size_t t = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    for (; t < of.epoch(row); ++t) {
      if (of.metrics.empty()) {
        running.step();
      } else {
        running.step(of.metrics.at(t));
      }
    }
    set_values now;
    for (const auto& group : set) {
      now.lr.push_back(group.lr);
      now.momentum.push_back(group.momentum);
      now.weight_decay.push_back(group.weight_decay);
    }
    if (of.by_closed_form) now.lr = running.at(static_cast<roster::epoch>(t));
    all.push_back(std::move(now));
  }
  return all;
}

/// The first difference, in words; empty if there is none.
std::string difference(const std::vector<set_values>& ours, const test::trace& of) {
  const auto compared = [&](std::string_view what, std::vector<double> set_values::* number,
                            const test::values_of_groups& theirs) -> std::string {
    for (std::size_t row = 0; row < theirs.size(); ++row) {
      const auto& one = ours[row].*number;
      if (same_bits(one, theirs[row])) continue;
      return "epoch " + std::to_string(of.epoch(row)) + ": " + std::string(what) + " " + in_hex(one) + ", expected " +
             in_hex(theirs[row]);
    }
    return "";
  };
  auto found = compared("lr", &set_values::lr, of.lr);
  if (found.empty()) found = compared("momentum", &set_values::momentum, of.momentum);
  if (found.empty()) found = compared("weight_decay", &set_values::weight_decay, of.weight_decay);
  return found;
}

/// The same for what the original computes in float32: within 1e-6 of the largest number of the run.
std::string difference_in_float(const std::vector<set_values>& ours, const test::trace& of) {
  double largest = 0;
  for (const auto& row : of.lr) largest = std::max(largest, std::ranges::max(row));
  for (const auto& [name, given] : of.args) {
    if (name.ends_with("_rate") || name.ends_with("_value") || name.ends_with("_target")) {
      const roster::value shown = given;
      if (shown.as<double>() || shown.as<std::int64_t>()) largest = std::max(largest, test::trace::number_of(given));
    }
  }
  for (std::size_t row = 0; row < of.lr_f32.size(); ++row) {
    for (std::size_t g = 0; g < of.lr_f32[row].size(); ++g) {
      if (!(std::abs(ours[row].lr[g] - of.lr_f32[row][g]) <= 1e-6 * largest)) {
        return "epoch " + std::to_string(of.epoch(row)) + ": lr " + in_hex(ours[row].lr) + ", in float32 " +
               in_hex(of.lr_f32[row]);
      }
    }
  }
  return "";
}

/// The first cells of the rows of docs/differences.md.
std::set<std::string> documented_differences() {
  std::ifstream in(ROSTER_DIFFERENCES);
  std::set<std::string> all;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("| ")) continue;
    all.insert(line.substr(2, line.find(" |", 2) - 2));
  }
  return all;
}

/// Why ours does not do what a trace says; empty if it does. The trace is made right where the original is wrong.
std::string compare(const recorded_system& system, test::trace& expected) {
  try {
    const auto scheduler = system.scheduler_of(expected);
    if (!expected.error.empty() && expected.error_at == 0) return "is not refused: " + expected.error;
    const auto ours = run(scheduler, expected);
    const auto wrong = difference(ours, expected);
    return wrong.empty() ? difference_in_float(ours, expected) : wrong;
  } catch (const roster::error& refused) {
    const bool unknown = std::ranges::any_of(refused.problems(), [](const roster::problem& one) {
      const bool is_of_scheduler = one.kind == roster::problem_kind::unknown_name && one.path == "name";
      return is_of_scheduler || one.kind == roster::problem_kind::unknown_field;
    });
    const bool refuses = !expected.error.empty() && expected.error_at == 0;
    return unknown || !refuses ? refused.what() : "";
  }
}

bool same_values(const test::trace& a, const test::trace& b) {
  const auto same = [](const test::values_of_groups& one, const test::values_of_groups& other) {
    return std::ranges::equal(one, other, same_bits);
  };
  return same(a.lr, b.lr) && same(a.momentum, b.momentum) && same(a.weight_decay, b.weight_decay) &&
         same(a.lr_f32, b.lr_f32) && a.error == b.error && a.error_at == b.error_at;
}

TEST_CASE("Every value is that of the system's own code, or is documented", "[systems]") {
  const auto documented = documented_differences();
  for (const auto& system : all_systems) {
    DYNAMIC_SECTION(system.file) {
      const auto traces = traces_of(system.file);
      REQUIRE(traces.size() > 1);
      std::map<std::string, int> failures;  // shown three times for each name
      for (std::size_t i = 0; i < traces.size(); ++i) {
        auto expected = traces[i];
        auto wrong = compare(system, expected);
        const std::string why(expected.differs);
        if (!why.empty() && !documented.contains(why)) wrong += "; docs/differences.md has no row " + why;
        if (same_values(expected, traces[i]) != why.empty())
          wrong += "; changed without a reason, or the other way round";
        if (wrong.empty() || failures[expected.name]++ >= 3) continue;
        INFO(system.file << ", line " << i + 1 << ": " << expected.name << " (" << expected.edge << ")");
        CHECK(wrong == "");
      }
      for (const auto& [name, count] : failures) {
        INFO(system.file << ", " << name);
        CHECK(count == 0);
      }
    }
  }
}

TEST_CASE("There is a trace of each scheduler of another system", "[systems]") {
  std::set<std::string> traced;
  for (const auto& system : all_systems) {
    for (auto one : traces_of(system.file)) {
      try {
        traced.emplace(system.scheduler_of(one).name());
      } catch (const roster::error&) {
        continue;  // a trace of what is refused
      }
    }
  }
  for (const auto name : roster::all_registry::names) {
    INFO(name);
    CHECK((name.find('.') == name.npos || traced.contains(std::string(name))));
  }
}

}  // namespace systems_tests
