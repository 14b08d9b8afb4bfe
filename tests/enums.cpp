// The door for enums: users include only this, with roster/fields.hpp or another door.
#include "roster/enums.hpp"

#include <catch2/catch_test_macros.hpp>

#include "roster/fields.hpp"

namespace door_enums_tests {

enum class colour { red, green };
struct Car {
  colour paint = colour::red;
};

TEST_CASE("enums.hpp makes an enum a field", "[enums]") {
  CHECK(roster::config_text(Car{.paint = colour::green}) == "Car(paint=\"green\")");
  CHECK(roster::describe<Car>()[0].type == "\"red\" or \"green\"");
}

}  // namespace door_enums_tests
