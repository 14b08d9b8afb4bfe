#include "roster/fields/which_groups.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "roster/fields/fields.hpp"
#include "roster/files/json.hpp"
#include "support/refusal.hpp"

namespace which_groups_tests {

using kind = roster::field_kind<roster::which_groups>;

struct Config {
  roster::which_groups groups = {};
};

roster::which_groups read(const std::string& json) {
  const auto tree = roster::parse_json(R"({"groups": )" + json + "}");
  return roster::checked("Config",
                         [&](const roster::place& here) {
                           const roster::value whole = tree;
                           return roster::read_config<Config>(*whole.as<roster::object_view>(), here);
                         })
      .groups;
}
std::string refusal(const std::string& json) {
  return test::refusal([&] { read(json); });
}

TEST_CASE("Groups are chosen by positions, by patterns, or all", "[which_groups]") {
  CHECK(read("null").are_all());
  CHECK(read("2") == roster::which_groups{2});
  CHECK(read("[0, 2]") == roster::which_groups{0, 2});
  CHECK(read("2.0") == roster::which_groups{2});
  const auto mixed = read(R"(["fc.*", 1])");
  CHECK(mixed.patterns == std::vector<std::string>{"fc.*"});
  CHECK(mixed.positions == std::vector<std::size_t>{1});
  CHECK_FALSE(mixed.are_all());
}

TEST_CASE("A choice of groups is written as it is read", "[which_groups]") {
  for (const std::string json : {"null", "2", "[0, 2]", R"("fc.*")", R"([1, "fc.*"])"}) {
    const auto one = read(json);
    CHECK(roster::to_json(kind::write(one)) == json);
    CHECK(read(roster::to_json(kind::write(one))) == one);
  }
}

TEST_CASE("What does not choose groups is refused", "[which_groups][message]") {
  const std::string expected = "expected the position of a group, a pattern of parameter names, or a list of these";
  const std::string expected_one = "expected the position of a group or a pattern of parameter names";
  CHECK(refusal("-1") == "Config: groups is -1, expected an integer of at least 0");
  CHECK(refusal("1.5") == "Config: groups is 1.5, " + expected);
  CHECK(refusal("true") == "Config: groups is true, " + expected);
  CHECK(refusal("{}") == "Config: groups is an object, " + expected);
  CHECK(refusal("[]") == "Config: groups is empty, expected at least one group");
  CHECK(refusal("[0, true, [1]]") ==
        "Config: 2 problems\n  groups[1] is true, " + expected_one + "\n  groups[2] is [1], " + expected_one);
  CHECK(refusal("[1, 0, 1]") == "Config: groups has group 1 twice");
  CHECK(test::refusal([] {
          roster::checked("Config",
                          [](const roster::place& here) { roster::check_config(Config{.groups = {3, 3}}, here); });
        }) == "Config: groups has group 3 twice");
}

}  // namespace which_groups_tests
