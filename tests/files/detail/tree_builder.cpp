#include "roster/files/detail/tree_builder.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <utility>

#include "roster/input/value.hpp"

namespace tree_builder_tests {

using roster::location;
using roster::node;
using roster::detail::tree_builder;

TEST_CASE("A tree grows by one value at a time", "[tree_builder]") {
  tree_builder builder(100);
  // {"a": [1, {}], "a": "x"}
  CHECK(builder.open_object({1, 1}));
  builder.key("a", {1, 2});
  CHECK(builder.open_list({1, 7}));
  CHECK(builder.add(1, {1, 8}));
  CHECK(builder.last() == node(1));
  CHECK(builder.open_object({1, 11}));
  builder.close();
  builder.close();
  CHECK(builder.last() == node(node::list{1, node(node::object{})}));
  builder.key("a", {1, 16});
  CHECK(builder.add("x", {1, 21}));
  builder.close();
  CHECK(builder.last() == builder.made);

  // Members given twice are kept, so that the reader can report them.
  CHECK(builder.made == node(node::object{{"a", node(node::list{1, node(node::object{})})}, {"a", "x"}}));
  CHECK(builder.made.where == location{1, 1});
  const auto& members = *builder.made.as<node::object>();
  // A member has the location of its name, an element its own.
  CHECK(members[0].given.where == location{1, 2});
  CHECK(members[1].given.where == location{1, 16});
  const auto& items = *members[0].given.as<node::list>();
  CHECK(items[0].where == location{1, 8});
  CHECK(items[1].where == location{1, 11});
  CHECK(builder.failure.empty());
}

TEST_CASE("A tree has a limited number of values", "[tree_builder][message]") {
  tree_builder builder(3);
  CHECK(builder.open_list({}));
  CHECK(builder.add(1, {}));
  CHECK(builder.add(2, {}));
  CHECK_FALSE(builder.add(3, {}));
  CHECK(builder.failure == "holds more than 3 values");
}

TEST_CASE("A tree may be 64 levels deep", "[tree_builder][message]") {
  tree_builder builder(1000);
  for (int i = 0; i < 64; ++i) CHECK(builder.open_list({}));
  CHECK_FALSE(builder.open_object({}));
  CHECK(builder.failure == "is nested deeper than 64 levels");
}

TEST_CASE("A copy counts with all its values, levels and text", "[tree_builder][message]") {
  const node three(node::list{1, 2});
  tree_builder few(7);
  CHECK(few.open_list({}));
  CHECK(few.add_copy(three));
  CHECK(few.add_copy(three));
  CHECK_FALSE(few.add_copy(three));
  CHECK(few.failure == "holds more than 7 values");
  few.close();
  CHECK(few.made == node(node::list{three, three}));

  tree_builder deep(1000);
  for (int i = 0; i < 63; ++i) CHECK(deep.open_list({}));
  CHECK(deep.add_copy(three));
  CHECK_FALSE(deep.add_copy(node(node::list{three})));
  CHECK(deep.failure == "is nested deeper than 64 levels");

  // Names of members are text too.
  const std::string half(tree_builder::most_copied / 2, 'x');
  tree_builder large(1000);
  CHECK(large.open_list({}));
  CHECK(large.count_copy(half));
  CHECK(large.count_copy(node(node::object{{half, 1}})));
  CHECK_FALSE(large.count_copy("x"));
  CHECK(large.failure == "has aliases that expand to more than 1 MiB of text");
}

}  // namespace tree_builder_tests
