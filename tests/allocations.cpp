#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "roster/roster.hpp"
#include "support/one_of_each.hpp"

extern std::size_t allocations;  // counting_new.cpp

namespace allocations_tests {

/// How often `f` allocates.
template <class F>
std::size_t counted(F&& f) {
  const auto before = allocations;
  f();
  return allocations - before;
}

TEST_CASE("Allocations are counted", "[allocations]") {
  std::vector<int> numbers;
  CHECK(counted([&] { numbers.resize(100); }) == 1);
  CHECK(counted([] { std::string(100, 'x').append("y"); }) >= 1);
}

TEST_CASE("find and visit allocate nothing", "[allocations]") {
  const std::string name = "CosineAnnealingWarmRestarts";
  std::size_t length = 0;
  CHECK(counted([&] {
          if (roster::default_registry::find(name)) {
            length = roster::default_registry::visit(
                name, []<class T>(std::type_identity<T>) { return roster::type_name<T>.size(); },
                [] { return std::size_t{0}; });
          }
          if (roster::default_registry::find("StepLr")) length = 0;
          length += roster::default_registry::nearest("StepLr").size();
        }) == 0);
  CHECK(length == 27 + 6);
}

TEST_CASE("Creating and stepping a scheduler of up to eight groups allocates nothing", "[allocations]") {
  std::vector<roster::plain_group> groups(8, {.lr = 0.1});
  CHECK(counted([&] {
          auto made = roster::make<"StepLR">(groups, {.step_size = 1});
          made.step();
        }) == 0);
  CHECK(counted([&] {
          auto created = roster::create("StepLR", groups, {{"step_size", 1}, {"gamma", 0.5}, {"verbose", false}});
          created.step();
        }) == 0);
  CHECK(counted([&] {
          auto created = roster::try_create("CosineAnnealingLR", groups, {{"T_max", 10}, {"eta_min", 1e-3}});
          created->step();
        }) == 0);
  groups.resize(9, {.lr = 0.1});
  CHECK(counted([&] { roster::make<"StepLR">(groups, {.step_size = 1}); }) > 0);
}

TEST_CASE("No step of any scheduler allocates", "[allocations]") {
  for (const auto& one : test::one_of_each<roster::default_registry>()) {
    std::vector<roster::plain_group> groups(8, {.lr = 0.1, .momentum = 0.9});
    auto running = roster::create(one, groups);
    INFO(running.schedule().name());
    const bool watches = running.schedule().takes_metric();
    CHECK(counted([&] {
            for (int t = 0; t < 30; ++t) {
              if (watches) {
                running.step(1.0);
              } else {
                running.step();
              }
            }
          }) == 0);
  }
}

TEST_CASE("No step of a set of schedulers allocates", "[allocations]") {
  using entry = roster::default_registry::entry;
  std::vector<roster::plain_group> groups(8, {.lr = 0.1, .momentum = 0.9, .weight_decay = 0.1});
  auto set = roster::create({entry(roster::StepLR{.step_size = 2}, {.groups = {0, 3}, .every = "batch"}),
                             entry(roster::ReduceLROnPlateau{}, {.parameter = "weight_decay", .monitor = "val_loss"}),
                             entry(roster::CosineAnnealingLR{.T_max = 9}, {.parameter = "momentum"})},
                            groups);
  CHECK(counted([&] {
          for (int t = 0; t < 30; ++t) {
            set.after_batch();
            set.after_epoch({{"val_loss", 1.0}, {"accuracy", 0.5}});
          }
        }) == 0);
}

}  // namespace allocations_tests
