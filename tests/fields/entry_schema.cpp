#include "roster/fields/entry_schema.hpp"

#include <boost/hana/tuple.hpp>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <type_traits>

#include "roster/files/json.hpp"
#include "roster/registry/registry.hpp"

namespace entry_schema_tests {

struct Cat {
  bool hungry = true;
  static constexpr std::string_view about = "It purrs.";
};
struct Dog {
  roster::required<double> size;
};
inline constexpr auto animals = boost::hana::tuple_t<Cat, Dog>;
using zoo = roster::registry<animals>;

}  // namespace entry_schema_tests

template <>
inline constexpr std::string_view roster::kind_of_entry<entry_schema_tests::zoo> = "an animal";

namespace entry_schema_tests {

TEST_CASE("The name of an entry is one of the registry's", "[entry_schema]") {
  CHECK(roster::to_json(roster::detail::schema_of_name<zoo>()) ==
        R"({"description": "which animal", "type": "string", "enum": ["Cat", "Dog"]})");
}

TEST_CASE("A name that begins with another is also known by its length", "[entry_schema]") {
  constexpr std::string_view names[] = {"C", "C++", "Zoé", "Zoé²", "D"};
  const auto chosen = [&](std::string_view name) {
    return roster::to_json(roster::node(roster::detail::schema_of_chosen(name, names)));
  };
  CHECK(chosen("C") == R"({"const": "C"})");
  CHECK(chosen("D") == R"({"const": "D"})");
  CHECK(chosen("C++") == R"({"type": "string", "const": "C++", "minLength": 3})");
  CHECK(chosen("Zoé²") == R"({"type": "string", "const": "Zoé²", "minLength": 4})");
}

TEST_CASE("The name of an entry chooses the fields that it may have", "[entry_schema]") {
  roster::definitions parts;
  const auto schema =
      roster::detail::schema_of_entry<zoo>(parts, {{"free", roster::node(roster::node::object{{"type", "boolean"}})}},
                                           [](auto) { return roster::node::object{{"more", true}}; });
  CHECK(*schema.find("title") == roster::node("animal"));
  CHECK(*schema.find("required") == roster::node(roster::node::list{"name"}));
  const auto& then = *schema.find("then");
  CHECK(roster::to_json(*then.find("properties")) == R"({"free": {"type": "boolean"}})");
  const auto& cases = *then.find("allOf")->as<roster::node::list>();
  REQUIRE(cases.size() == 2);
  CHECK(roster::to_json(*cases[1].find("if")) == R"({"properties": {"name": {"const": "Dog"}}})");
  const auto& dog = *cases[1].find("then");
  CHECK(roster::to_json(*dog.find("required")) == R"(["size"])");
  const auto& members = *dog.find("properties");
  for (const auto* name : {"name", "free", "more", "size"}) CHECK(members.find(name));
  CHECK_FALSE(members.find("hungry"));
}

}  // namespace entry_schema_tests
