#include "roster/input/value.hpp"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "roster/input/detail/text.hpp"

namespace value_tests {

using roster::list_view;
using roster::object_view;
using roster::value;

/// The kind of a value, and what it holds.
std::string shown(const value& given) {
  if (given.is_null()) return "null";
  if (const auto* b = given.as<bool>()) return *b ? "true" : "false";
  if (const auto* i = given.as<std::int64_t>()) return "integer " + std::to_string(*i);
  if (const auto* d = given.as<double>()) return "real " + roster::detail::to_text(*d);
  if (const auto* s = given.as<std::string_view>()) return "text " + std::string(*s);
  return given.as<list_view>() ? "list" : "object";
}

TEST_CASE("A value keeps the type that it was made from; an integer is not a double", "[value]") {
  CHECK(shown(nullptr) == "null");
  CHECK(shown(false) == "false");
  CHECK(shown(true) == "true");
  CHECK(shown(0) == "integer 0");
  CHECK(shown(30u) == "integer 30");
  CHECK(shown(short{-3}) == "integer -3");
  CHECK(shown(0.0) == "real 0.0");
  CHECK(shown(30.0) == "real 30.0");
  CHECK(shown(0.5f) == "real 0.5");
  CHECK(shown("") == "text ");
  CHECK(shown("true") == "text true");
  CHECK(shown(std::string("a")) == "text a");
  CHECK(shown(std::string_view("a")) == "text a");
  CHECK(shown({1, 2}) == "list");
  CHECK(shown(roster::detail::as_object({{"a", 1}})) == "object");
}

TEST_CASE("An integer that int64 cannot hold is a double", "[value]") {
  CHECK(shown(std::numeric_limits<std::int64_t>::max()) == "integer 9223372036854775807");
  CHECK(shown(std::numeric_limits<std::int64_t>::min()) == "integer -9223372036854775808");
  CHECK(shown(std::uint64_t{1} << 63) == "real 9223372036854775808.0");
  CHECK(shown(std::numeric_limits<std::uint64_t>::max()) == "real 18446744073709551616.0");
}

static_assert(!std::constructible_from<value, char>, "a letter or a number?");
static_assert(!std::constructible_from<value, int*>, "a pointer is not a boolean");
static_assert(!std::constructible_from<value, std::vector<bool>> && !std::constructible_from<value, std::vector<int*>>);

TEST_CASE("A value shows the list that it was made from", "[value]") {
  const auto numbers = [](const value& given) {
    std::vector<double> all;
    for (const auto& element : *given.as<list_view>()) all.push_back(*element.as<double>());
    return all;
  };
  const std::vector<double> expected{0.5, 0.25};
  std::vector<double> owner = expected;
  const value view(owner);
  CHECK(numbers(view) == expected);
  CHECK(numbers(std::array{0.5, 0.25}) == expected);
  CHECK(numbers({0.5, 0.25}) == expected);
  CHECK(numbers(std::vector<double>()).empty());
  owner[1] = 8;  // a value is only a view
  CHECK(*(*view.as<list_view>())[1].as<double>() == 8);

  const std::vector<std::string> texts{"a", "b"};
  CHECK(*(*value(texts).as<list_view>())[1].as<std::string_view>() == "b");
  const std::vector<std::vector<int>> nested{{1}, {2, 3}};
  const value whole(nested);
  const auto inner = (*whole.as<list_view>())[1];
  CHECK(inner.as<list_view>()->size == 2);
  CHECK(shown((*inner.as<list_view>())[1]) == "integer 3");
  CHECK_FALSE(whole.as<object_view>());
}

TEST_CASE("Nothing is a null that was not written", "[value]") {
  CHECK(value::nothing().is_null());
  CHECK(value::nothing().is_nothing());
  CHECK(value(nullptr).is_null());
  CHECK_FALSE(value(nullptr).is_nothing());
  CHECK_FALSE(value("").is_nothing());
}

TEST_CASE("Keyword arguments are an object, in order and with duplicates", "[value]") {
  std::string seen;
  const auto show = [&](roster::keywords given) {
    for (const auto& [name, member] : roster::detail::as_object(given)) {
      seen += std::string(name) + (member.as<list_view>() ? "[" : "") + " ";
    }
  };
  show({{"step_size", 30}, {"milestones", {1, 2}}, {"gamma", 0.1}, {"step_size", 3}});
  CHECK(seen == "step_size milestones[ gamma step_size ");
  CHECK(roster::detail::as_object({}).size == 0);
}

}  // namespace value_tests
