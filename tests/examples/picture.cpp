#include "train/picture.hpp"

#include <cmath>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <unistd.h>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "support/only_path.hpp"

namespace picture_tests {

namespace fs = std::filesystem;
using Catch::Matchers::ContainsSubstring;

/// An empty folder, removed at the end, whose name needs quoting.
struct folder {
  fs::path path = fs::temp_directory_path() / ("it's $HOME." + std::to_string(getpid()));

  folder() {
    fs::remove_all(path);
    fs::create_directory(path);
  }
  ~folder() { fs::remove_all(path); }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;

  std::string content(const std::string& name) const {
    std::ifstream file(path / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(path)) names.push_back(entry.path().filename().string());
    return names;
  }
};

void fails_with(const fs::path& svg, const std::vector<train::point>& points, const std::string& message) {
  REQUIRE_THROWS_MATCHES(train::draw(svg, "title", points), std::runtime_error, Catch::Matchers::Message(message));
}

const std::vector<train::point> few{{0, 0.1, 2.3}, {1, 0.05, 0.5}, {2, 0, 0.4}};

TEST_CASE("A picture has its title and labels, and no other file is left") {
  const folder f;
  train::draw(f.path / "a b.svg", "Cosine", few);
  REQUIRE(f.files() == std::vector<std::string>{"a b.svg"});
  const std::string svg = f.content("a b.svg");
  for (const auto* text : {">Cosine<", ">epoch<", ">learning rate<", ">training loss<", "</svg>"}) {
    CHECK_THAT(svg, ContainsSubstring(text));
  }
}

TEST_CASE("A picture replaces an older one") {
  const folder f;
  std::ofstream(f.path / "a.svg") << "older";
  train::draw(f.path / "a.svg", "newer", few);
  CHECK_THAT(f.content("a.svg"), ContainsSubstring(">newer<") && !ContainsSubstring("older"));
}

TEST_CASE("A title is drawn exactly as given") {
  const folder f;
  train::draw(f.path / "a.svg", R"(it's "T_max" \n \ {x}^2 @y `date` $HOME %d é)", few);
  CHECK_THAT(f.content("a.svg"), ContainsSubstring(R"(>it's "T_max" \n \ {x}^2 @y `date` $HOME %d é<)"));
  train::draw(f.path / "a.svg", "a < b & c\nset output\n", few);
  CHECK_THAT(f.content("a.svg"), ContainsSubstring(">a &lt; b &amp; c set output <"));
}

TEST_CASE("A moving average is drawn over many points") {
  const folder f;
  std::vector<train::point> many;
  for (int i = 0; i < 1000; ++i) many.push_back({i / 100.0, 0.1, 1.0 / (1 + i)});
  train::draw(f.path / "a.svg", "many", many);
  CHECK_THAT(f.content("a.svg"), ContainsSubstring(">moving average<") && ContainsSubstring(">each batch<"));
  train::draw(f.path / "a.svg", "few", few);
  CHECK_THAT(f.content("a.svg"), !ContainsSubstring(">moving average<"));
}

TEST_CASE("A training that diverges, has a single point or has no finite loss is drawn") {
  const folder f;
  train::draw(f.path / "a.svg", "diverges", std::vector<train::point>{{0, 1, 2}, {1, 1, 1e300}, {2, 1, HUGE_VAL}});
  CHECK_THAT(f.content("a.svg"), ContainsSubstring("</svg>"));
  train::draw(f.path / "b.svg", "single", std::vector<train::point>{{0, 0, 0}});
  CHECK_THAT(f.content("b.svg"), ContainsSubstring("</svg>"));
  train::draw(f.path / "c.svg", "nothing finite", std::vector<train::point>{{0, 1, NAN}, {1, 1, NAN}});
  CHECK_THAT(f.content("c.svg"), ContainsSubstring("</svg>"));
}

TEST_CASE("A picture that cannot be drawn is reported with its path") {
  const folder f;
  const auto svg = f.path / "a.svg", no_folder = f.path / "none" / "a.svg", folder = f.path / "folder.svg";
  fs::create_directory(folder);
  fails_with(no_folder, few, no_folder.string() + ": its folder cannot be opened: No such file or directory");
  fails_with(folder, few, folder.string() + ": is a folder, expected a file");
  fails_with(svg, {}, "cannot draw " + svg.string() + ": there are no points");
  {
    const test::only_path empty(f.path);
    fails_with(svg, few,
               "cannot draw " + svg.string() + ": gnuplot is not installed, or not in PATH; pictures need it " +
                   "(Debian: apt install gnuplot-nox)");
  }
  CHECK(f.files() == std::vector<std::string>{"folder.svg"});
}

}  // namespace picture_tests
