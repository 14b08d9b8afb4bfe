// Runs the random schedulers of tools/parity.py, compares every value, and saves states as JSON and as pickles for
// PyTorch to load.
#include <cstddef>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "roster/files/json.hpp"
#include "roster/files/state_file.hpp"
#include "roster/libtorch/archive.hpp"
#include "support/parity_run.hpp"

namespace {

/// The first difference of a run, in words; empty if there is none. `epoch` is where it is interrupted, and `state` is
/// the state saved there.
std::string problem_of(const parity::run& run, std::size_t epoch, roster::node& state) {
  if (const auto found = parity::difference(run); !found.empty()) return found;
  auto set = run.before;
  auto running = roster::create(run.scheduler, set);
  for (std::size_t t = 1; t <= epoch; ++t) parity::step_to(running, run, t);
  state = running.state_dict();
  auto resumed = parity::difference_from(run, roster::parse_state(roster::to_json(state)), epoch);
  if (!resumed.empty()) return "resumed at epoch " + std::to_string(epoch) + ", " + resumed;
  for (const auto& [at, saved] : run.states) {
    resumed = parity::difference_from(run, saved, static_cast<std::size_t>(at));
    if (!resumed.empty()) return "from PyTorch's state of epoch " + std::to_string(at) + ", " + resumed;
  }
  return "";
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr << "usage: parity_compare RUNS FOLDER\n";
    return 2;
  }
  std::ifstream runs(arguments[1]);
  const std::filesystem::path folder(arguments[2]);
  std::filesystem::create_directories(folder);
  std::ofstream states(folder / "cases.jsonl");
  std::size_t cases = 0, values = 0, different = 0;
  for (std::string line; std::getline(runs, line); ++cases) {
    std::string problem;
    try {
      const auto run = parity::read_run(line);
      values += run.values.size() * run.before.size();
      const auto epoch = cases * 37 % run.values.size();
      roster::node state;
      problem = problem_of(run, epoch, state);
      if (cases % 4 == 0) {
        const auto name = std::to_string(cases + 1);
        std::filesystem::create_directories(folder / name);
        roster::write_state(folder / name / "scheduler.json", state);
        roster::write_pickle(folder / name / "scheduler.pt", state);
        states << R"({"case": )" << line << R"(, "epoch": )" << epoch << R"(, "folder": ")" << name << "\"}\n";
      }
    } catch (const std::exception& failed) {
      problem = failed.what();
    }
    if (problem.empty()) continue;
    if (++different <= 10)
      std::cout << "case " << cases + 1 << ": " << problem << "\n  " << line.substr(0, 300) << "\n";
  }
  if (!runs.eof() || !states.flush()) {
    std::cerr << "parity_compare: cannot read " << arguments[1] << " or write to " << arguments[2] << "\n";
    return 2;
  }
  std::cout << cases << " cases, " << values << " learning rates, " << different << " cases differ\n";
  return different > 0 || cases == 0;
}
