#include "roster/fields/function.hpp"

#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <string>

#include "roster/fields/per_group.hpp"
#include "roster/fields/required.hpp"
#include "roster/fields/schema.hpp"
#include "roster/files/json.hpp"
#include "support/fields.hpp"

namespace function_tests {

using function = std::function<double(double)>;
using kind = roster::field_kind<function>;

double twice(double x) { return 2 * x; }

static_assert(roster::detail::is_function<function> && roster::detail::is_function<roster::required<function>> &&
              roster::detail::is_function<roster::required<roster::per_group<function>>> &&
              !roster::detail::is_function<double>);

TEST_CASE("An input cannot be a function, and a function in code must not be empty", "[function][message]") {
  function field = twice;
  for (const roster::value& given : {roster::value("a function"), roster::value(nullptr), roster::value(1)}) {
    CHECK(test::read(field, given) == "not one");
  }
  CHECK(field(3) == 6);
  CHECK(test::check(field) == "");
  CHECK(test::check(function()) == "x: is empty, expected a function");
  CHECK(kind::one() == "a function (only code can give one)");
  CHECK(kind::many() == "functions");
}

TEST_CASE("A function is written as a placeholder, and no input matches its schema", "[function]") {
  CHECK(kind::write(twice) == roster::node("a function"));
  CHECK(kind::write({}) == roster::node());
  roster::definitions parts;
  CHECK(roster::to_json(roster::node(kind::schema({}, parts))) == R"({"not": {}})");
}

}  // namespace function_tests
