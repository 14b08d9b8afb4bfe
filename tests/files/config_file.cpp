#include "roster/files/config_file.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "roster/fields/nested_kind.hpp"
#include "support/refusal.hpp"
#include "support/temporary_folder.hpp"

namespace config_file_tests {

struct Crop {
  roster::required<int> width;
};
struct Images {
  roster::required<std::string> folder;
  Crop crop = {.width = 224};
  unsigned workers = 2;

  static constexpr roster::rule rules[] = {{"folder", ""}, {"crop", ""}, {"workers", "", roster::between(1, 64)}};
};

/// The error about a file with that text, without the folder.
std::string refusal_of(std::string_view text, const std::vector<std::string>& overrides = {}) {
  const test::temporary_folder folder;
  auto all = test::refusal([&] { (void)roster::read_config<Images>(folder.file("a.yaml", text), overrides); });
  const auto path = folder.path.string() + "/";
  for (auto at = all.find(path); at != all.npos; at = all.find(path, at)) all.erase(at, path.size());
  return all;
}

TEST_CASE("Any config is read from a file, changed by overrides", "[config_file]") {
  const test::temporary_folder folder;
  const auto yaml = folder.file("a.yaml", "folder: data\ncrop: {width: 32}\n");
  const auto json =
      folder.file("a.json", R"({"$schema": "images.schema.json", "folder": "data", "crop": {"width": 32}})");
  for (const auto& file : {yaml, json}) {
    const auto images = roster::read_config<Images>(file, std::vector<std::string>{"crop.width=64", "workers=3"});
    CHECK(*images.folder == "data");
    CHECK(images.crop.width == 64);
    CHECK(images.workers == 3);
    CHECK(roster::config_text(roster::read_config<Images>(roster::read_document(file))) ==
          "Images(folder=\"data\", crop=Crop(width=32), workers=2)");
  }
}

TEST_CASE("All problems of a config in a file are reported, with their places", "[config_file][message]") {
  CHECK(refusal_of("folder: 3\ncrop: {height: 1}\nworker: 1\n") ==
        "a.yaml: 4 problems\n"
        "  a.yaml:1:1: folder is 3, expected text\n"
        "  a.yaml:2:8: crop.height is not a field of Crop (its fields: width)\n"
        "  a.yaml:2:1: crop.width is missing, expected an integer from -2147483648 to 2147483647\n"
        "  a.yaml:3:1: worker is not a field of Images (its fields: folder, crop, workers); did you mean workers?");
  CHECK(refusal_of("folder: data", {"workers=0"}) ==
        "a.yaml: workers is 0, expected an integer from 1 to 64 (from the override workers=0)");
  CHECK(refusal_of("[1, 2]") ==
        "a.yaml:1:1: is [1, 2], expected an object with fields of Images (folder, crop, workers)");
}

}  // namespace config_file_tests
