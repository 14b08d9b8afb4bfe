#include "roster/run/detail/driven_groups.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "support/refusal.hpp"

namespace driven_groups_tests {

struct layer {
  double lr;
  double momentum;
  std::string id;
  double weight_decay = 0.0;

  bool operator==(const layer&) const = default;
};
using layers = std::vector<layer>;

/// The groups of an optimizer, taken for the first time.
roster::detail::driven_groups<layers> driven(layers& optimizer, roster::detail::movements moves = {},
                                             const roster::scheduler_options& options = {}) {
  return roster::checked("driven", [&](const roster::place& here) {
    return roster::detail::driven_groups<layers>::chosen(optimizer, options, moves, here);
  });
}
std::vector<std::size_t> to_vector(roster::origins from) { return {from.begin(), from.end()}; }

TEST_CASE("The groups' values are read, changed and written", "[driven_groups]") {
  layers optimizer{{1.0, 0.9, "a"}, {2.0, 0.8, "b"}};
  auto groups = driven(optimizer, {{{.moves = true}, {}}});
  auto all = groups.values();
  CHECK(all.lr[1] == 2.0);
  CHECK(all.momentum[1] == 0.8);
  all.lr[1] = 3.0;
  all.momentum[0] = 0.5;
  CHECK(groups.last_lr()[1] == 2.0);
  groups.write();
  CHECK(groups.last_lr()[1] == 3.0);
  CHECK(optimizer == layers{{1.0, 0.5, "a"}, {3.0, 0.8, "b"}});

  optimizer[0].lr = 7.0;
  CHECK(groups.read(optimizer));
  CHECK(groups.values().lr[0] == 7.0);
  CHECK(groups.last_lr()[0] == 1.0);
  CHECK(driven(optimizer).values().momentum.empty());
}

TEST_CASE("What moves along is read and written for each driven group", "[driven_groups]") {
  layers optimizer{{1.0, 0.9, "a", 0.5}, {2.0, 0.8, "b", 0.25}, {3.0, 0.7, "c", 0.125}};
  auto decay = driven(optimizer, {{{}, {.moves = true}}}, {.groups = {0, 2}});
  auto all = decay.values();
  CHECK(all.momentum.empty());
  CHECK(std::vector(all.weight_decay.begin(), all.weight_decay.end()) == std::vector{0.5, 0.125});
  auto both = driven(optimizer, {{{.moves = true}, {.moves = true}}});
  all = both.values();
  CHECK(std::vector(all.momentum.begin(), all.momentum.end()) == std::vector{0.9, 0.8, 0.7});
  CHECK(std::vector(all.weight_decay.begin(), all.weight_decay.end()) == std::vector{0.5, 0.25, 0.125});
  all.momentum[2] = 0.75;
  all.weight_decay[1] = 0.0;
  both.write();
  CHECK(optimizer == layers{{1.0, 0.9, "a", 0.5}, {2.0, 0.8, "b", 0.0}, {3.0, 0.75, "c", 0.125}});

  std::vector<std::string> names;
  decay.for_each_driven(
      [&](std::size_t group, std::string_view name) { names.push_back(std::to_string(group) + std::string(name)); });
  CHECK(names == std::vector<std::string>{"0lr", "2lr", "0weight_decay", "2weight_decay"});
}

TEST_CASE("Groups may move in memory, but not leave, join or change places unnoticed", "[driven_groups]") {
  layers optimizer{{1.0, 0.9, "a"}, {2.0, 0.8, "b"}};
  auto groups = driven(optimizer);
  optimizer.reserve(100);
  CHECK(groups.read(optimizer));
  groups.values().lr[0] = 5.0;
  groups.write();
  CHECK(optimizer[0].lr == 5.0);

  auto more = optimizer, fewer = optimizer;
  more.push_back({3.0, 0.7, "c"});
  CHECK_FALSE(groups.read(more));
  fewer.pop_back();
  CHECK_FALSE(groups.read(fewer));
  layers swapped{optimizer[1], optimizer[0]};
  CHECK_FALSE(groups.read(swapped));
}

TEST_CASE("Each group is found again by its identity", "[driven_groups]") {
  layers optimizer{{1.0, 0.9, "a"}, {2.0, 0.8, "b"}, {3.0, 0.7, "c"}};
  auto groups = driven(optimizer);
  layers now{{9.0, 0.7, "d"}, optimizer[2], optimizer[0]};
  const auto found = groups.find(now);
  CHECK(found.is_sure);
  CHECK(to_vector(found) == std::vector<std::size_t>{3, 2, 0});
  now[2].lr = 8.0;  // set by hand
  groups = groups.taken(now, found);
  const auto last = groups.last_lr();
  CHECK(std::vector(last.begin(), last.end()) == std::vector{9.0, 3.0, 1.0});
  CHECK(groups.values().lr[2] == 8.0);
}

TEST_CASE("Groups that nothing tells apart keep their order, and none can leave", "[driven_groups]") {
  layers optimizer{{1.0, 0.9, ""}, {2.0, 0.8, "b"}, {3.0, 0.7, ""}};
  const auto groups = driven(optimizer);
  layers two{optimizer[1], optimizer[2]};
  CHECK_FALSE(groups.find(two).is_sure);
  layers three{optimizer[1], optimizer[0], optimizer[2]};
  CHECK(groups.find(three).is_sure);
  CHECK(to_vector(groups.find(three)) == std::vector<std::size_t>{1, 0, 2});
  layers without{optimizer[1]};  // both are gone
  CHECK(groups.find(without).is_sure);
}

TEST_CASE("Many groups are found like few", "[driven_groups]") {
  layers optimizer;
  for (int i = 0; i < 100; ++i) optimizer.push_back({1.0 * i, 0.9, std::to_string(i)});
  const auto groups = driven(optimizer);
  optimizer.erase(optimizer.begin());
  const auto found = groups.find(optimizer);
  CHECK(to_vector(found).size() == 99);
  CHECK(to_vector(found)[50] == 51);
}

TEST_CASE("Some groups are driven, and found again wherever they go", "[driven_groups]") {
  layers optimizer{{1.0, 0.9, "a"}, {2.0, 0.8, "b"}, {3.0, 0.7, "c"}};
  auto groups = driven(optimizer, {}, {.groups = {2, 0}});
  CHECK(groups.size() == 2);
  CHECK(groups.position(1) == 2);
  auto all = groups.values();
  CHECK(std::vector(all.lr.begin(), all.lr.end()) == std::vector{1.0, 3.0});
  all.lr[1] = 9.0;
  groups.write();
  CHECK(optimizer == layers{{1.0, 0.9, "a"}, {2.0, 0.8, "b"}, {9.0, 0.7, "c"}});

  // One that joins is not driven.
  layers now{optimizer[2], {5.0, 0.5, "d"}, optimizer[1], optimizer[0]};
  CHECK_FALSE(groups.read(now));
  const auto found = groups.find(now);
  CHECK(found.is_sure);
  CHECK(to_vector(found) == std::vector<std::size_t>{1, 0});
  groups = groups.taken(now, found);
  CHECK(groups.size() == 2);
  CHECK(groups.position(1) == 3);
  const auto last = groups.last_lr();
  CHECK(std::vector(last.begin(), last.end()) == std::vector{9.0, 1.0});

  layers without{optimizer[1]};
  CHECK(groups.taken(without, groups.find(without)).size() == 0);
}

TEST_CASE("Another parameter is read and written in place of the learning rate", "[driven_groups]") {
  layers optimizer{{1.0, 0.9, "a"}, {2.0, 0.8, "b"}};
  auto groups = driven(optimizer, {}, {.parameter = "momentum"});
  CHECK(groups.values().lr[1] == 0.8);
  groups.values().lr[1] = 0.25;
  CHECK(groups.are_allowed());
  groups.write();
  CHECK(optimizer == layers{{1.0, 0.9, "a"}, {2.0, 0.25, "b"}});
  CHECK(groups.last_lr()[1] == 0.25);
}

TEST_CASE("Groups that there are not, and parameters that groups lack, are reported", "[driven_groups][message]") {
  layers optimizer{{1.0, 0.9, "a"}};
  CHECK(test::refusal([&] { driven(optimizer, {}, {.groups = {0, 3}}); }) ==
        "driven: groups has group 3, but the optimizer has 1 group, counted from 0");
  const auto lacks = driven(optimizer, {{{.moves = true}, {}}}, {.parameter = "momentun"});
  CHECK(test::refusal([&] {
          roster::checked("driven", [&](const roster::place& here) { lacks.report_missing(optimizer, here); });
        }) ==
        "driven: parameter is \"momentun\", but group 0 of the optimizer has only lr, momentum and weight_decay; did "
        "you mean "
        "momentum?");
}

}  // namespace driven_groups_tests
