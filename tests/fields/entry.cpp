#include "roster/fields/entry.hpp"

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <catch2/catch_test_macros.hpp>
#include <concepts>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "roster/fields/function.hpp"
#include "roster/files/json.hpp"
#include "roster/registry/registry.hpp"
#include "support/fields.hpp"
#include "support/refusal.hpp"

namespace entry_tests {

struct Circle {
  roster::required<double> radius;

  static constexpr std::string_view about = "Is round.";
  static constexpr roster::rule rules[] = {{"radius", "how large", roster::above(0)}};
};
struct Curve {
  roster::required<std::function<double(double)>> shape;
};
template <class Registry>
struct Group {
  std::vector<roster::entry<Registry>> parts = {};
};
struct Other {
  double x = 0;
};
struct Style {
  bool filled = false;
  std::int64_t width = 1;

  static constexpr roster::rule rules[] = {{"filled", ""}, {"width", "", roster::at_least(0)}};
};

inline constexpr auto list =
    boost::hana::make_tuple(boost::hana::type_c<Circle>, boost::hana::type_c<Curve>, boost::hana::template_<Group>);
using shapes = roster::registry<list>;
using shape = roster::entry<shapes>;
using styled = roster::entry<shapes, Style>;

struct Picture {
  roster::required<shape> first;
  double width = 1;
};

namespace of_cats {
struct Pet {
  double lives = 9;
};
}  // namespace of_cats
namespace of_dogs {
struct Pet {
  bool barks = true;
};
}  // namespace of_dogs
constexpr auto cat_list = boost::hana::tuple_t<of_cats::Pet>;
constexpr auto dog_list = boost::hana::tuple_t<of_dogs::Pet>;
using cats = roster::registry<cat_list>;
using dogs = roster::registry<dog_list>;

}  // namespace entry_tests

template <>
inline constexpr std::string_view roster::kind_of_entry<entry_tests::shapes> = "a shape";

