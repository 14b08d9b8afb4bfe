#include "train/picture.hpp"

#include <cmath>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
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

/// The picture of a training with one group, whose batches have an epoch, a learning rate and a loss.
struct batch {
  double epoch, lr, loss;
};
train::history of(const std::vector<batch>& batches) {
  train::history made;
  for (const auto& [epoch, lr, loss] : batches) made.points.push_back({.epoch = epoch, .loss = loss, .values = {lr}});
  return made;
}

void fails_with(const fs::path& svg, const train::history& shown, const std::string& message) {
  REQUIRE_THROWS_MATCHES(train::draw(svg, "title", shown), std::runtime_error, Catch::Matchers::Message(message));
}

/// The number of times that a text contains another.
std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

const train::history few = of({{0, 0.1, 2.3}, {1, 0.05, 0.5}, {2, 0, 0.4}});

TEST_CASE("A picture has its title and labels, and no other file is left") {
  const folder f;
  train::draw(f.path / "a b.svg", "Cosine", few);
  REQUIRE(f.files() == std::vector<std::string>{"a b.svg"});
  const std::string svg = f.content("a b.svg");
  for (const auto* text : {">Cosine<", ">epoch<", ">learning rate<", ">loss<", ">training<", "</svg>"}) {
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

TEST_CASE("A long title is drawn in smaller letters, so that it fits") {
  const folder f;
  const auto is_drawn_in = [&](const std::string& title, const std::string& size) {
    train::draw(f.path / "a.svg", title, few);
    const auto svg = f.content("a.svg");
    const auto at = svg.find(">" + title + "<"), start = svg.rfind("font-size=\"", at);
    return svg.substr(start, svg.find(' ', start) - start) == "font-size=\"" + size + "\"";
  };
  CHECK(is_drawn_in(std::string(71, 'o'), "18.00"));
  CHECK(is_drawn_in(std::string(107, 'o'), "12.00"));
  CHECK(is_drawn_in(std::string(500, 'o'), "8.00"));
}

TEST_CASE("A moving average is drawn over many points") {
  const folder f;
  std::vector<batch> many;
  for (int i = 0; i < 1000; ++i) many.push_back({i / 100.0, 0.1, 1.0 / (1 + i)});
  train::draw(f.path / "a.svg", "many", of(many));
  CHECK_THAT(f.content("a.svg"), ContainsSubstring(">moving average<") && ContainsSubstring(">each batch<"));
  train::draw(f.path / "a.svg", "few", few);
  CHECK_THAT(f.content("a.svg"), !ContainsSubstring(">moving average<"));
}

TEST_CASE("Groups that always have the same value share a curve, and several curves are named") {
  const folder f;
  train::history shown{.parameters = {"lr"}, .points = {{0, 2, {0.1, 0.2, 0.1, 0.3}}, {1, 1, {0.05, 0.1, 0.05, 0.1}}}};
  train::draw(f.path / "a.svg", "groups", shown);
  const auto svg = f.content("a.svg");
  for (const auto* text : {">groups 0, 2<", ">group 1<", ">group 3<"}) CHECK_THAT(svg, ContainsSubstring(text));
  for (auto& point : shown.points) point.values = {0.1, 0.1};
  train::draw(f.path / "a.svg", "groups", shown);
  CHECK_THAT(f.content("a.svg"), !ContainsSubstring(">group 0<") && !ContainsSubstring(">groups 0, 1<"));
}

TEST_CASE("Each parameter has a panel of its own, and the loss of validation a curve") {
  const folder f;
  train::history shown{.parameters = {"lr", "weight_decay"},
                       .points = {{0, 2, {0.1, 0.2, 0.5, 0.5}}, {1, 1, {0.05, 0.1, 0.25, 0.25}}}};
  train::draw(f.path / "a.svg", "parameters", shown);
  CHECK_THAT(f.content("a.svg"), ContainsSubstring(">learning rate<") && ContainsSubstring(">weight decay<") &&
                                     ContainsSubstring(">group 1<") && !ContainsSubstring(">validation<"));
  CHECK(count(f.content("a.svg"), "</tspan></text>") > 0);
  CHECK(count(f.content("a.svg"), "<text><tspan font-family=\"sans-serif\" >group") ==
        2);  // the weight decays are the same
  shown.validation = {1.5, NAN};
  train::draw(f.path / "a.svg", "parameters", shown);
  CHECK_THAT(f.content("a.svg"), ContainsSubstring(">validation<"));
}

TEST_CASE("A training that diverges, has a single point or has no finite loss is drawn") {
  const folder f;
  train::draw(f.path / "a.svg", "diverges", of({{0, 1, 2}, {1, 1, 1e300}, {2, 1, HUGE_VAL}}));
  CHECK_THAT(f.content("a.svg"), ContainsSubstring("</svg>"));
  train::draw(f.path / "b.svg", "single", of({{0, 0, 0}}));
  CHECK_THAT(f.content("b.svg"), ContainsSubstring("</svg>"));
  train::draw(f.path / "c.svg", "nothing finite", of({{0, 1, NAN}, {1, 1, NAN}}));
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
