#include "roster/json.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

std::string refusal(std::string_view text) {
  try {
    roster::parse_json(text);
  } catch (const roster::error& error) {
    return error.what();
  }
  return "";
}

/// A file in a folder of its own, both gone at the end.
struct temporary_file {
  std::filesystem::path folder;
  std::filesystem::path path;

  explicit temporary_file(std::string_view text) {
    // ctest runs several test cases at once, each in a process of its own.
    auto name = (std::filesystem::temp_directory_path() / "roster-json-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error(name);
    folder = name;
    path = folder / "recipe.json";
    std::ofstream(path, std::ios::binary) << text;
  }
  ~temporary_file() { std::filesystem::remove_all(folder); }
};

/// The error's text, with the file's path cut off.
std::string recipe_refusal(std::string_view text) {
  const temporary_file file(text);
  try {
    roster::read_recipe(file.path);
  } catch (const roster::error& error) {
    const std::string all = error.what();
    CHECK(all.starts_with(file.path.string() + ": "));
    return all.substr(file.path.string().size() + 2);
  }
  return "";
}

}  // namespace

TEST_CASE("JSON becomes a tree that owns what it holds", "[json]") {
  const auto tree =
      roster::parse_json(R"({"a": [1, 2.5, true, null, "x"], "b": {"c": -3}, "d": 18446744073709551615})");
  const auto* list = tree.find("a");
  REQUIRE(list);
  CHECK(roster::detail::to_text(roster::value(*list)) == R"([1, 2.5, true, null, "x"])");
  CHECK(*tree.find("b")->find("c") == roster::node(roster::value(-3)));
  CHECK(*tree.find("d") == roster::node(roster::value(18446744073709551615.0)));
  CHECK_FALSE(tree.find("e"));
}

TEST_CASE("What is no JSON is refused with the place", "[json][message]") {
  CHECK(refusal("") ==
        "JSON: is no JSON: at line 1, column 1: syntax error while parsing value - unexpected end of input; expected "
        "'[', '{', or a literal");
  CHECK(
      refusal("{\n  \"a\": 1,\n}") ==
      "JSON: is no JSON: at line 3, column 1: syntax error while parsing object key - unexpected '}'; expected string "
      "literal");
  CHECK(refusal("[1e999]").starts_with("JSON: is no JSON: "));
  CHECK(refusal("[NaN]").starts_with("JSON: is no JSON: at line 1, column 2: "));
  CHECK(refusal(std::string(100, '[') + std::string(100, ']')) == "JSON: is no JSON: is nested deeper than 64 levels");
  CHECK(refusal(std::string(64, '[') + std::string(64, ']')).empty());
}

TEST_CASE("A recipe is read from a file", "[json]") {
  const temporary_file file(R"({
    "optimizer": {"name": "SGD", "lr": 0.1},
    "scheduler": {"name": "CosineAnnealingLR", "T_max": 5, "eta_min": 1e-3, "verbose": false},
    "epochs": 5
  })");
  const auto recipe = roster::read_recipe(file.path);
  CHECK(recipe.epochs == 5);
  CHECK(recipe.batch_size == 128);
  CHECK(*recipe.optimizer->find("lr") == roster::node(roster::value(0.1)));
  std::vector<roster::plain_group> groups{{.lr = 0.1}};
  auto scheduler = roster::create(recipe.scheduler, groups);
  CHECK(scheduler.schedule().as<roster::CosineAnnealingLR>()->config().eta_min == 1e-3);
}

TEST_CASE("All that is wrong with a recipe is told at once", "[json][message]") {
  CHECK(
      recipe_refusal(R"({"optimiser": {}, "scheduler": {"name": "StepLR", "step_size": "30", "gamma": 0}, "epochs": 0,
                           "seed": 1.5, "seed": 2})") ==
      "7 problems\n"
      "  optimiser is no field of a recipe, which has optimizer, scheduler, epochs, batch_size and seed; did you mean "
      "optimizer?\n"
      "  scheduler.step_size is \"30\", expected an integer, at least 1\n"
      "  scheduler.gamma is 0.0, expected a real number, above 0\n"
      "  epochs is 0, expected an integer, at least 1 and at most 1e+06\n"
      "  seed is 1.5, expected an integer, at least 0\n"
      "  seed is given twice\n"
      "  optimizer is missing, expected a value");
  CHECK(recipe_refusal(R"({"optimizer": {}, "scheduler": "StepLR"})") ==
        "scheduler is \"StepLR\", expected an object with the name of a scheduler");
  CHECK(recipe_refusal(R"({"optimizer": {}, "scheduler": {"name": "stepLR", "step_size": 1}})") ==
        "scheduler.name is \"stepLR\", expected the name of a scheduler (StepLR, CosineAnnealingLR, "
        "CosineAnnealingWarmRestarts); did you mean StepLR?");
  CHECK(recipe_refusal("[]") == "is [], expected an object");
  CHECK(recipe_refusal("").starts_with("is no JSON: at line 1, column 1: "));
  CHECK(recipe_refusal(std::string(2'000'000, ' ')) == "is larger than 1 MiB");
}

TEST_CASE("A file that cannot be read says so", "[json][message]") {
  const temporary_file file("{}");
  const auto refuse = [](const std::filesystem::path& path) -> std::string {
    try {
      roster::read_recipe(path);
    } catch (const roster::error& error) {
      return error.what();
    }
    return "";
  };
  CHECK(refuse(file.folder) == file.folder.string() + ": is a directory, expected a JSON file");
  CHECK(refuse(file.folder / "none.json") == (file.folder / "none.json").string() + ": there is no such file");
}