namespace entry_tests {

const std::string all_names = "expected the name of a shape (Circle, Curve, Group)";

static_assert(std::constructible_from<shape, Circle> && std::constructible_from<styled, Circle, Style> &&
              !std::constructible_from<shape, Other>);

/// The entry, read and written again; or all its problems.
template <class Entry>
std::string read(std::string_view json) {
  Entry made;
  const auto tree = roster::parse_json(json);
  const auto problems =
      test::reported("x", [&](const roster::place& here) { made = roster::read_entry<Entry>(tree, here); });
  if (problems.empty()) return roster::to_json(roster::field_kind<Entry>::write(made));
  CHECK(made.empty());
  return problems;
}

TEST_CASE("An entry holds a config of any of the registry's types", "[entry]") {
  const shape circle = Circle{.radius = 2};
  CHECK_FALSE(circle.empty());
  CHECK(circle.name() == "Circle");
  REQUIRE(circle.as<Circle>());
  CHECK(circle.as<Circle>()->radius == 2.0);
  CHECK_FALSE(circle.as<Curve>());
  CHECK(circle.visit([]<class Config>(const Config& config) { return roster::config_text(config); }) ==
        "Circle(radius=2.0)");
  CHECK(styled(Circle{.radius = 2}, {.width = 3}).options.width == 3);
  CHECK(styled(Circle{.radius = 2}).options.width == 1);
}

TEST_CASE("An entry that was not read is empty, and its error says so", "[entry][message]") {
  const shape none;
  CHECK(none.empty());
  CHECK_FALSE(none.as<Circle>());
  CHECK(test::refusal([&] { (void)none.name(); }) == "entry: is empty, expected a config");
  CHECK(test::refusal([&] { none.visit([](const auto&) {}); }) == "entry: is empty, expected a config");
  CHECK(roster::field_kind<shape>::text(none) == "none");
  CHECK(roster::field_kind<shape>::write(none) == roster::node());
}

TEST_CASE("An entry is read by the name in it, with its options, and written the same", "[entry]") {
  CHECK(read<shape>(R"({"radius": 2, "name": "Circle"})") == R"({"name": "Circle", "radius": 2.0})");
  CHECK(read<styled>(R"({"width": 3, "name": "Circle", "radius": 2})") ==
        R"({"name": "Circle", "radius": 2.0, "filled": false, "width": 3})");
  const std::string nested =
      R"({"name": "Group", "parts": [{"name": "Circle", "radius": 2.0}, {"name": "Group", "parts": []}]})";
  CHECK(read<shape>(nested) == nested);
}

TEST_CASE("Problems with an entry are reported word for word", "[entry][message]") {
  CHECK(read<shape>("3") == "x: is 3, expected an object with the name of a shape");
  CHECK(read<shape>("{}") == "x: name is missing, " + all_names);
  CHECK(read<shape>(R"({"name": 3})") == "x: name is 3, " + all_names);
  CHECK(read<shape>(R"({"name": "Cirkle", "radius": 1})") ==
        "x: name is \"Cirkle\", " + all_names + "; did you mean Circle?");
  CHECK(read<shape>(R"({"name": "Circle", "radius": 1, "name": "Curve"})") == "x: name is given twice");
  CHECK(read<styled>(R"({"name": "Circle", "radius": 0, "widht": 1})") ==
        "x: 2 problems\n"
        "  radius is 0.0, expected a real number above 0\n"
        "  widht is not a field of Circle (its fields: radius, filled, width, name); did you mean width?");
  CHECK(read<shape>(R"({"name": "Group", "parts": [{"name": "Circle"}, 7]})") ==
        "x: 2 problems\n"
        "  parts[0].radius is missing, expected a real number above 0\n"
        "  parts[1] is 7, expected an object with the name of a shape");
  CHECK(read<shape>(R"({"name": "Curve", "shape": 1})") ==
        "x: shape is 1, expected a function (only code can give one)");
  CHECK(roster::field_kind<shape>::many() == "objects, each with the name of a shape");
}

TEST_CASE("Fields are checked against the type that a wrong name is near", "[entry][message]") {
  CHECK(read<shape>(R"({"name": "Cirkle", "radius": -1, "size": 2})") ==
        "x: 3 problems\n"
        "  name is \"Cirkle\", " +
            all_names +
            "; did you mean Circle?\n"
            "  radius is -1.0, expected a real number above 0\n"
            "  size is not a field of Circle (its fields: radius, name)");
  CHECK(read<shape>(R"({"name": "Square", "radius": -1})") == "x: name is \"Square\", " + all_names);
  CHECK(read<shape>(R"({"name": "shapes.round.Circle", "radius": 1})") ==
        "x: name is \"shapes.round.Circle\", " + all_names + "; did you mean Circle?");
  CHECK(read<shape>("{\"name\": \"Circle(radius=1)\", \"radius\": 1}") ==
        "x: name is \"Circle(radius=1)\", " + all_names + "; did you mean Circle?");
  CHECK(read<shape>("{\"name\": \"Circle\u00a0\", \"radius\": 1}") ==
        "x: name is \"Circle\\u00a0\", which ends with U+00A0 NO-BREAK SPACE, " + all_names + "; did you mean Circle?");
}

TEST_CASE("What is given instead of a name is named", "[entry][message]") {
  for (const std::string key : {"type", "Name", "NAME", "_target_", "class_path", "class", "Type"}) {
    CAPTURE(key);
    CHECK(read<shape>("{\"" + key + R"(": "Circle", "radius": 1})") ==
          "x: " + key + " is given instead of name; did you mean name: Circle?");
  }
  CHECK(read<shape>(R"({"type": "a.b.Cirkle", "radius": 0})") ==
        "x: 2 problems\n"
        "  type is given instead of name; did you mean name: Circle?\n"
        "  radius is 0.0, expected a real number above 0");
  CHECK(read<shape>(R"({"type": "Square", "radius": 1})") == "x: type is given instead of name, " + all_names);
  CHECK(read<shape>(R"({"class_path": "shapes.Circle", "init_args": {"radius": 0}})") ==
        "x: 3 problems\n"
        "  class_path is given instead of name; did you mean name: Circle?\n"
        "  init_args holds the fields, expected them next to name\n"
        "  init_args.radius is 0.0, expected a real number above 0");
  CHECK(read<shape>(R"({"Circle": {"radius": 1}})") ==
        "x: Circle is given instead of name; did you mean name: Circle?");
  CHECK(read<shape>(R"({"name:Circle": null, "radius": 1})") ==
        "x: \"name:Circle\" has no space after the colon; did you mean name: Circle?");
  CHECK(read<shape>("{\"\u200bname\": \"Circle\", \"radius\": 1}") ==
        "x: \"\\u200bname\" begins with U+200B ZERO WIDTH SPACE; did you mean name: Circle?");
  CHECK(read<shape>(R"({"type": 3})") == "x: name is missing, " + all_names);
}

