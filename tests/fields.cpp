// The door for configs of the user's own: users include only this.
#include "roster/fields.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace door_fields_tests {

struct Crop {
  int width = 224;
};
struct Images {
  roster::required<std::filesystem::path> folder;
  unsigned workers = 2;
  Crop crop = {};
  std::chrono::seconds timeout = std::chrono::minutes(1);
  std::map<std::string, float> weights = {};
  std::pair<int, int> size = {32, 32};
  std::variant<int, std::string> limit = "none";
};

TEST_CASE("fields.hpp reads a struct with fields of all types", "[fields]") {
  const std::pair<int, int> size{64, 48};
  const auto images = roster::checked("images", [&](const roster::place& here) {
    const roster::node given(roster::node::object{{"folder", "data"},
                                                  {"crop", roster::node::object{{"width", 32}}},
                                                  {"timeout", "90 s"},
                                                  {"weights", roster::node::object{{"cat", 0.5}}},
                                                  {"size", roster::node::list{64, 48}},
                                                  {"limit", 100}});
    return roster::read_config<Images>(*roster::value(given).as<roster::object_view>(), here);
  });
  CHECK(*images.folder == "data");
  CHECK(images.workers == 2);
  CHECK(images.crop.width == 32);
  CHECK(images.timeout == std::chrono::seconds(90));
  CHECK(images.weights.at("cat") == 0.5f);
  CHECK(images.size == size);
  CHECK(std::get<int>(images.limit) == 100);
  CHECK(roster::config_text(images) ==
        "Images(folder=\"data\", workers=2, crop=Crop(width=32), timeout=90 s, weights={cat: 0.5}, size=[64, 48], "
        "limit=100)");
}

struct Batch {
  int size = 1;

  static constexpr roster::rule rules[] = {{"size", "examples per step", roster::at_least(1)}};
};

TEST_CASE("fields.hpp checks a struct that was written in code", "[fields][message]") {
  CHECK(roster::validated(Batch{.size = 2})->size == 2);
  CHECK_THROWS_WITH(roster::validated(Batch{.size = 0}), "Batch: size is 0, expected an integer from 1 to 2147483647");
}

}  // namespace door_fields_tests
