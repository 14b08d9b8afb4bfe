// States that three versions of PyTorch saved as JSON. tests/parity/states/README.md says where they are from.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "support/parity_run.hpp"
#include "support/pytorch.hpp"

namespace pytorch_states_tests {

std::vector<std::string> lines_of(const std::string& version) {
  return parity::lines_of("states/" + version + "/runs");
}

/// All runs but the last, in which SWALR is an epoch ahead before PyTorch 2.14.
std::vector<std::string> usual_lines_of(const std::string& version) {
  auto lines = lines_of(version);
  if (!lines.empty()) lines.pop_back();
  return lines;
}

TEST_CASE("There are states of each of PyTorch's schedulers, from each version", "[pytorch_states]") {
  const auto version = GENERATE(as<std::string>(), "1.13.1", "2.6.0", "2.14.1");
  std::set<std::string> names;
  for (const auto& line : lines_of(version)) {
    const auto run = parity::read_run(line);
    names.emplace(run.scheduler.name());
    std::set<roster::epoch> epochs;
    for (const auto& [epoch, state] : run.states) epochs.insert(epoch);
    CHECK(epochs == std::set<roster::epoch>{0, 4, 5, 8, 12});
  }
  CHECK(names == test::names_in_pytorch());
}

TEST_CASE("A state of each version of PyTorch continues with the same bits", "[pytorch_states]") {
  const auto version = GENERATE(as<std::string>(), "1.13.1", "2.6.0", "2.14.1");
  const auto lines = usual_lines_of(version);
  REQUIRE(lines.size() == 27);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto run = parity::read_run(lines[i]);
    INFO(version << ", line " << i + 1 << ", " << run.scheduler.name());
    CHECK(parity::difference(run) == "");
    for (const auto& [epoch, state] : run.states) {
      INFO("epoch " << epoch);
      CHECK(parity::difference_from(run, state, static_cast<std::size_t>(epoch)) == "");
    }
  }
}

TEST_CASE("Where SWALR is an epoch ahead, it stays so, as in PyTorch 2.14.1", "[pytorch_states]") {
  const auto version = GENERATE(as<std::string>(), "1.13.1", "2.6.0", "2.14.1");
  const auto now = parity::read_run(lines_of("2.14.1").back());
  const auto then = parity::read_run(lines_of(version).back());
  REQUIRE((parity::difference(then) == "") == (version == "2.14.1"));
  for (const auto& [epoch, state] : then.states) {
    INFO(version << ", epoch " << epoch);
    const auto& run = epoch < 5 ? now : then;  // until the milestone, no version has begun
    CHECK(parity::difference_from(run, state, static_cast<std::size_t>(epoch)) == "");
  }
}

}  // namespace pytorch_states_tests