TEST_CASE("An entry is made from a name and keyword arguments", "[entry][message]") {
  const auto made = roster::detail::read_named<shapes, Style>("Circle", {{"radius", 2}, {"filled", true}});
  CHECK(made.as<Circle>()->radius == 2.0);
  CHECK(made.options.filled);
  const auto refusal = [](std::string_view name, roster::keywords fields) {
    return test::refusal([&] { roster::detail::read_named<shapes, Style>(name, fields); });
  };
  CHECK(refusal("circle", {{"radius", 1}}) == "shape: name is \"circle\", " + all_names + "; did you mean Circle?");
  CHECK(refusal("Cirkle", {{"radius", 0}, {"width", 1}}) ==
        "shape: 2 problems\n"
        "  name is \"Cirkle\", " +
            all_names +
            "; did you mean Circle?\n"
            "  radius is 0.0, expected a real number above 0");
  CHECK(refusal("Circle", {{"radius", 0}, {"width", -1}}) ==
        "Circle: 2 problems\n"
        "  radius is 0.0, expected a real number above 0\n"
        "  width is -1, expected an integer of at least 0");
}

TEST_CASE("An entry that was written in code is checked with its options", "[entry][message]") {
  CHECK(test::check(styled(Circle{.radius = 0}, {.width = -1})) ==
        "x: 2 problems\n"
        "  radius is 0.0, expected a real number above 0\n"
        "  width is -1, expected an integer of at least 0");
  CHECK(test::check(shape(Group<shapes>{.parts = {Circle{.radius = 0}}})) ==
        "x: parts[0].radius is 0.0, expected a real number above 0");
  CHECK(test::check(shape()) == "");
}

TEST_CASE("An entry can be written in words", "[entry]") {
  CHECK(roster::field_kind<shape>::text(Group<shapes>{.parts = {Circle{.radius = 2}}}) ==
        "Group(parts=[Circle(radius=2.0)])");
  const styled circle{Circle{.radius = 2}, {.width = 3}};
  CHECK(roster::field_kind<styled>::text(circle) == "Circle(radius=2.0, width=3)");
  std::string without_fields = "Plain()";
  roster::detail::add_options(without_fields, {{"width", 3}, {"filled", true}}, {{"width", 1}, {"filled", false}});
  CHECK(without_fields == "Plain(width=3, filled=true)");
}

