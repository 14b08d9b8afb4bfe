// The values are PyTorch's, bit for bit: tests/parity/ has the values that PyTorch 2.14.1 set (tools/parity.py).
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <string>
#include <vector>

#include "support/parity_run.hpp"

namespace parity_tests {

using parity::lines_of;

/// A file with runs of one scheduler, or of compositions.
std::string any_file() { return GENERATE(from_range(parity::recorded_files())); }

TEST_CASE("There are runs of each of PyTorch's schedulers and of compositions", "[parity]") {
  const auto files = parity::recorded_files();
  CHECK(files.size() == 15);
  for (const auto& file : files) CHECK((file == "compositions" || roster::default_registry::find(file)));
}

TEST_CASE("Every value is PyTorch's", "[parity]") {
  const auto file = any_file();
  const auto lines = lines_of(file);
  REQUIRE(lines.size() >= (file == "compositions" ? 100 : 40));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    INFO(file << ", line " << i + 1);
    CHECK(parity::difference(parity::read_run(lines[i])) == "");
  }
}

TEST_CASE("A run resumed at any epoch continues with the same bits", "[parity]") {
  const auto file = any_file();
  const auto lines = lines_of(file);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto run = parity::read_run(lines[i]);
    auto set = run.before;
    auto running = roster::create(run.scheduler, set);
    for (std::size_t t = 0; t < run.values.size(); ++t) {
      if (t > 0) parity::step_to(running, run, t);
      INFO(file << ", line " << i + 1 << ", resumed at epoch " << t);
      REQUIRE(parity::difference_from(run, running.state_dict(), t) == "");
    }
  }
}

/// The differences between our state and PyTorch's, in words; empty if there are none. PyTorch's also has the
/// attributes that its constructor made. Expected differences: PyTorch's CosineAnnealingWarmRestarts does not count
/// steps; after a OneCycleLR in a chain, PyTorch's base_lrs are those that OneCycleLR set, and nothing reads them; a
/// composite of PyTorch's has neither base values nor a number of steps, a chain no epoch either, and a
/// ReduceLROnPlateau no base values.
std::string other_than(const roster::node& ours, const roster::value& pytorchs, bool one_cycle) {
  const roster::node theirs = pytorchs;
  const roster::value shown = ours;
  std::string others;
  for (const auto& [name, v] : *shown.as<roster::object_view>()) {
    if (name == "scheduler" || name == "version" || name == "config" || (name == "base_lrs" && one_cycle)) continue;
    if (name == "_step_count" && theirs.find("T_cur")) continue;
    const auto* other = theirs.find(name);
    if (!other) {
      const bool is_composite = theirs.find("_schedulers");
      const bool may_lack = is_composite
                                ? name == "base_lrs" || name == "_step_count" || name == "last_epoch"
                                : theirs.find("num_bad_epochs") && (name == "base_lrs" || name == "_step_count");
      if (!may_lack) others += std::string(name) + " is missing; ";
    } else if (name == "_schedulers") {
      const auto list = parity::list_of(v);
      const auto other_list = parity::list_of(*other);
      for (std::size_t i = 0; i < list.size; ++i) others += other_than(list[i], other_list[i], one_cycle);
    } else if (!roster::detail::same(v, *other)) {
      others += std::string(name) + " is " + roster::detail::to_text(v) + ", in PyTorch " +
                roster::detail::to_text(roster::value(*other)) + "; ";
    }
  }
  return others;
}

TEST_CASE("Saved states equal PyTorch's, and PyTorch's states can be loaded", "[parity]") {
  const auto file = any_file();
  const auto lines = lines_of(file);
  std::size_t states = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto run = parity::read_run(lines[i]);
    for (const auto& [epoch, state] : run.states) {
      INFO(file << ", line " << i + 1 << ", epoch " << epoch);
      ++states;
      auto set = run.before;
      auto running = roster::create(run.scheduler, set);
      for (roster::epoch t = 1; t <= epoch; ++t) parity::step_to(running, run, static_cast<std::size_t>(t));
      const bool one_cycle = lines[i].find("OneCycleLR") != std::string::npos && file == "compositions";
      CHECK(other_than(running.state_dict(), state, one_cycle) == "");
      CHECK(parity::difference_from(run, state, static_cast<std::size_t>(epoch)) == "");
    }
  }
  CHECK(states >= (file == "LambdaLR" || file == "MultiplicativeLR" ? 0 : 20));
}

}  // namespace parity_tests
