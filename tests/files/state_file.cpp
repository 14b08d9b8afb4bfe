#include "roster/files/state_file.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "roster/roster.hpp"
#include "support/refusal.hpp"
#include "support/temporary_folder.hpp"

namespace state_file_tests {

TEST_CASE("A scheduler resumes from a file", "[state_file]") {
  const test::temporary_folder folder;
  const auto file = folder.path / "scheduler.json";
  std::vector<roster::plain_group> groups{{.lr = 0.1}, {.lr = 0.3}};
  auto scheduler = roster::make<"CosineAnnealingLR">(groups, {.T_max = 7});
  for (int i = 0; i < 3; ++i) scheduler.step();
  roster::write_state(file, scheduler.state_dict());

  std::vector<roster::plain_group> fresh{{.lr = 0.1}, {.lr = 0.3}};
  auto resumed = roster::make<"CosineAnnealingLR">(fresh, {.T_max = 7});
  resumed.load_state_dict(roster::read_state(file));
  CHECK(fresh == groups);
  CHECK(resumed.state_dict() == scheduler.state_dict());
}

TEST_CASE("A state is written with a line for each value", "[state_file]") {
  const test::temporary_folder folder;
  const auto file = folder.path / "state.json";
  using roster::node;
  roster::write_state(file, node(node::object{{"last_epoch", 3}, {"base_lrs", node(node::list{0.1, INFINITY})}}));
  CHECK(roster::read_whole(file, 1000) ==
        "{\n"
        "  \"last_epoch\": 3,\n"
        "  \"base_lrs\": [\n"
        "    0.1,\n"
        "    Infinity\n"
        "  ]\n"
        "}\n");
  CHECK(folder.names() == std::vector<std::string>{"state.json"});
}

TEST_CASE("Doubles come back from a state bit for bit, and stay doubles", "[state_file]") {
  using limits = std::numeric_limits<double>;
  const std::vector all{0.0,
                        -0.0,
                        0.1,
                        1.0 / 3.0,
                        1e22,
                        1e-5,
                        100000.0,
                        1e16,
                        4e3,
                        1e300,
                        -123.456,
                        limits::min(),
                        limits::max(),
                        limits::denorm_min(),
                        limits::infinity(),
                        -limits::infinity()};
  const auto tree = roster::parse_state(roster::to_json(all));
  CHECK(tree == roster::node(roster::value(all)));
  const roster::value view = tree;
  CHECK(std::signbit(*(*view.as<roster::list_view>())[1].as<double>()));
  CHECK(roster::to_json(all) ==
        "[0.0, -0.0, 0.1, 0.3333333333333333, 1e+22, 1e-05, 1e+05, 1e+16, 4000.0, 1e+300, -123.456, "
        "2.2250738585072014e-308, 1.7976931348623157e+308, 5e-324, Infinity, -Infinity]");
}

TEST_CASE("A state may have Infinity and NaN, as Python writes them", "[state_file][message]") {
  const auto again = [](std::string_view text) { return roster::to_json(roster::parse_state(std::string(text))); };
  CHECK(again("NaN") == "NaN");
  CHECK(again(R"({"best":-Infinity,"mode_worse":Infinity,"a":[NaN,NaN]})") ==
        R"({"best": -Infinity, "mode_worse": Infinity, "a": [NaN, NaN]})");
  // Inside a text, they are text.
  CHECK(again(R"({"NaN": "NaN", "\"": "-Infinity, \\", "Infinity": "\\\"NaN"})") ==
        R"({"NaN": "NaN", "\"": "-Infinity, \\", "Infinity": "\\\"NaN"})");
  // The zeros that stand in for them may occur too.
  CHECK(again("[0e0, 0e000000, -0e000000, 0e00, 0.0, \"0e0\"]") == "[0.0, 0.0, -0.0, 0.0, 0.0, \"0e0\"]");

  const auto refuse = [](std::string_view text) {
    return test::refusal([&] { roster::parse_state(std::string(text)); });
  };
  CHECK(refuse("[NaN,\n  Infinity 1]") == "JSON:2:12: is not JSON: is missing a comma before 1");
  CHECK(refuse("[1, -NaN]") == "JSON:1:5: is not JSON: has -NaN, which is not a number in JSON");
  CHECK(refuse("{NaN: 1}") == "JSON:1:2: is not JSON: has the name NaN without quotes, expected \"NaN\"");
  CHECK(refuse("[1e999]") == "JSON:1:2: 1e999 is too large for a double");
  for (const auto* text : {"NaNNaN", "Infinit", "Infinityy", "+Infinity", "nan", "-", "\"NaN", "[NaN", "\"\\"}) {
    CAPTURE(text);
    CHECK(refuse(text).starts_with("JSON:1:"));
  }
}

TEST_CASE("A state may be larger than a recipe, up to 64 MiB", "[state_file][message]") {
  const test::temporary_folder folder;
  const std::vector<double> many(200'000, 0.5);
  roster::write_state(folder.path / "many.json", many);
  CHECK(roster::read_state(folder.path / "many.json") == roster::node(many));

  const auto large = folder.file("large.json", "");
  std::filesystem::resize_file(large, (std::size_t{64} << 20) + 1);
  CHECK(test::refusal([&] { roster::read_state(large); }) == large.string() + ": is larger than 64 MiB");
}

TEST_CASE("The error about a state's file names the file and the place", "[state_file][message]") {
  const test::temporary_folder folder;
  const auto half = folder.file("half.json", "{\"last_epoch\": 3,\n");
  CHECK(test::refusal([&] { roster::read_state(half); }) ==
        half.string() + ":1:1: is not JSON: has a { that is never closed");
  const auto none = folder.path / "none.json";
  CHECK(test::refusal([&] { roster::read_state(none); }) == none.string() + ": does not exist");
}

}  // namespace state_file_tests
