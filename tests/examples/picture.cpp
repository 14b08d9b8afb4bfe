#include "train/picture.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <unistd.h>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

namespace {

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

/// Looks for gnuplot in this folder alone for as long as it lives.
struct only_path {
  std::string before = std::getenv("PATH");
  explicit only_path(const fs::path& folder) { setenv("PATH", folder.c_str(), 1); }
  ~only_path() { setenv("PATH", before.c_str(), 1); }
  only_path(const only_path&) = delete;
  only_path& operator=(const only_path&) = delete;
};

void fails_with(const fs::path& svg, const std::vector<train::point>& points, const std::string& why) {
  REQUIRE_THROWS_MATCHES(train::draw(svg, "title", points), std::runtime_error,
                         Catch::Matchers::Message("cannot draw " + svg.string() + ": " + why));
}

const std::vector<train::point> few{{0, 0.1, 2.3}, {1, 0.05, 0.5}, {2, 0, 0.4}};

}  // namespace

TEST_CASE("a picture has its title and labels, and nothing is left beside it") {
  const folder f;
  train::draw(f.path / "a b.svg", "Cosine", few);
  REQUIRE(f.files() == std::vector<std::string>{"a b.svg"});
  const std::string svg = f.content("a b.svg");
  for (const auto* text : {">Cosine<", ">epoch<", ">learning rate<", ">training loss<", "</svg>"}) {
    CHECK_THAT(svg, ContainsSubstring(text));
  }
}

TEST_CASE("a picture replaces an older one") {
  const folder f;
  std::ofstream(f.path / "a.svg") << "older";
  train::draw(f.path / "a.svg", "newer", few);
  CHECK_THAT(f.content("a.svg"), ContainsSubstring(">newer<") && !ContainsSubstring("older"));
}

TEST_CASE("a title comes out as it is") {
  const folder f;
  train::draw(f.path / "a.svg", R"(it's "T_max" \n \ {x}^2 @y `date` $HOME %d é)", few);
  CHECK_THAT(f.content("a.svg"), ContainsSubstring(R"(>it's "T_max" \n \ {x}^2 @y `date` $HOME %d é<)"));
  train::draw(f.path / "a.svg", "a < b & c\nset output\n", few);
  CHECK_THAT(f.content("a.svg"), ContainsSubstring(">a &lt; b &amp; c set output <"));
}

TEST_CASE("a moving average is drawn over many points") {
  const folder f;
  std::vector<train::point> many;
  for (int i = 0; i < 1000; ++i) many.push_back({i / 100.0, 0.1, 1.0 / (1 + i)});
  train::draw(f.path / "a.svg", "many", many);
  CHECK_THAT(f.content("a.svg"), ContainsSubstring(">moving average<") && ContainsSubstring(">each batch<"));
  train::draw(f.path / "a.svg", "few", few);
  CHECK_THAT(f.content("a.svg"), !ContainsSubstring(">moving average<"));
}

TEST_CASE("a training that diverges, one of a single point and one of no finite loss are drawn") {
  const folder f;
  train::draw(f.path / "a.svg", "diverges", std::vector<train::point>{{0, 1, 2}, {1, 1, 1e300}, {2, 1, HUGE_VAL}});
  CHECK_THAT(f.content("a.svg"), ContainsSubstring("</svg>"));
  train::draw(f.path / "b.svg", "single", std::vector<train::point>{{0, 0, 0}});
  CHECK_THAT(f.content("b.svg"), ContainsSubstring("</svg>"));
  train::draw(f.path / "c.svg", "nothing finite", std::vector<train::point>{{0, 1, NAN}, {1, 1, NAN}});
  CHECK_THAT(f.content("c.svg"), ContainsSubstring("</svg>"));
}

TEST_CASE("what cannot be drawn is reported with its path") {
  const folder f;
  fails_with(f.path / "none" / "a.svg", few, "No such file or directory");
  fails_with(f.path / "a.svg", {}, "there are no points");
  fs::create_directory(f.path / "folder.svg");
  fails_with(f.path / "folder.svg", few, "Is a directory");
  {
    const only_path empty(f.path);
    fails_with(f.path / "a.svg", few, "gnuplot is not installed or not in PATH");
  }
  std::ofstream(f.path / "gnuplot") << "#!/bin/sh\necho line 1: nonsense >&2\nexit 1\n";
  fs::permissions(f.path / "gnuplot", fs::perms::owner_all);
  {
    const only_path broken(f.path);
    fails_with(f.path / "a.svg", few, "gnuplot failed: line 1: nonsense");
  }
  std::ofstream(f.path / "gnuplot") << "#!/bin/sh\necho '<svg>'\n";
  {
    const only_path full_disk(f.path);
    fails_with(f.path / "a.svg", few, "gnuplot could not write all of it");
  }
  REQUIRE(f.files().size() == 2);
}
