#include "tools/roster/plot.hpp"

#include <algorithm>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "support/only_path.hpp"
#include "support/temporary_folder.hpp"

namespace plot_tests {

using namespace std::string_view_literals;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using tools::canvas;
using tools::drawing;
using tools::medium;

constexpr double inf = std::numeric_limits<double>::infinity();

const drawing step{.title = "StepLR", .curves = {{"StepLR", {0.1, 0.1, 0.05, 0.05, 0.025, 0.025}}}};

/// Two groups of 90 epochs that go up and down, with momentum.
drawing groups() {
  drawing two{.title = "Two groups", .curves = {{"group 0", {}}, {"group 1", {}}}, .milestones = {30}};
  for (int epoch = 0; epoch < 90; ++epoch) {
    const double high = 0.5 - 0.5 * std::cos(epoch * 3.14159265 / 45);
    for (std::size_t i = 0; i < 2; ++i) {
      two.curves[i].lr.push_back(0.1 * high / static_cast<double>(1 + i));
      two.curves[i].momentum.push_back(0.95 - 0.1 * high);
    }
  }
  return two;
}

std::vector<double> falling(std::size_t epochs) {
  std::vector<double> lr;
  for (std::size_t i = 0; i < epochs; ++i) lr.push_back(1 - static_cast<double>(i) / static_cast<double>(epochs));
  return lr;
}

drawing many(std::size_t curves) {
  drawing all{.title = "many", .curves = {}};
  for (std::size_t i = 0; i < curves; ++i) {
    all.curves.push_back({"curve " + std::to_string(i), {static_cast<double>(i), 0}});
  }
  return all;
}

/// The texts of an SVG, in order. Throws if it is no XML.
std::vector<std::string> texts(const std::string& svg) {
  std::istringstream in(svg);
  boost::property_tree::ptree tree;
  boost::property_tree::read_xml(in, tree);
  std::vector<std::string> all;
  const auto collect = [&](const auto& self, const boost::property_tree::ptree& node, bool in_text) -> void {
    if (in_text && !node.data().empty()) all.push_back(node.data());
    for (const auto& [name, child] : node) {
      if (name != "<xmlattr>") self(self, child, in_text || name == "text");
    }
  };
  collect(collect, tree, false);
  return all;
}
std::vector<std::string> texts(const drawing& what) { return texts(tools::plot(what, {})); }

bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

/// The points of the first curve in a script; empty if it is not drawn.
std::string points(const drawing& what) {
  const auto script = tools::plot_script(what, {});
  constexpr auto begin = "$lr0 << END\n"sv;
  const auto from = script.find(begin);
  return from == script.npos
             ? ""
             : script.substr(from + begin.size(), script.find("END\n", from + begin.size()) - from - begin.size());
}
std::string points(const std::vector<double>& lr, bool log = false) {
  return points({.title = "", .curves = {{"", lr}}, .log = log});
}

std::string text(const drawing& what, int columns, int height, bool colour = false) {
  return tools::plot(what, {.kind = medium::text, .columns = columns, .lines = height, .colour = colour});
}

std::string without_escapes(const std::string& coloured) {
  std::string plain;
  bool escape = false;
  for (const char c : coloured) {
    escape = escape || c == '\x1b';
    if (!escape) plain += c;
    if (c == 'm') escape = false;
  }
  return plain;
}

/// It comes out whole on everything.
void can_be_drawn(const drawing& what) {
  CHECK_NOTHROW(texts(what));
  CHECK_NOTHROW(tools::plot(what, {.kind = medium::png}));
  CHECK(lines(text(what, 80, 24)).size() == 24);
}

TEST_CASE("a picture has its title, its axes' names and its tics") {
  CHECK(texts(step) == std::vector<std::string>{"0", "0.02", "0.04", "0.06", "0.08", "0.1", "0", "1", "2", "3", "4",
                                                "5", "6", "StepLR", "learning rate", "epoch"});
}

TEST_CASE("a picture of two groups has a legend, a momentum, and a milestone") {
  CHECK(texts(groups()) == std::vector<std::string>{"0",
                                                    "0.02",
                                                    "0.04",
                                                    "0.06",
                                                    "0.08",
                                                    "0.1",
                                                    "Two groups",
                                                    "group 0",
                                                    "group 1",
                                                    "milestone",
                                                    "learning rate",
                                                    "0.85",
                                                    "0.9",
                                                    "0.95",
                                                    "0",
                                                    "10",
                                                    "20",
                                                    "30",
                                                    "40",
                                                    "50",
                                                    "60",
                                                    "70",
                                                    "80",
                                                    "90",
                                                    "momentum",
                                                    "epoch"});
}

TEST_CASE("a curve under the mouse tells its name") {
  const auto svg = tools::plot({.title = "", .curves = {{"T_max <1>", {1}}}, .milestones = {1}}, {});
  CHECK_THAT(svg, ContainsSubstring("><title>T_max &lt;1>") && ContainsSubstring("><title>milestone<"));
}

TEST_CASE("a logarithmic picture has the tics of one") {
  auto log = groups();
  log.log = true;
  const auto all = texts(log);
  CHECK(has(all, "10"));  // the powers are texts of their own
  CHECK(has(all, "-1"));
  log.curves = {{"", {0.1, 0.05}}};
  CHECK(has(texts(log), "0.05"));
}

TEST_CASE("a PNG is whole and has twice the pixels") {
  const auto png = tools::plot(step, {.kind = medium::png});
  CHECK(png.substr(0, 24) == "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x07\x08\0\0\x03\x70"sv);  // 1800 x 880
  CHECK(png.ends_with("\0\0\0\0IEND\xae\x42\x60\x82"sv));
}

TEST_CASE("a text is as large as it is to be, to the character") {
  CHECK('\n' + text(step, 60, 14) == R"(
         StepLR
learning rate
     0.1 *****************
         |               *
         |               *
         |               *
         |               *
    0.05 |+              ******************
         |                                *
         |                                *****************
         |
       0 +------------------------------------------------+
         0       1       2        3       4       5       6
                                epoch
)");
  CHECK('\n' + text(groups(), 60, 22) == R"(
         Two groups
         *** group 0   ### group 1     : milestone
learning rate
     0.1 ++              +      ****
         |               :  *****  *****
         |               :***          ***
         |              **                **
         |            ** :                  **
    0.05 |+         ***  : ##############    ***
         |        **   ####              ####   **
         |      ***####  :                   ####***
         |   *######     :                      ######*
       0 ######----------+---------------------------#####+
momentum
    0.95 #####           +                            ####
         |   #####       :                        #####
     0.9 |+       ####   :                    ####
         |            ####                ####
         |               #####        #####
    0.85 +---------------+----########--------------------+
         0   10    20   30    40   50    60   70    80   90
                                epoch
)");
}

TEST_CASE("a coloured text is the same with dots") {
  const auto coloured = text(step, 60, 14, true);
  CHECK_THAT(coloured, ContainsSubstring("\x1b[38;5;33m•"));
  auto dotted = text(step, 60, 14);
  for (std::size_t at; (at = dotted.find('*')) != dotted.npos;) dotted.replace(at, 1, "•");
  CHECK(without_escapes(coloured) == dotted);
}

TEST_CASE("a legend shows the lines that curves are drawn with") {
  for (const bool colour : {false, true}) {
    const auto drawn = without_escapes(text(many(9), 120, 40, colour));
    CHECK_THAT(drawn, ContainsSubstring(colour ? "••• curve 0" : "*** curve 0"));
    CHECK_THAT(drawn, ContainsSubstring("### curve 8") && ContainsSubstring("       8 ####"));
  }
}

TEST_CASE("a terminal may be too small") {
  auto what = groups();
  for (const int size : {-1, 0, 1, 39}) {
    const auto drawn = lines(text(what, size, std::min(size, 17)));
    CHECK(drawn.size() == 18);
    CHECK(std::all_of(drawn.begin(), drawn.end(), [](const std::string& line) { return line.size() <= 40; }));
  }
  what.curves.resize(1);
  what.curves[0].momentum.clear();
  CHECK(lines(text(what, 1, 1)).size() == 12);
  CHECK(lines(text(many(100), 40, 12)).size() == 12);
  CHECK(lines(text(many(100), 1'000'000, 20)).size() == 20);
}

TEST_CASE("a single curve needs no legend") {
  CHECK(!has(texts({.title = "", .curves = {{"label", {1, 2}}}}), "label"));
}

TEST_CASE("titles and labels come out as they are") {
  const std::string hostile = R"(it's "T_max" \n \ {x}^2 @y `date` $HOME %d 5% <a> & é … 学)";
  const drawing what{.title = hostile, .curves = {{hostile, {1, 2}, {1, 2}}, {"two\nlines\x1b[1m", {2, 1}}}};
  const auto all = texts(what);
  CHECK(std::count(all.begin(), all.end(), hostile) == 2);
  CHECK(has(all, "two lines [1m"));
  for (const bool colour : {false, true}) {
    const auto drawn = without_escapes(text(what, 100, 24, colour));
    CHECK_THAT(drawn, ContainsSubstring("         " + hostile + '\n') && ContainsSubstring(" two lines [1m"));
    CHECK(drawn.find(hostile) != drawn.rfind(hostile));
  }
  CHECK(tools::plot(what, {.kind = medium::png}).size() > 10'000);
}

TEST_CASE("what is no UTF-8 is left out") {
  const auto all = texts({.title = "caf\xe9 1", .curves = {{"\xff\xfe", {1}}, {"\xef\xbf\xbf", {1}}}});
  CHECK(has(all, "caf  1"));
}

TEST_CASE("long titles and labels are cut where there is no more room") {
  const std::string longest(1000, 'x');
  const drawing what{.title = longest, .curves = {{longest, {1, 2}}, {"é", {1}}}};
  const auto all = texts(what);
  CHECK(has(all, std::string(68, 'x') + "…"));
  CHECK(has(all, std::string(75, 'x') + "…"));
  CHECK_THAT(text(what, 40, 12), ContainsSubstring("         " + std::string(28, 'x') + "…\n         *** " +
                                                   std::string(21, 'x') + "…\n         ### é\n"));
}

TEST_CASE("a hundred curves are drawn, and the first of them told") {
  const auto all = texts(many(100));
  CHECK(has(all, "curve 22"));
  CHECK(has(all, "… and 77 more"));
  CHECK(!has(all, "curve 23"));
  const auto script = tools::plot_script(many(100), {});
  CHECK_THAT(script, ContainsSubstring("$lr99 << END\n0 99\n"));
  // 35 of them look different.
  CHECK_THAT(script, ContainsSubstring("$lr7 with steps linetype 1 linecolor rgb '#0072b2' linewidth 2.5 dashtype 2"));
  CHECK_THAT(script, ContainsSubstring("$lr34 with steps linetype 7 linecolor rgb '#000000' linewidth 2.5 dashtype 5"));
  CHECK(has(texts(many(24)), "curve 23"));
  can_be_drawn(many(100));
}

TEST_CASE("few epochs are steps, more are lines whose levels end with edges") {
  CHECK(points({0.5, 0.5, 1}) == "0 0.5\n1 0.5\n2 1\n3 1\n");
  CHECK_THAT(tools::plot_script({.title = "", .curves = {{"", falling(60)}}}, {}), ContainsSubstring("with steps"));
  std::vector<double> lr(70, 0.5);
  lr.push_back(0.25);
  CHECK(points(lr).ends_with("69 0.5\n70 0.5\n70 0.25\n"));
  lr.push_back(0.25);
  CHECK(points(lr).ends_with("69 0.5\n70 0.5\n70 0.25\n71 0.25\n72 0.25\n"));
  CHECK_THAT(tools::plot_script({.title = "", .curves = {{"", lr}}}, {}), ContainsSubstring("with lines"));
}

TEST_CASE("what cannot be drawn is a gap") {
  CHECK(points({1, NAN, 2, 2, inf, -inf, 1e305}) == "0 1\n1 1\n\n2 2\n3 2\n4 2\n");
  CHECK(points({NAN, 1, 0, -1}) == "1 1\n2 0\n3 -1\n4 -1\n");
  CHECK(points({0, 1, 0, -1, 1e-305, 2}, true) == "1 1\n2 1\n\n5 2\n6 2\n");
  CHECK(points({NAN, NAN}) == "");
  // A lone epoch is not lost among lines.
  std::vector<double> lr(100, NAN);
  lr[50] = 1;
  CHECK(points(lr) == "50 1\n51 1\n");
}

TEST_CASE("of a million epochs the least and the most are kept") {
  std::vector<double> lr(1'000'000, 0.5);
  for (std::size_t i = 0; i < lr.size(); i += 2) lr[i] = 0.25;
  lr[123'456] = 7;
  lr[654'321] = -7;
  const auto kept = points(lr);
  CHECK(lines(kept).size() <= 2001);
  CHECK_THAT(kept, StartsWith("0 0.25\n1 0.5\n1000 0.25\n1001 0.5\n"));
  CHECK_THAT(kept, ContainsSubstring("\n123456 7\n") && ContainsSubstring("\n654321 -7\n"));
  // A level is drawn as one, and where it ends.
  lr.assign(1'000'000, 1);
  std::fill(lr.begin() + 500'000, lr.end(), 0.1);
  CHECK_THAT(points(lr), ContainsSubstring("\n499000 1\n500000 1\n500000 0.1\n501000 0.1\n"));
  can_be_drawn({.title = "million", .curves = {{"", lr, lr}}, .log = true});
}

TEST_CASE("milestones that are not within the picture are left out, and they are not too many") {
  const auto marks = [](std::vector<std::int64_t> milestones) {
    const auto script =
        tools::plot_script({.title = "", .curves = {{"", falling(100)}}, .milestones = std::move(milestones)}, {});
    const auto from = script.find("$milestones << END\n");
    return from == script.npos ? "" : script.substr(from + 19, script.find("END\n", from + 19) - from - 19);
  };
  CHECK(marks({}) == "");
  CHECK(marks({-1, 101, std::numeric_limits<std::int64_t>::max()}) == "");
  CHECK(marks({30, 0, 30, 100}) == "30 0\n30 1\n\n0 0\n0 1\n\n100 0\n100 1\n\n");

  std::vector<std::int64_t> all(1'000'000);
  std::iota(all.begin(), all.end(), 0);
  drawing what{.title = "", .curves = {{"", falling(all.size())}}, .milestones = all};
  CHECK(tools::plot_script(what, {}).size() < 100'000);
}

TEST_CASE("every value is drawn or left out, and none is an error") {
  const double most = std::numeric_limits<double>::max(), least = std::numeric_limits<double>::denorm_min();
  const std::vector<std::vector<double>> all{
      {},
      {0.1},
      {0},
      {NAN},
      {0, 0, 0},
      {0.1, 0.1, 0.1},
      {-0.1, -0.1},
      {-1, 1},
      {NAN, inf, -inf},
      {0.1, NAN, 0.1, inf, 0.1},
      {most, -most},
      {9e299, -9e299},
      {9e299, 1e-299},
      {least, least},
      {2 * least, 0, -least},
      {1, 1 + 1e-15},
      {1e-8, 1e8},
      std::vector<double>(5000, NAN),
      std::vector<double>(5000, 0.1),
  };
  const bool log = GENERATE(false, true);
  for (const auto& values : all) {
    CAPTURE(values, log);
    CHECK_NOTHROW(texts({.title = "", .curves = {{"", values}}, .milestones = {0, 1}, .log = log}));
    can_be_drawn({.title = "values", .curves = {{"", values, values}, {"", {0.1, 0.2}}}, .milestones = {}, .log = log});
  }
  can_be_drawn({.title = "", .curves = {}, .milestones = {1}, .log = log});
}

TEST_CASE("without gnuplot it is told how to get it") {
  const test::temporary_folder empty;
  const test::only_path here(empty.path);
  REQUIRE_THROWS_MATCHES(
      tools::plot(step, {}), std::runtime_error,
      Catch::Matchers::Message("gnuplot is not installed, or not in PATH; pictures need it (Debian: apt "
                               "install gnuplot-nox)"));
}

}  // namespace plot_tests