TEST_CASE("The schema of an entry has a case for each type that a file can contain", "[entry]") {
  roster::definitions parts;
  CHECK(roster::to_json(roster::node(roster::field_kind<shape>::schema({}, parts))) == R"({"$ref": "#/$defs/shape"})");
  CHECK(
      roster::to_json(roster::node(parts.all())) ==
      R"({"shape": {"title": "shape", "type": "object", )"
      R"("properties": {"name": {"description": "which shape", "type": "string", "enum": ["Circle", "Group"]}}, "required": ["name"], )"
      R"("if": {"type": "object", "properties": {"name": true}, "required": ["name"]}, )"
      R"("then": {"properties": {}, "allOf": [)"
      R"({"if": {"properties": {"name": {"const": "Circle"}}}, "then": {"type": "object", )"
      R"("properties": {"name": true, "radius": true}, "required": ["radius"], "additionalProperties": false, )"
      R"("allOf": [{"$ref": "#/$defs/Circle"}]}}, )"
      R"({"if": {"properties": {"name": {"const": "Group"}}}, "then": {"type": "object", )"
      R"("properties": {"name": true, "parts": true}, "required": [], "additionalProperties": false, )"
      R"("allOf": [{"$ref": "#/$defs/Group"}]}}]}}, )"
      R"("Circle": {"title": "Circle", "description": "Is round.", "type": "object", "properties": )"
      R"({"radius": {"type": "number", "exclusiveMinimum": 0, "description": "how large"}}}, )"
      R"("Group": {"title": "Group", "type": "object", "properties": )"
      R"({"parts": {"type": "array", "items": {"$ref": "#/$defs/shape"}, "default": []}}}})");
}

TEST_CASE("The schema of an entry with options allows them for each type", "[entry]") {
  roster::definitions parts;
  CHECK(roster::to_json(roster::node(roster::field_kind<styled>::schema({}, parts))) ==
        R"({"$ref": "#/$defs/shape_with_options"})");
  const roster::node all(parts.all());
  const auto& part = *all.find("shape_with_options");
  CHECK(roster::to_json(*part.find("then")->find("properties")) ==
        R"({"filled": {"type": "boolean", "default": false}, )"
        R"("width": {"type": "integer", "minimum": 0, "maximum": 9007199254740992, "default": 1}})");
  for (const auto& one : *part.find("then")->find("allOf")->as<roster::node::list>()) {
    const auto& allowed = *one.find("then")->find("properties");
    CHECK((allowed.find("name") && allowed.find("filled") && allowed.find("width")));
  }
}

TEST_CASE("Entries of two registries have schemas of their own, even if both are called the same", "[entry]") {
  roster::definitions parts;
  CHECK(roster::to_json(roster::node(roster::field_kind<roster::entry<cats>>::schema({}, parts))) ==
        R"({"$ref": "#/$defs/entry"})");
  CHECK(roster::to_json(roster::node(roster::field_kind<roster::entry<dogs>>::schema({}, parts))) ==
        R"({"$ref": "#/$defs/entry_2"})");
  const roster::node all(parts.all());
  const auto fields = [&](const char* name) { return roster::to_json(*all.find(name)->find("properties")); };
  CHECK(fields("Pet") == R"({"lives": {"type": "number", "default": 9.0}})");
  CHECK(fields("Pet_2") == R"({"barks": {"type": "boolean", "default": true}})");
}

/// Requires a member of which an entry has one too.
struct Drawing {
  roster::required<std::string> title;
  roster::required<double> radius;
};

TEST_CASE("The schema of a document is an entry's even if it has a member that both kinds have", "[entry]") {
  roster::definitions parts;
  const auto made = roster::node(
      roster::field_kind<shape>::schema_of_document(roster::detail::info_of<Drawing>, {{"type", "object"}}, parts));
  CHECK(roster::to_json(*made.find("if")) ==
        R"({"type": "object", "properties": {"name": true, "title": false}, "required": ["name"]})");
}

TEST_CASE("The schema of a document is an entry's if it has a name, and nothing that the other kind requires",
          "[entry]") {
  roster::definitions parts;
  const auto made =
      roster::field_kind<styled>::schema_of_document(roster::detail::info_of<Picture>, {{"type", "object"}}, parts);
  CHECK(
      roster::to_json(roster::node(made)) ==
      R"({"type": "object", "properties": {"name": {"description": "which shape", "type": "string", "enum": ["Circle", "Group"]}}, )"
      R"("if": {"type": "object", "properties": {"name": true, "first": false}, )"
      R"("required": ["name"]}, "then": {"$ref": "#/$defs/shape_alone"}, "else": {"type": "object"}})");
  const roster::node all(parts.all());
  CHECK(roster::to_json(*all.find("shape_alone")->find("then")->find("properties")->find("$schema")) ==
        R"({"type": "string"})");
}

}  // namespace entry_tests
