// The values are PyTorch's, bit for bit: tests/parity/ has what PyTorch 2.14.1 set (tools/make_traces.py).
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "roster/json.hpp"
#include "roster/roster.hpp"

namespace test {

struct trace {
  roster::required<roster::default_registry::entry> scheduler;
  roster::required<std::vector<std::string>> lr;
  roster::required<std::vector<std::vector<std::string>>> values;
};

}  // namespace test

namespace {

double from_hex(const std::string& text) { return std::strtod(text.c_str(), nullptr); }

std::vector<test::trace> read_traces(const std::string& name) {
  std::ifstream file(std::string(ROSTER_PARITY_FOLDER) + "/" + name + ".jsonl");
  std::vector<test::trace> traces;
  std::vector<roster::problem> problems;
  for (std::string line; std::getline(file, line);) {
    const auto tree = roster::parse_json(line);
    const roster::value shown = tree;
    traces.push_back(roster::read_config<test::trace>(*shown.as<roster::object_view>(), roster::place(problems)));
  }
  if (!problems.empty()) throw roster::error(name, problems);
  return traces;
}

}  // namespace

TEST_CASE("Every value is PyTorch's", "[parity]") {
  const auto name = GENERATE(as<std::string>(), "StepLR", "CosineAnnealingLR", "CosineAnnealingWarmRestarts");
  const auto traces = read_traces(name);
  REQUIRE(traces.size() == 40);
  for (std::size_t run = 0; run < traces.size(); ++run) {
    const auto& one = traces[run];
    std::vector<roster::plain_group> groups;
    for (const auto& lr : *one.lr) groups.push_back({.lr = from_hex(lr)});
    auto scheduler = roster::create(one.scheduler, groups);
    const auto steps = one.values->front().size();
    REQUIRE(steps == 101);
    std::size_t different = 0;
    for (std::size_t t = 0; t < steps; ++t) {
      if (t > 0) scheduler.step();
      for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto expected = from_hex((*one.values)[i][t]);
        if (std::bit_cast<std::uint64_t>(groups[i].lr) == std::bit_cast<std::uint64_t>(expected)) continue;
        ++different;
        if (different == 1) {
          UNSCOPED_INFO(name << ", line " << run + 1 << ", epoch " << t << ", group " << i << ": "
                             << roster::detail::to_text(groups[i].lr) << ", expected "
                             << roster::detail::to_text(expected));
        }
      }
    }
    CHECK(different == 0);
  }
}
