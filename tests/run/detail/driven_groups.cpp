#include "roster/run/detail/driven_groups.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <vector>

namespace driven_groups_tests {

struct layer {
  double lr;
  double momentum;
  std::string id;

  bool operator==(const layer&) const = default;
};
using layers = std::vector<layer>;

/// The groups of an optimizer, taken for the first time.
roster::detail::driven_groups<layers> driven(layers& optimizer, bool with_momentum = false) {
  return roster::detail::driven_groups<layers>().taken(optimizer, {}, with_momentum);
}
std::vector<std::size_t> to_vector(roster::origins from) { return {from.begin(), from.end()}; }

TEST_CASE("The groups' values are read, changed and written", "[driven_groups]") {
  layers optimizer{{1.0, 0.9, "a"}, {2.0, 0.8, "b"}};
  auto groups = driven(optimizer, true);
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
  groups = groups.taken(now, found, false);
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

}  // namespace driven_groups_tests
