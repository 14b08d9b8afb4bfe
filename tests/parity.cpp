// The values are PyTorch's, bit for bit: tests/parity/ has what PyTorch 2.14.1 set (tools/parity.py).
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <fstream>
#include <string>
#include <vector>

#include "parity_run.hpp"

namespace {

std::vector<std::string> lines_of(const std::string& name) {
  std::ifstream file(std::string(ROSTER_PARITY_FOLDER) + "/" + name + ".jsonl");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::string any_file() {
  return GENERATE(as<std::string>(), "LambdaLR", "MultiplicativeLR", "StepLR", "MultiStepLR", "ConstantLR", "LinearLR",
                  "ExponentialLR", "PolynomialLR", "CosineAnnealingLR", "CosineAnnealingWarmRestarts", "CyclicLR",
                  "OneCycleLR", "ReduceLROnPlateau", "SWALR", "compositions");
}

}  // namespace

TEST_CASE("Every value is PyTorch's", "[parity]") {
  const auto file = any_file();
  const auto lines = lines_of(file);
  REQUIRE(lines.size() >= (file == "compositions" ? 100 : 40));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    INFO(file << ", line " << i + 1);
    CHECK(parity::difference(parity::read_run(lines[i])) == "");
  }
}

TEST_CASE("A run that is resumed at any epoch goes on with the same bits", "[parity]") {
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
