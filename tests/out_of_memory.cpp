// Each allocation fails in turn: nothing leaks, and what was there before is as it was.
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "roster/files.hpp"
#include "roster/roster.hpp"
#include "support/one_of_each.hpp"
#include "support/temporary_folder.hpp"

extern std::size_t allocations, releases, failing_allocation;  // counting_new.cpp

namespace out_of_memory_tests {

using groups = std::vector<roster::plain_group>;
using registry = roster::all_registry;
using entry = registry::entry;

/// Calls `f` twice, and demands that the second call leaves nothing on the heap. What is made once stays: locales, the
/// test's own lists of messages.
template <class F>
void leaks_nothing(F&& f) {
  f();
  const auto live = allocations - releases;
  f();
  CHECK(allocations - releases == live);
}

/// Calls `f` again and again: first its first allocation fails, then its second, until it needs no more. `unchanged`
/// is called after each failure. Returns how many there were.
template <class F, class Check>
std::size_t fail_each_allocation(F&& f, Check&& unchanged) {
  for (std::size_t nth = 1;; ++nth) {
    bool failed = false;
    failing_allocation = allocations + nth;
    try {
      f();
    } catch (const std::bad_alloc&) {
      failed = true;
    }
    const bool reached = allocations >= std::exchange(failing_allocation, 0);
    if (!reached) return nth - 1;
    INFO("allocation " << nth);
    if (failed) unchanged();  // a stream of the standard library may do without
  }
}

/// A learning rate and a momentum for each group, all different.
groups many(std::size_t count) {
  groups all;
  for (std::size_t i = 0; i < count; ++i) {
    const auto part = static_cast<double>(i + 1) / 32;
    all.push_back({.lr = part, .momentum = 1 - part});
  }
  return all;
}

template <class Scheduler>
void step(Scheduler& running) {
  if (running.schedule().takes_metric()) {
    running.step(running.last_epoch() % 3 == 0 ? 0.5 : 2.0);
  } else {
    running.step();
  }
}

std::string name_of(const entry& one) {
  return one.visit([](const auto& config) { return roster::config_text(config); });
}

/// Of up to eight groups and of more: these are on the heap.
constexpr std::size_t few = 2, lots = 20;

TEST_CASE("A test notices a leak", "[out_of_memory]") {
  const auto live = allocations - releases;
  void* const leak = ::operator new(4);  // a compiler may leave out a new-expression, but not this
  CHECK(allocations - releases == live + 1);
  ::operator delete(leak);
  CHECK(allocations - releases == live);
  failing_allocation = allocations + 1;
  CHECK_THROWS_AS(::operator new(4), std::bad_alloc);
  failing_allocation = 0;
  const auto twice = [] {
    for (int i = 0; i < 2; ++i) ::operator delete(::operator new(4));
  };
  CHECK(fail_each_allocation(twice, [] {}) == 2);
}

TEST_CASE("A scheduler that cannot be created leaves the optimizer as it was", "[out_of_memory]") {
  for (const auto& one : test::one_of_each()) {
    INFO(name_of(one));
    leaks_nothing([&] {
      for (const auto count : {few, lots}) {
        const auto before = many(count);
        auto optimizer = before;
        fail_each_allocation(
            [&] {
              optimizer = before;
              registry::create(one, optimizer);
            },
            [&] { REQUIRE(optimizer == before); });
      }
    });
  }
}

TEST_CASE("By name, with lists for the groups and with wrong fields, too", "[out_of_memory]") {
  leaks_nothing([&] {
    const auto before = many(lots);
    auto optimizer = before;
    const std::vector<double> each(lots, 0.5);
    const auto tried = fail_each_allocation(
        [&] {
          optimizer = before;
          registry::create("OneCycleLR", optimizer, {{"max_lr", each}, {"total_steps", 30}});
        },
        [&] { REQUIRE(optimizer == before); });
    CHECK(tried > 5);
    optimizer = before;
    std::size_t problems = 0;
    const auto refused = fail_each_allocation(
        [&] {
          const auto made = roster::try_create("OneCycelLR", optimizer, {{"max_lr", each}, {"total_step", 0}});
          problems = made ? 0 : made.error().problems().size();
        },
        [&] { REQUIRE(optimizer == before); });
    CHECK(refused > 20);
    CHECK(problems == 2);
  });
}

TEST_CASE("A step that fails changes nothing, also when groups have joined", "[out_of_memory]") {
  for (const auto& one : test::one_of_each()) {
    INFO(name_of(one));
    leaks_nothing([&] {
      for (const auto joining : {std::size_t{1}, lots}) {
        auto optimizer = many(few), undisturbed = optimizer;
        auto running = registry::create(one, optimizer);
        auto other = registry::create(one, undisturbed);
        for (int t = 0; t < 6; ++t) {
          if (t == 3) {
            const auto joined = many(few + joining);
            optimizer.insert(optimizer.end(), joined.begin() + few, joined.end());
            undisturbed.insert(undisturbed.end(), joined.begin() + few, joined.end());
          }
          const auto groups_before = optimizer;
          const auto state_before = running.state_dict();
          fail_each_allocation([&] { step(running); },
                               [&] {
                                 REQUIRE(optimizer == groups_before);
                                 REQUIRE(running.state_dict() == state_before);
                               });
          step(other);
          REQUIRE(optimizer == undisturbed);
          REQUIRE(running.state_dict() == other.state_dict());
        }
      }
    });
  }
}

TEST_CASE("A state that cannot be loaded or saved changes nothing", "[out_of_memory]") {
  for (const auto& one : test::one_of_each()) {
    INFO(name_of(one));
    leaks_nothing([&] {
      for (const auto count : {few, lots}) {
        auto source = many(count);
        auto ahead = registry::create(one, source);
        for (int t = 0; t < 5; ++t) step(ahead);
        roster::node state;
        fail_each_allocation([&] { state = ahead.state_dict(); }, [] {});

        // The groups that the state has, and the running scheduler does not, have joined.
        auto optimizer = many(few);
        auto running = registry::create(one, optimizer);
        const auto joined = many(count);
        optimizer.insert(optimizer.end(), joined.begin() + few, joined.end());
        const auto groups_before = optimizer;
        const auto state_before = running.state_dict();
        fail_each_allocation([&] { running.load_state_dict(state); },
                             [&] {
                               REQUIRE(optimizer == groups_before);
                               REQUIRE(running.state_dict() == state_before);
                             });
        REQUIRE(running.state_dict() == state);
        for (std::size_t i = 0; i < count; ++i) REQUIRE(optimizer[i].lr == source[i].lr);
      }
    });
  }
}

/// Several schedulers of different parameters, two of which begin to fail after the others have stepped.
std::vector<entry> several() {
  return {
      entry(roster::ExponentialLR{.gamma = 0.9}, {.every = "batch"}),
      entry(roster::ReduceLROnPlateau{.patience = 1}, {.parameter = "momentum", .monitor = "a metric of a long name"}),
      entry(test::Warmup{.length = 3,
                         .scheduler =
                             test::SequentialLR{.schedulers = {roster::LinearLR{}, roster::SWALR{.swa_lr = 0.03}},
                                                .milestones = {2}},
                         .overlap = true},
            {.parameter = "weight_decay"})};
}

TEST_CASE("A set of schedulers that cannot be made, step or load changes nothing", "[out_of_memory]") {
  const auto chosen = several();
  const auto move = [](auto& set) { set.step({{"a metric of a long name", 1.0}}); };
  leaks_nothing([&] {
    auto optimizer = many(few), undisturbed = optimizer;
    for (auto* all : {&optimizer, &undisturbed}) {
      for (auto& one : *all) one.weight_decay = one.lr / 2;
    }
    const auto at_first = optimizer;
    fail_each_allocation([&] { registry::create(chosen, optimizer); }, [&] { REQUIRE(optimizer == at_first); });
    optimizer = at_first;
    auto set = registry::create(chosen, optimizer), other = registry::create(chosen, undisturbed);
    for (int t = 0; t < 6; ++t) {
      if (t == 2 || t == 4) {
        const auto joined = many(t == 2 ? few + 1 : lots);
        const auto first = static_cast<std::ptrdiff_t>(optimizer.size());
        optimizer.insert(optimizer.end(), joined.begin() + first, joined.end());
        undisturbed.insert(undisturbed.end(), joined.begin() + first, joined.end());
      }
      const auto groups_before = optimizer;
      const auto state_before = set.state_dict();
      const auto unchanged = [&] {
        REQUIRE(optimizer == groups_before);
        REQUIRE(set.state_dict() == state_before);
      };
      fail_each_allocation([&] { move(set); }, unchanged);
      move(other);
      REQUIRE(optimizer == undisturbed);
      const auto state = other.state_dict();
      REQUIRE(set.state_dict() == state);
      fail_each_allocation([&] { set.load_state_dict(state); }, [&] { REQUIRE(set.state_dict() == state); });
    }
  });
}

/// The number of open files.
std::size_t open_files() {
  namespace fs = std::filesystem;
  return static_cast<std::size_t>(std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator()));
}

