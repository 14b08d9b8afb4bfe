// Threads share the registry, configs and a folder, and nothing else. ./dev test runs this plainly, .ci/run also with
// the thread sanitizer.
#include <algorithm>
#include <barrier>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "roster/files.hpp"
#include "roster/roster.hpp"
#include "support/one_of_each.hpp"
#include "support/temporary_folder.hpp"

namespace threads_tests {

using groups = std::vector<roster::plain_group>;
using registry = roster::all_registry;
using entry = registry::entry;

constexpr std::size_t threads = 8;
constexpr int steps = 30;

/// What one scheduler gives: its learning rates, its states, and the groups after it was saved and loaded.
struct values {
  std::vector<double> lr;
  std::string state;
  groups resumed;

  bool operator==(const values&) const = default;
};

values run(const entry& one, const std::filesystem::path& file) {
  groups optimizer{{.lr = 0.1, .momentum = 0.9}, {.lr = 0.25, .momentum = 0.8}};
  auto running = registry::create(one, optimizer);
  values all;
  for (int t = 0; t < steps; ++t) {
    running.schedule().takes_metric() ? running.step(1.0) : running.step();
    all.lr.insert(all.lr.end(), running.get_last_lr().begin(), running.get_last_lr().end());
  }
  roster::write_state(file, running.state_dict());
  all.resumed.resize(2, {.lr = 7.0, .momentum = 0.1});
  auto resumed = registry::create(one, all.resumed);
  resumed.load_state_dict(roster::read_state(file));
  all.state = roster::to_json(resumed.state_dict());
  return all;
}

/// The text of all problems of a scheduler that does not exist, with fields of the one that was meant.
std::string problems(const std::string& name) {
  groups optimizer{{.lr = 0.1}};
  const auto made = roster::try_create(name + "x", optimizer, {{"gama", 0.5}, {"step_size", "two"}});
  return made ? "" : made.error().what();
}

std::string recipe(const std::filesystem::path& file) {
  return roster::to_yaml(roster::write_recipe(roster::read_recipe(file)));
}

/// Calls `f(thread)` on all threads, which begin at the same time.
template <class F>
void on_all_threads(F f) {
  std::barrier start(static_cast<std::ptrdiff_t>(threads));
  std::vector<std::jthread> all;
  for (std::size_t i = 0; i < threads; ++i) {
    all.emplace_back([&start, &f, i] {
      start.arrive_and_wait();
      f(i);
    });
  }
}

TEST_CASE("Threads that create, step and save at once get the values of one thread", "[threads]") {
  const test::temporary_folder folder;
  const auto all = test::one_of_each();
  std::vector<values> expected;
  for (const auto& one : all) expected.push_back(run(one, folder.path / "alone.json"));

  std::vector<std::size_t> right(threads);
  on_all_threads([&](std::size_t thread) {
    const auto file = folder.path / (std::to_string(thread) + ".json");
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto chosen = (i + 4 * thread) % all.size();
      right[thread] += run(all[chosen], file) == expected[chosen];
    }
  });
  CHECK(right == std::vector<std::size_t>(threads, all.size()));
  CHECK(folder.names().size() == threads + 1);
}

TEST_CASE("Threads that read recipes and report problems at once get the texts of one thread", "[threads]") {
  const test::temporary_folder folder;
  const auto yaml = folder.file("a.yaml", "optimizer: {name: SGD, lr: 0.1}\nscheduler: {name: StepLR, step_size: 3}\n");
  const auto json =
      folder.file("a.json", R"({"optimizer": {"name": "Adam"}, "scheduler": {"name": "SWALR", "swa_lr": 0.1}})");
  const auto texts = [&] {
    std::vector<std::string> made{recipe(yaml), recipe(json)};
    for (const auto name : registry::names) made.push_back(problems(std::string(name)));
    return made;
  };
  const auto expected = texts();
  std::vector<char> right(threads);
  on_all_threads([&](std::size_t thread) { right[thread] = texts() == expected; });
  CHECK(right == std::vector<char>(threads, true));
}

TEST_CASE("Of threads that save into one file at once, one wins whole", "[threads]") {
  const test::temporary_folder folder;
  const auto file = folder.path / "state.json";
  const auto text_of = [](std::size_t thread) { return std::string(10'000 + thread, static_cast<char>('a' + thread)); };
  std::vector<std::size_t> whole(threads);
  on_all_threads([&](std::size_t thread) {
    for (int i = 0; i < 5; ++i) {
      roster::write_atomically(file, text_of(thread));
      const auto read = roster::read_whole(file, 20'000);
      whole[thread] += read == text_of(static_cast<std::size_t>(read.front() - 'a'));
    }
  });
  CHECK(whole == std::vector<std::size_t>(threads, 5));
  CHECK(folder.names() == std::vector<std::string>{"state.json"});
}

}  // namespace threads_tests
