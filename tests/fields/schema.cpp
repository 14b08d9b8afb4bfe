#include "roster/fields/schema.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "roster/fields/function.hpp"
#include "roster/fields/required.hpp"
#include "roster/fields/rule.hpp"
#include "roster/files/json.hpp"

namespace schema_tests {

using roster::node;

struct Race {
  roster::required<std::int64_t> laps;
  std::vector<double> handicaps = {0.5};
  std::optional<std::string> cup = {};

  static constexpr roster::rule rules[] = {
      {"laps", "how many rounds", roster::between(1, 99)},
      {"handicaps", "of each runner", roster::at_least(0)},
      {"cup", ""},
  };
};
struct WithFunction {
  roster::required<std::function<double()>> rule;
};
struct WithDefaultFunction {
  std::function<double()> rule = {};
};

TEST_CASE("A schema describes all of a config's fields", "[schema]") {
  CHECK(roster::to_json(roster::schema<Race>("A race"), 1) == R"({
 "$schema": "https://json-schema.org/draft/2020-12/schema",
 "title": "A race",
 "type": "object",
 "properties": {
  "laps": {
   "type": "integer",
   "minimum": 1,
   "maximum": 99,
   "description": "how many rounds"
  },
  "handicaps": {
   "type": "array",
   "items": {
    "type": "number",
    "minimum": 0
   },
   "description": "of each runner",
   "default": [
    0.5
   ]
  },
  "cup": {
   "anyOf": [
    {
     "type": "string"
    },
    {
     "type": "null"
    }
   ],
   "default": null
  },
  "$schema": {
   "type": "string"
  }
 },
 "required": [
  "laps"
 ],
 "additionalProperties": false,
 "$defs": {}
})");
}

TEST_CASE("A named part is made once and may refer to itself", "[schema]") {
  roster::definitions parts;
  int made = 0;
  const auto make = [&] {
    ++made;
    const node self = parts.refer("list", [&] {
      ++made;
      return node();
    });
    const node other = parts.refer("number", [] { return node(node::object{{"type", "number"}}); });
    return node(node::list{self, other});
  };
  const node reference(node::object{{"$ref", "#/$defs/list"}});
  CHECK(parts.refer("list", make) == reference);
  CHECK(parts.refer("list", make) == reference);
  CHECK(made == 1);
  CHECK(roster::to_json(node(parts.all())) ==
        R"({"list": [{"$ref": "#/$defs/list"}, {"$ref": "#/$defs/number"}], "number": {"type": "number"}})");
}

// Whether a file can hold the config
static_assert(roster::detail::only_in_code<WithFunction> && !roster::detail::only_in_code<WithDefaultFunction> &&
              !roster::detail::only_in_code<Race>);

}  // namespace schema_tests