TEST_CASE("A state is written whole or not at all", "[out_of_memory]") {
  leaks_nothing([&] {
    const test::temporary_folder folder;
    const auto file = folder.path / "state.json";
    auto optimizer = many(lots);
    const auto running = roster::make<"SequentialLR">(
        optimizer, {.schedulers = {roster::LinearLR{}, roster::ReduceLROnPlateau{}}, .milestones = {3}});
    const auto state = running.state_dict();
    roster::write_atomically(file, "old");
    const auto open_before = open_files();
    const auto tried = fail_each_allocation([&] { roster::write_state(file, state); },
                                            [&] {
                                              REQUIRE(roster::read_whole(file, 10) == "old");
                                              REQUIRE(folder.names() == std::vector<std::string>{"state.json"});
                                              REQUIRE(open_files() == open_before);
                                            });
    CHECK(tried > 20);
    CHECK(roster::read_whole(file, 100'000) == roster::to_json(state, 2) + "\n");

    roster::node read;
    fail_each_allocation([&] { read = roster::read_state(file); }, [&] { REQUIRE(open_files() == open_before); });
    CHECK(read == state);
  });
}

TEST_CASE("A recipe that cannot be read leaks nothing", "[out_of_memory]") {
  const test::temporary_folder folder;
  const auto json = folder.file("recipe.json", R"({"optimizer": {"name": "SGD", "lr": 0.5},
                                "scheduler": {"name": "StepLR", "step_size": 3}})");
  const auto yaml = folder.file("recipe.yaml",
                                "optimizer: {name: SGD, lr: .5}\n"
                                "scheduler: &all {name: MultiStepLR, milestones: [3]}\n");
  const auto unclosed_json = folder.file("unclosed.json", R"({"optimizer": {"name": "SGD")");
  const auto unclosed_yaml = folder.file("unclosed.yaml", "optimizer: {name: 'SGD\n");
  const auto wrong = folder.file("wrong.yaml", "optimizer: {nam: SDG}\nscheduler: {name: StepLr, gama: .5}\n");
  const std::vector<std::string> overrides{"optimizer.lr=0.25", "scheduler={name: StepLR, step_size: 5}"};
  for (const auto& file : {json, yaml, unclosed_json, unclosed_yaml, wrong}) {
    INFO(file);
    const auto open_before = open_files();
    leaks_nothing([&] {
      const auto read = [&]() -> std::string {
        try {
          const auto written = roster::write_recipe(roster::read_recipe(file, overrides));
          return roster::to_yaml(written) + roster::to_json(written);
        } catch (const roster::error& refused) {
          return refused.what();
        }
      };
      const auto expected = read();
      CHECK(expected.find(file == json || file == yaml ? "lr: 0.25" : file.string()) != expected.npos);
      bool same = true;
      const auto tried = fail_each_allocation([&] { same = same && read() == expected; },
                                              [&] { REQUIRE(open_files() == open_before); });
      CHECK(tried > 20);
      CHECK(same);
    });
  }
}

}  // namespace out_of_memory_tests
