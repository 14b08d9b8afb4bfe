// The files that torch.save(scheduler.state_dict(), "NAME.pt") wrote in PyTorch 2.14.1, after 100 steps of the first
// run of that name in tests/parity.
#include <torch/version.h>
#include "roster/libtorch/archive.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <filesystem>
#include <set>
#include <string>

#include "support/parity_run.hpp"

namespace pickles_tests {

const std::string way_out = "; in Python, json.dump(scheduler.state_dict(), file) writes what roster::read_state reads";

std::filesystem::path pickle(const std::string& name) {
  return std::filesystem::path(ROSTER_PARITY_FOLDER) / "states" / (name + ".pt");
}

/// The error's text behind the file's path.
std::string refusal(const std::filesystem::path& file) {
  try {
    roster::read_pickle(file);
  } catch (const roster::error& error) {
    const std::string all = error.what();
    CHECK(all.starts_with(file.string()));
    return all.substr(std::min(all.size(), file.string().size()));
  }
  return "";
}

parity::run first_run(const std::string& name) {
  const bool composed = name == "SequentialLR" || name == "ChainedScheduler";
  for (const auto& line : parity::lines_of(composed ? "compositions" : name)) {
    if (line.starts_with(R"({"scheduler": {"name": ")" + name + '"')) return parity::read_run(line);
  }
  throw std::runtime_error("no run of " + name);
}

TEST_CASE("States that PyTorch pickled go on with the same bits, where LibTorch can read them", "[pickles]") {
  const auto name =
      GENERATE(as<std::string>(), "LambdaLR", "MultiplicativeLR", "StepLR", "MultiStepLR", "ConstantLR", "LinearLR",
               "ExponentialLR", "PolynomialLR", "CosineAnnealingLR", "CosineAnnealingWarmRestarts", "CyclicLR",
               "OneCycleLR", "ReduceLROnPlateau", "SWALR", "SequentialLR", "ChainedScheduler");
  INFO(name);
#if TORCH_VERSION_MAJOR >= 2
  // This SequentialLR has a MultiStepLR.
  const bool readable = name != "MultiStepLR" && name != "SequentialLR";
#else
  // A list of one element, as of one group's learning rates, is none of the things that LibTorch 1.13 reads.
  const std::set<std::string> of_several_groups{
      "MultiplicativeLR", "StepLR", "ExponentialLR", "CosineAnnealingWarmRestarts", "ReduceLROnPlateau", "SWALR"};
  const bool readable = of_several_groups.contains(name);
#endif
  if (readable) {
    CHECK(parity::difference_from(first_run(name), roster::read_pickle(pickle(name)), 100) == "");
  } else {
    CHECK(refusal(pickle(name)).ends_with(way_out));
  }
}

TEST_CASE("A pickle that LibTorch cannot read names the way out", "[pickles][message]") {
#if TORCH_VERSION_MAJOR < 2
  CHECK(refusal(pickle("LinearLR")) ==
        ": LibTorch cannot read it: Unknown opcode for unpickling at 0x61: 97" + way_out);
#else
  CHECK(refusal(pickle("MultiStepLR")) ==
        ": LibTorch cannot read it: Unpickler found unknown type collections.Counter" + way_out);
#endif
  CHECK(refusal(std::filesystem::path(ROSTER_PARITY_FOLDER) / "StepLR.jsonl") ==
        ": LibTorch cannot read it: PytorchStreamReader failed reading zip archive: failed finding central directory" +
            way_out);
  CHECK(refusal(pickle("none")) == ": there is no such file");
}

}  // namespace pickles_tests
