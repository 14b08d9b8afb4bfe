// States that three versions of PyTorch pickled. tests/parity/states/README.md says where they are from.
#include "roster/libtorch/archive.hpp"  // before Catch2: both have CHECK

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "support/parity_run.hpp"
#include "support/pytorch.hpp"
#include "support/refusal.hpp"

namespace pytorch_states_libtorch_tests {

namespace fs = std::filesystem;

const std::string versions[] = {"1.13.1", "2.6.0", "2.14.1"};

fs::path folder_of(const std::string& version) { return fs::path(ROSTER_PARITY_FOLDER) / "states" / version; }

/// The names of the schedulers whose states a version pickled.
std::set<std::string> pickled(const std::string& version) {
  std::set<std::string> names;
  for (const auto& file : fs::directory_iterator(folder_of(version))) {
    if (file.path().extension() == ".pt") names.insert(file.path().stem().string());
  }
  return names;
}

/// The first run of that name, whose state after 5 steps was pickled.
parity::run first_run(const std::string& version, const std::string& name) {
  for (const auto& line : parity::lines_of("states/" + version + "/runs")) {
    auto run = parity::read_run(line);
    if (run.scheduler.name() == name) return run;
  }
  throw std::runtime_error("no run of " + name);
}

/// What LibTorch does not know in these pickles, by version and name: functions and the Counter of MultiStepLR.
const std::map<std::pair<std::string, std::string>, std::string> unreadable = {
    {{"1.13.1", "MultiStepLR"}, "collections.Counter"}, {{"2.6.0", "MultiStepLR"}, "collections.Counter"},
    {{"2.14.1", "MultiStepLR"}, "collections.Counter"}, {{"1.13.1", "SWALR"}, "__builtin__.getattr"},
    {{"2.6.0", "SWALR"}, "__builtin__.getattr"},        {{"1.13.1", "OneCycleLR"}, "__builtin__.getattr"},
};

TEST_CASE("Each version pickled a state of each scheduler, but 1.13.1 cannot pickle CyclicLR", "[pytorch_states]") {
  for (const auto& version : versions) {
    auto all = test::names_in_pytorch();
    if (version == "1.13.1") all.erase("CyclicLR");
    CHECK(pickled(version) == all);
  }
}

TEST_CASE("A state that a version of PyTorch pickled continues with the same bits", "[pytorch_states]") {
  for (const auto& version : versions) {
    for (const auto& name : pickled(version)) {
      if (unreadable.contains({version, name})) continue;
      INFO(version << ", " << name);
      const auto file = folder_of(version) / (name + ".pt");
      CHECK(parity::difference_from(first_run(version, name), roster::read_pickle(file), 5) == "");
    }
  }
}

TEST_CASE("A state that LibTorch cannot read names another way", "[pytorch_states][message]") {
  for (const auto& [of, unknown] : unreadable) {
    const auto file = folder_of(of.first) / (of.second + ".pt");
    CHECK(test::refusal([&] { roster::read_pickle(file); }) ==
          file.string() + ": cannot be read by LibTorch: Unpickler found unknown type " + unknown +
              "; write it in Python with json.dump(scheduler.state_dict(), file) and read it with roster::read_state");
  }
}

}  // namespace pytorch_states_libtorch_tests
