#include "roster/run/check_same.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "support/ranks.hpp"

namespace check_same_tests {

using roster::node;
using strings = std::vector<std::string>;

/// What each rank is refused with, when it has the tree at its position.
strings refused(const std::vector<node>& trees) {
  return test::ranks(trees.size()).run([&](std::size_t rank, const test::ranks::gather& gather) {
    roster::check_same(trees[rank], gather);
  });
}
/// The same for bytes that take the place of what a rank sends.
strings refused(const node& tree, std::size_t count, std::size_t bad, std::string_view sends) {
  return test::ranks(count).run([&](std::size_t rank, const test::ranks::gather& gather) {
    if (rank == bad) {
      (void)gather(sends);
    } else {
      roster::check_same(tree, gather);
    }
  });
}

TEST_CASE("Ranks that have the same go on", "[check_same]") {
  const node tree = node::object{{"name", "a\nb"}, {"sizes", node(node::list{1, 2.5})}};
  CHECK(refused({tree, tree, tree, tree}) == strings(4));
  CHECK(refused({node::object{{"a", 1}, {"b", 2}}, node::object{{"b", 2}, {"a", 1}}}) == strings(2));
}

TEST_CASE("If ranks differ, all throw the same error", "[check_same][message]") {
  CHECK(refused({node::object{{"a", 1}}, node::object{{"a", 2}}, node::object{{"a", 1}}}) ==
        strings(3, "ranks: a is 2 on rank 1, but 1 on ranks 0 and 2"));
  CHECK(refused({"a", "b"}) == strings(2, "ranks: is \"b\" on rank 1, but \"a\" on rank 0"));
}

TEST_CASE("The error has the subject of the caller", "[check_same][message]") {
  const auto all = test::ranks(2).run(
      [](std::size_t rank, const test::ranks::gather& gather) { roster::check_same({rank, 3}, gather, "shards"); });
  CHECK(all == strings(2, "shards: [0] is 1 on rank 1, but 0 on rank 0"));
}

TEST_CASE("A rank that checks something else is found by all", "[check_same][message]") {
  const auto all = test::ranks(2).run([](std::size_t rank, const test::ranks::gather& gather) {
    roster::check_same(1, gather, rank == 0 ? "recipe" : "shards");
  });
  const std::string differs = "the call is \"check_same(shards)\" on rank 1, but \"check_same(recipe)\" on rank 0";
  CHECK(all == strings{"recipe: " + differs, "shards: " + differs});
}

TEST_CASE("A rank that sends something else is named on the others", "[check_same][message]") {
  CHECK(refused(1, 3, 2, "") ==
        strings{"ranks: rank 2 sent something else: no bytes", "ranks: rank 2 sent something else: no bytes", ""});
  CHECK(refused(1, 2, 0, "not\nthis") == strings{"", R"(ranks: rank 0 sent something else: "not\x0athis")"});
}

TEST_CASE("A tree that is too deep is refused by all, also if all have the same", "[check_same][message]") {
  node deep = 1;
  for (int i = 0; i < 10'000; ++i) deep = node(node::list{std::move(deep)});
  CHECK(refused({deep, deep}) == strings(2, "ranks: ranks 0 and 1 failed: its value is nested deeper than 64 levels"));
  CHECK(refused({1, deep}) == strings(2, "ranks: rank 1 failed: its value is nested deeper than 64 levels"));
}

TEST_CASE("One rank always has the same", "[check_same]") {
  const auto alone = [](std::string_view mine) { return strings{std::string(mine)}; };
  roster::check_same(1, alone);
  const auto nothing = [](std::string_view) { return strings(); };
  CHECK(test::refusal([&] { roster::check_same(1, nothing); }) ==
        "ranks: gather returned nothing, expected the bytes of each rank");
}

TEST_CASE("Ranks that have the same send once, and nothing is read", "[check_same]") {
  int calls = 0;
  const auto four = [&](std::string_view mine) {
    ++calls;
    return strings(4, std::string(mine));
  };
  roster::check_same({1, 2, 3}, four);
  CHECK(calls == 1);
}

}  // namespace check_same_tests
