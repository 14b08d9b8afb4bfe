#include "roster/run/detail/compare_ranks.hpp"

#include <catch2/catch_test_macros.hpp>
#include <limits>
#include <string>
#include <vector>

#include "support/fields.hpp"

namespace compare_ranks_tests {

using roster::node;
using object = node::object;
using list = node::list;

/// The problems, as the text of an error about "x".
std::string compared(const std::vector<node>& trees) {
  roster::detail::on_each_rank all;
  for (const auto& one : trees) all.push_back(&one);
  return test::reported("x", [&](const roster::place& here) { roster::detail::compare_ranks(all, here); });
}

TEST_CASE("Trees that are the same have no problem, whatever the order of members", "[compare_ranks]") {
  constexpr auto nan = std::numeric_limits<double>::quiet_NaN();
  const node tree = object{{"a", 1}, {"b", node(list{0.1, nan, "text", node(), true, node(object())})}};
  const node other = object{{"b", node(list{0.1, -nan, "text", node(), true, node(object())})}, {"a", 1}};
  CHECK(compared({tree, other, tree}) == "");
  CHECK(compared({tree}) == "");
}

TEST_CASE("Each place that differs is one problem, whatever the number of ranks", "[compare_ranks][message]") {
  const auto tree = [](int epoch, double lr) {
    return node(
        object{{"last_epoch", epoch}, {"groups", node(list{node(object{{"lr", lr}}), node(object{{"lr", 1.0}})})}});
  };
  CHECK(compared({tree(4, 0.1), tree(5, 0.1)}) == "x: last_epoch is 5 on rank 1, but 4 on rank 0");
  CHECK(compared({tree(4, 0.1), tree(5, 0.1), tree(5, 0.2), tree(4, 0.1), tree(6, 0.1), tree(5, 0.1)}) ==
        "x: 2 problems\n"
        "  last_epoch is 5 on ranks 1, 2 and 5, 6 on rank 4, but 4 on ranks 0 and 3\n"
        "  groups[0].lr is 0.2 on rank 2, but 0.1 on ranks 0, 1 and 3 to 5");
  std::vector<node> many(63, tree(5, 0.1));
  many.insert(many.begin(), tree(4, 0.1));
  CHECK(compared(many) == "x: last_epoch is 5 on ranks 1 to 63, but 4 on rank 0");
}

TEST_CASE("Values of other types and other bits differ", "[compare_ranks][message]") {
  CHECK(compared({1, 1.0}) == "x: is 1.0 on rank 1, but 1 on rank 0");
  CHECK(compared({0.0, -0.0}) == "x: is -0.0 on rank 1, but 0.0 on rank 0");
  CHECK(compared({0.1 + 0.2, 0.3}) == "x: is 0.3 on rank 1, but 0.30000000000000004 on rank 0");
  CHECK(compared({"1", 1, true, node()}) == "x: is 1 on rank 1, true on rank 2, null on rank 3, but \"1\" on rank 0");
  CHECK(compared({std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) ==
        "x: is nan on rank 1, but inf on rank 0");
  CHECK(compared({node(list{1}), 1, node(object{{"a", 1}})}) ==
        "x: is 1 on rank 1, an object on rank 2, but a list on rank 0");
}

TEST_CASE("Lists of different lengths are one problem", "[compare_ranks][message]") {
  CHECK(compared({object{{"a", node(list{1})}}, object{{"a", node(list{2, 3})}}}) ==
        "x: a has 2 elements on rank 1, but 1 element on rank 0");
  CHECK(compared({list{}, list{1}, list{}}) == "x: has 1 element on rank 1, but 0 elements on ranks 0 and 2");
}

TEST_CASE("A member that a rank lacks is one problem", "[compare_ranks][message]") {
  const node has = object{{"a", 0.1}}, lacks = object{};
  CHECK(compared({has, lacks}) == "x: a is missing on rank 1, but 0.1 on rank 0");
  CHECK(compared({lacks, has}) == "x: a is 0.1 on rank 1, but missing on rank 0");
  const node deep = object{{"a", node(object{{"b", 1}, {"c", 2}})}};
  CHECK(compared({lacks, deep}) ==
        "x: 2 problems\n  a.b is 1 on rank 1, but missing on rank 0\n  a.c is 2 on rank 1, but missing on rank 0");
  const node empty = object{{"a", node(object{})}};
  CHECK(compared({empty, lacks}) == "x: a is missing on rank 1, but an object on rank 0");
  CHECK(compared({lacks, empty, has, deep}) ==
        "x: a is an object on ranks 1 and 3, 0.1 on rank 2, but missing on rank 0");
  CHECK(compared({object{{"a", 1}, {"b", 2}}, object{{"c", 3}, {"a", 1}}}) ==
        "x: 2 problems\n"
        "  b is missing on rank 1, but 2 on rank 0\n"
        "  c is 3 on rank 1, but missing on rank 0");
}

TEST_CASE("A member that is there twice is compared twice", "[compare_ranks][message]") {
  CHECK(compared({object{{"a", 1}, {"a", 2}}, object{{"a", 1}, {"a", 3}}}) == "x: a is 3 on rank 1, but 2 on rank 0");
  CHECK(compared({object{{"a", 1}, {"a", 2}}, object{{"a", 1}}}) == "x: a is missing on rank 1, but 2 on rank 0");
}

TEST_CASE("Of different schedulers, only the names are compared", "[compare_ranks][message]") {
  const auto tree = [](const char* name, int size) {
    return node(object{{"last_epoch", size},
                       {"_schedulers", node(list{node(object{{"size", size}, {"scheduler", name}}), 1})}});
  };
  CHECK(compared({tree("StepLR", 1), tree("LinearLR", 2)}) ==
        "x: 2 problems\n"
        "  last_epoch is 2 on rank 1, but 1 on rank 0\n"
        "  _schedulers[0].scheduler is \"LinearLR\" on rank 1, but \"StepLR\" on rank 0");
}

TEST_CASE("Texts are shown where they differ, and safely", "[compare_ranks][message]") {
  CHECK(compared({"a\nb", "a\x1b[1m\"\xff"}) == R"(x: is "a\x1b[1m\"\xff" on rank 1, but "a\x0ab" on rank 0)");
  const std::string same(100, 'a');
  CHECK(compared({same, same + "b", same + "c"}) ==
        "x: is \"…aaaaaaaaaab\" on rank 1, \"…aaaaaaaaaac\" on rank 2, but \"…aaaaaaaaaa\" on rank 0");
  std::string accents;
  for (int i = 0; i < 50; ++i) accents += "é";
  CHECK(compared({accents + "é", accents + "è"}) == "x: is \"…ééééè\" on rank 1, but \"…ééééé\" on rank 0");
  CHECK(compared({same, 1}) == "x: is 1 on rank 1, but \"" + same.substr(0, 60) + "…\" on rank 0");
  const std::string bytes(1000, '\x80');
  CHECK(compared({bytes, bytes + "b"}) == "x: is \"…b\" on rank 1, but \"…\" on rank 0");
}

TEST_CASE("A message is bounded", "[compare_ranks][message]") {
  std::vector<node> many;
  for (int rank = 0; rank < 200; ++rank) {
    many.push_back(
        object{{std::string(5000, '\n'), std::string(1, static_cast<char>(rank)) + std::string(5000, '\x1b')},
               {std::to_string(rank), rank}});
  }
  const auto text = compared(many);
  CHECK(text.size() < 51 * 8500);
  CHECK(text.starts_with("x: 201 problems\n  \"\\x0a\\x0a"));
}

}  // namespace compare_ranks_tests
