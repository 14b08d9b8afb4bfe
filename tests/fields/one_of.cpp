#include "roster/fields/one_of.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "roster/fields/schema.hpp"
#include "roster/files/json.hpp"
#include "support/fields.hpp"

namespace one_of_tests {

using mode = roster::one_of<"triangular", "triangular2", "exp_range">;
using kind = roster::field_kind<mode>;

static_assert(mode().name() == "triangular" && mode("exp_range").name() == "exp_range");
static_assert(mode("triangular2").is<"triangular2">() && !mode("triangular2").is<"triangular">());

TEST_CASE("A name is assigned if it is one of the names", "[one_of]") {
  mode field;
  CHECK(field.assign("exp_range"));
  CHECK(field == mode("exp_range"));
  CHECK_FALSE(field.assign("exp"));
  CHECK_FALSE(field.assign("Triangular"));
  CHECK_FALSE(field.assign(""));
  CHECK(field == mode("exp_range"));
  CHECK(field != mode());
}

TEST_CASE("An unknown name is reported with all names and the nearest one", "[one_of][message]") {
  mode field = "exp_range";
  CHECK(test::read(field, "triangular2") == "");
  CHECK(field.name() == "triangular2");
  CHECK(test::read(field, "triangulr") ==
        "x: is \"triangulr\", expected \"triangular\", \"triangular2\" or \"exp_range\"; did you mean triangular?");
  CHECK(test::read(field, "none") == "x: is \"none\", expected \"triangular\", \"triangular2\" or \"exp_range\"");
  CHECK(test::read(field, 1) == "not one");
  CHECK(field.name() == "triangular2");

  CHECK(roster::field_kind<roster::one_of<"min">>::one() == "\"min\"");
  CHECK(roster::field_kind<roster::one_of<"min", "max">>::one() == "\"min\" or \"max\"");
  CHECK(roster::field_kind<roster::one_of<"min", "max">>::many() == "names, each \"min\" or \"max\"");
}

TEST_CASE("A one_of is written as text, and its schema is an enum", "[one_of]") {
  CHECK(kind::write("exp_range") == roster::node("exp_range"));
  roster::definitions parts;
  CHECK(roster::to_json(roster::node(kind::schema({}, parts))) ==
        R"({"enum": ["triangular", "triangular2", "exp_range"]})");
}

}  // namespace one_of_tests
