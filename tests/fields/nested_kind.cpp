#include "roster/fields/nested_kind.hpp"

#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <string>
#include <vector>

#include "roster/fields/entry.hpp"
#include "roster/fields/per_group.hpp"
#include "support/fields.hpp"

namespace nested_kind_tests {

using roster::field_kind;
using test::read;

struct Crop {
  roster::required<int> width;
  double aspect = 1;

  static constexpr std::string_view about = "Cuts a part out of an image.";
  static constexpr roster::rule rules[] = {{"width", "in pixels", roster::at_least(1)}, {"aspect", ""}};
  void check(const roster::place& here) const {
    if (aspect > *width) here.member("aspect").report(roster::problem_kind::rule, "is above the width");
  }
};
struct Images {
  std::string folder = "data";
  Crop crop = {.width = 224, .aspect = 2};
  std::vector<Crop> more = {};
  std::optional<Crop> last = {};
};
struct Folder {
  std::string name = "";
  std::vector<Folder> folders = {};
};
struct Groups {
  roster::per_group<double> lr = 0.1;
};
struct Empty {};
struct Outer {
  roster::required<Crop> crop;
  Groups groups = {};
  Empty empty = {};
};

roster::node object(std::string_view json) { return roster::parse_json(json); }

template <class T>
std::string written(const T& field) {
  return roster::to_json(field_kind<T>::write(field));
}

TEST_CASE("A struct in a struct is an object, with its own defaults, limits and rules", "[nested_kind][message]") {
  Images field;
  CHECK(read(field,
             object(R"({"crop": {"width": 32}, "more": [{"width": 1}], "last": {"width": 2, "aspect": 0.5}})")) == "");
  CHECK(written(field) ==
        R"({"folder": "data", "crop": {"width": 32, "aspect": 1.0}, "more": [{"width": 1, "aspect": 1.0}], )"
        R"("last": {"width": 2, "aspect": 0.5}})");
  CHECK(
      read(field, object(R"({"crop": {"aspect": "x", "height": 3}, "more": [{"width": 0}, {"width": 1, "aspect": 2}, 3],
                              "last": null})")) ==
      "x: 6 problems\n"
      "  crop.aspect is \"x\", expected a real number\n"
      "  crop.height is not a field of Crop (its fields: width, aspect)\n"
      "  crop.width is missing, expected an integer from 1 to 2147483647\n"
      "  more[0].width is 0, expected an integer from 1 to 2147483647\n"
      "  more[1].aspect is above the width\n"
      "  more[2] is 3, expected an object with fields of Crop (width, aspect)");
  CHECK(read(field, {1}) == "not one");
  CHECK(read(field, object(R"({"more": 3})")) ==
        "x: more is 3, expected a list of objects with fields of Crop (width, aspect)");
}

TEST_CASE("A nested struct that is given replaces the whole default", "[nested_kind]") {
  Images field;
  CHECK(field.crop.aspect == 2);
  CHECK(read(field, object(R"({"crop": {"width": 5}})")) == "");
  CHECK(field.crop.aspect == 1);
}

TEST_CASE("A nested struct may be required, empty, or hold itself", "[nested_kind][message]") {
  Folder tree;
  CHECK(read(tree, object(R"({"folders": [{"name": "a", "folders": [{"name": "b"}]}, {}]})")) == "");
  CHECK(
      roster::detail::field_text(tree) ==
      R"(Folder(name="", folders=[Folder(name="a", folders=[Folder(name="b", folders=[])]), Folder(name="", folders=[])]))");
  CHECK(read(tree, object(R"({"folders": [{"folders": [{"name": 3}]}]})")) ==
        "x: folders[0].folders[0].name is 3, expected text");
  Outer outer{.crop = Crop{.width = 3}};
  CHECK(read(outer, object("{}")) == "x: crop is missing, expected an object with fields of Crop (width, aspect)");
  CHECK(read(outer, object(R"({"crop": {"width": 4}, "empty": {}})")) == "");
  CHECK(outer.crop->width == 4);
  CHECK(read(outer, object(R"({"crop": {"width": 4}, "empty": 3})")) ==
        "x: empty is 3, expected an object with fields of Empty");
}

TEST_CASE("A nested struct that was written in code is checked", "[nested_kind][message]") {
  CHECK(test::check_config(Images{.crop = {.width = 0}, .more = {{.width = 1, .aspect = 2}}}) ==
        "Images: 2 problems\n"
        "  crop.width is 0, expected an integer from 1 to 2147483647\n"
        "  more[0].aspect is above the width");
  Outer outer{.crop = Crop{.width = 3}, .groups = {.lr = {0.1, 0.2}}};
  CHECK(test::reported("x", [&](const roster::place& here) {
          roster::detail::info_of<Outer>.check_groups(&outer, 3, here);
        }) == "x: groups.lr has 2 elements, expected 3, one for each group");
  CHECK(test::reported("x", [&](const roster::place& here) {
          roster::detail::info_of<Outer>.check_origins(&outer, std::vector<std::size_t>{2}, here);
        }) == "x: groups.lr has no value for group 0, which joined");
  roster::detail::info_of<Outer>.regroup(&outer, std::vector<std::size_t>{1});
  CHECK(outer.groups.lr.of(1) == std::vector{0.2});
}

TEST_CASE("The schema of a nested struct is a part of its own", "[nested_kind]") {
  roster::definitions parts;
  CHECK(roster::to_json(roster::node(field_kind<Crop>::schema({}, parts))) == R"({"$ref": "#/$defs/Crop"})");
  CHECK(roster::to_json(roster::node(parts.all())) ==
        R"({"Crop": {"title": "Crop", "description": "Cuts a part out of an image.", "type": "object", "properties": )"
        R"({"width": {"type": "integer", "minimum": 1, "maximum": 2147483647, "description": "in pixels"}, )"
        R"("aspect": {"type": "number", "default": 1.0}}, "required": ["width"], "additionalProperties": false}})");
}

inline constexpr auto list = boost::hana::tuple_t<Images, Groups>;
using data = roster::registry<list>;
struct Run {
  roster::entry<data> train;
  double clip = 1;
  roster::entry<data> test = Groups{.lr = 2};
};

TEST_CASE("An entry is a field of any struct, with or without a default", "[nested_kind][message]") {
  Run field{.train = Images{}};
  CHECK(read(field, object(R"({"train": {"name": "Images", "folder": "x"}, "clip": 2})")) == "");
  CHECK(field.train.as<Images>()->folder == "x");
  CHECK(field.test.as<Groups>()->lr[0] == 2);
  CHECK(read(field, object(R"({"train": {"name": "Image"}, "test": 3})")) ==
        "x: 2 problems\n"
        "  train.name is \"Image\", expected the name of an entry (Images, Groups); did you mean Images?\n"
        "  test is 3, expected an object with the name of an entry");
  CHECK(roster::field_names<Run> == std::array<std::string_view, 3>{"train", "clip", "test"});
}

}  // namespace nested_kind_tests
