#include "roster/input/node.hpp"

#include <catch2/catch_test_macros.hpp>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace node_tests {

using roster::node;
using roster::value;

/// A tree as a person would write it, with the kind of each number.
std::string text(const node& tree) {
  if (const auto* items = tree.as<node::list>()) {
    std::string all = "[";
    for (const auto& item : *items) all += (all.size() > 1 ? ", " : "") + text(item);
    return all + "]";
  }
  if (const auto* members = tree.as<node::object>()) {
    std::string all = "{";
    for (const auto& [name, member] : *members) all += (all.size() > 1 ? ", " : "") + name + ": " + text(member);
    return all + "}";
  }
  return roster::detail::to_text(value(tree));
}

TEST_CASE("A node is made from whatever a value can be made from", "[node]") {
  CHECK(text({}) == "null");
  CHECK(text(true) == "true");
  CHECK(text(30) == "30");
  CHECK(text(30.0) == "30.0");
  CHECK(text("a") == "\"a\"");
  CHECK(text(std::string("a")) == "\"a\"");
  CHECK(text(std::vector{0.5, 2.0}) == "[0.5, 2.0]");
  CHECK(text(std::vector<std::vector<int>>{{1}, {}}) == "[[1], []]");
  CHECK(text(node::list{1, "a", node::list{}}) == "[1, \"a\", []]");
  CHECK(text(node::object{{"a", 1}, {"b", node::object{{"c", 0.5}}}}) == "{a: 1, b: {c: 0.5}}");
  static_assert(!std::constructible_from<node, int*>);
}

TEST_CASE("A node owns what it was made from", "[node]") {
  std::string owner = "before";
  const node kept(owner);
  owner = "after!";
  CHECK(text(kept) == "\"before\"");

  const node object(roster::detail::as_object({{"a", {1, 2}}, {"b", "text"}}));
  CHECK(text(object) == "{a: [1, 2], b: \"text\"}");
}

TEST_CASE("An object keeps its order, and members of one name", "[node]") {
  const node tree(node::object{{"z", 1}, {"a", 2}, {"z", 3}});
  CHECK(text(tree) == "{z: 1, a: 2, z: 3}");
  REQUIRE(tree.find("z"));
  CHECK(*tree.find("z") == node(1));
  CHECK(*tree.find("a") == node(2));
  CHECK_FALSE(tree.find("b"));
  CHECK_FALSE(node(node::list{1}).find(""));
  CHECK_FALSE(node().find("z"));
}

TEST_CASE("Nodes that hold the same are equal, whatever their locations", "[node]") {
  node here(node::list{1, "a"});
  node there = here;
  here.where = {.line = 3, .column = 4};
  here.as<node::list>()->front().where = {.line = 3, .column = 5};
  CHECK(here == there);
  there.as<node::list>()->front() = 2;
  CHECK(here != there);

  CHECK(node(1) != node(1.0));
  CHECK(node(0) != node(false));
  CHECK(node() != node(""));
  CHECK(node(node::list{}) != node(node::object{}));
  CHECK(node(node::object{{"a", 1}, {"b", 2}}) != node(node::object{{"b", 2}, {"a", 1}}));
}

TEST_CASE("A view of a tree shows all of it, and a copy of the view is the tree", "[node]") {
  const node tree(node::object{{"a", node::list{1, 0.5, true, node(), "x"}}, {"b", node::object{}}, {"a", 2}});
  const value shown = tree;
  REQUIRE(shown.as<roster::object_view>());
  CHECK(shown.as<roster::object_view>()->size == 3);
  CHECK(node(shown) == tree);
  CHECK(value(node()).is_null());
}

TEST_CASE("A node remembers that nothing was written, and equals a null", "[node]") {
  const auto nothing = node::nothing();
  CHECK(value(nothing).is_nothing());
  CHECK(value(node(value(nothing))).is_nothing());
  CHECK_FALSE(value(node()).is_nothing());
  CHECK(nothing == node());
}

TEST_CASE("A tree has as many levels as it is nested deep", "[node]") {
  using roster::detail::levels;
  CHECK(levels(node(1)) == 0);
  CHECK(levels(node(node::list{})) == 1);
  CHECK(levels(node(node::list{1, node::list{2}, 3})) == 2);
  CHECK(levels(node(node::object{{"a", node::list{node::object{{"b", 1}}}}, {"c", 1}})) == 3);
  CHECK(roster::detail::too_deep() == "is nested deeper than 64 levels");
}

TEST_CASE("Every child can be changed, of a list and of an object", "[node]") {
  node tree(node::object{{"a", node::list{1, 2}}, {"b", 3}});
  roster::detail::for_each_child(tree, [](node& child) {
    roster::detail::for_each_child(child, [](node& grandchild) { grandchild = "changed"; });
    if (!child.as<node::list>()) child = 7;
  });
  CHECK(text(tree) == "{a: [\"changed\", \"changed\"], b: 7}");
  node number(1);
  roster::detail::for_each_child(number, [](node&) { FAIL("a number has no children"); });
}

}  // namespace node_tests
