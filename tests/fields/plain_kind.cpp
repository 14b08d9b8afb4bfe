#include "roster/fields/plain_kind.hpp"

#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <string>
#include <vector>

#include "roster/fields/list_kind.hpp"
#include "support/fields.hpp"

namespace plain_kind_tests {

using roster::field_kind;
using roster::node;
using test::check;
using test::read;
using test::schema_of;

TEST_CASE("A boolean is true or false, not a number or text", "[plain_kind]") {
  bool field = false;
  CHECK(read(field, true) == "");
  CHECK(field);
  CHECK(read(field, 0) == "not one");
  CHECK(read(field, "false") == "not one");
  CHECK(field);
  CHECK(field_kind<bool>::one() == "true or false");
  CHECK(field_kind<bool>::many() == "booleans");
  CHECK(field_kind<bool>::write(true) == node(true));
  CHECK(schema_of<bool>() == R"({"type": "boolean"})");
}

TEST_CASE("Text is text", "[plain_kind]") {
  std::string field = "before";
  CHECK(read(field, 3) == "not one");
  CHECK(field == "before");
  CHECK(read(field, "") == "");
  CHECK(field.empty());
  CHECK(field_kind<std::string>::one() == "text");
  CHECK(field_kind<std::string>::many() == "texts");
  CHECK(field_kind<std::string>::write("a") == node("a"));
  CHECK(schema_of<std::string>() == R"({"type": "string"})");
}

TEST_CASE("A node is any input, kept as it is", "[plain_kind]") {
  node field;
  CHECK(read(field, {1, "a", {0.5}}) == "");
  CHECK(field == node(node::list{1, "a", node::list{0.5}}));
  CHECK(field_kind<node>::write(field) == field);
  CHECK(read(field, nullptr) == "");
  CHECK(field == node());
  CHECK(field_kind<node>::one() == "a value");
  CHECK(schema_of<node>() == "{}");
}

TEST_CASE("An optional field takes null, or whatever its inner field takes", "[plain_kind][message]") {
  using kind = field_kind<std::optional<double>>;
  std::optional<double> field;
  CHECK(read(field, 2) == "");
  CHECK(field == 2.0);
  CHECK(read(field, "a") == "not one");
  CHECK(read(field, -1, roster::at_least(0)) == "x: is -1.0, expected a real number of at least 0");
  CHECK(read(field, nullptr, roster::at_least(0)) == "");
  CHECK_FALSE(field);
  CHECK(check(field, roster::at_least(0)) == "");
  CHECK(check(std::optional(-1.0), roster::at_least(0)) == "x: is -1.0, expected a real number of at least 0");
  CHECK(kind::one() == "null or a real number");
  CHECK(kind::many() == "nulls or real numbers");
  CHECK(kind::write({}) == node());
  CHECK(kind::write(0.5) == node(0.5));
  CHECK(roster::detail::field_text(std::optional(0.5)) == "0.5");
  CHECK(roster::detail::field_text(std::optional<double>()) == "null");
  // As the inner field's own text is
  CHECK(roster::detail::field_text(std::optional(roster::epochs(5))) == "5 epochs");
  CHECK(roster::detail::field_text(std::optional<roster::steps>()) == "null");
  CHECK(schema_of<std::optional<bool>>() == R"({"anyOf": [{"type": "boolean"}, {"type": "null"}]})");
}

TEST_CASE("A character is text of one character", "[plain_kind][message]") {
  char field = 'a';
  CHECK(read(field, "b") == "");
  CHECK(field == 'b');
  CHECK(read(field, "bc") == "x: is \"bc\", expected a single character of ASCII");
  CHECK(read(field, "") == "x: is \"\", expected a single character of ASCII");
  CHECK(read(field, "\u00e4") == "x: is \"\u00e4\", expected a single character of ASCII");
  CHECK(read(field, 98) == "not one");
  CHECK(field == 'b');
  CHECK(field_kind<char>::many() == "single characters of ASCII");
  CHECK(field_kind<char>::write('b') == node("b"));
  CHECK(schema_of<char>() == R"({"type": "string", "minLength": 1, "maxLength": 1})");
}

TEST_CASE("An optional integer is within the range of its type", "[plain_kind][message]") {
  std::optional<unsigned char> field;
  CHECK(read(field, 256) == "x: is 256, expected an integer from 0 to 255");
  CHECK(roster::detail::expected<std::optional<unsigned char>>({}) == "null or an integer from 0 to 255");
  std::optional<std::vector<int>> list;
  CHECK(read(list, {1, 2}) == "");
  CHECK(list == std::vector{1, 2});
}

}  // namespace plain_kind_tests
