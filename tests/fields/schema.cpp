#include "roster/fields/schema.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
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
struct a_list {};
struct a_number {};
struct WithFunction {
  roster::required<std::function<double()>> rule;
};
struct WithDefaultFunction {
  std::function<double()> rule = {};
};

TEST_CASE("A schema describes all of a config's fields", "[schema]") {
  CHECK(roster::to_json(roster::schema<Race>("A race", "urn:test:race"), 1) == R"({
 "$schema": "https://json-schema.org/draft/2020-12/schema",
 "$id": "urn:test:race",
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

struct Run {
  roster::required<std::int64_t> epochs;

  static constexpr roster::rule rules[] = {{"epochs", ""}};
  static node::object schema_of_check() { return {{"minProperties", 1}}; }
};

TEST_CASE("A config adds to its schema what its check knows", "[schema]") {
  CHECK(roster::to_json(roster::schema<Run>("A run"), 1) == R"({
 "$schema": "https://json-schema.org/draft/2020-12/schema",
 "title": "A run",
 "type": "object",
 "properties": {
  "epochs": {
   "type": "integer",
   "minimum": -9007199254740992,
   "maximum": 9007199254740992
  },
  "$schema": {
   "type": "string"
  }
 },
 "required": [
  "epochs"
 ],
 "additionalProperties": false,
 "minProperties": 1,
 "$defs": {}
})");
}

TEST_CASE("A part is made once for its key and may refer to itself", "[schema]") {
  roster::definitions parts;
  int made = 0;
  const auto make = [&] {
    ++made;
    const node self = parts.refer<a_list>("list", [&] {
      ++made;
      return node();
    });
    const node other = parts.refer<a_number>("number", [] { return node(node::object{{"type", "number"}}); });
    return node(node::list{self, other});
  };
  const node reference(node::object{{"$ref", "#/$defs/list"}});
  CHECK(parts.refer<a_list>("list", make) == reference);
  CHECK(parts.refer<a_list>("list", make) == reference);
  CHECK(made == 1);
  CHECK(roster::to_json(node(parts.all())) ==
        R"({"list": [{"$ref": "#/$defs/list"}, {"$ref": "#/$defs/number"}], "number": {"type": "number"}})");
}

TEST_CASE("Parts with the same name get numbers, and a reference is a URI whatever the name", "[schema]") {
  roster::definitions parts;
  const auto reference = [&]<class Key>(std::type_identity<Key>, std::string_view name) {
    return roster::to_json(parts.refer<Key>(name, [] { return node(); }));
  };
  CHECK(reference(std::type_identity<char>(), "a thing") == R"({"$ref": "#/$defs/a_thing"})");
  CHECK(reference(std::type_identity<int>(), "a/thing") == R"({"$ref": "#/$defs/a_thing_2"})");
  CHECK(reference(std::type_identity<long>(), "a~%#thing") == R"({"$ref": "#/$defs/a___thing"})");
  CHECK(reference(std::type_identity<bool>(), "a thing") == R"({"$ref": "#/$defs/a_thing_3"})");
  CHECK(reference(std::type_identity<int>(), "a/thing") == R"({"$ref": "#/$defs/a_thing_2"})");
  CHECK(reference(std::type_identity<float>(), "a_thing_2") == R"({"$ref": "#/$defs/a_thing_2_2"})");
  CHECK(reference(std::type_identity<double>(), "Größe") == R"({"$ref": "#/$defs/Gr____e"})");
}

// Whether a file can hold the config
static_assert(roster::detail::only_in_code<WithFunction> && !roster::detail::only_in_code<WithDefaultFunction> &&
              !roster::detail::only_in_code<Race>);

}  // namespace schema_tests
