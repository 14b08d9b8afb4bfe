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
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "roster/input/detail/utf8.hpp"
#include "support/only_path.hpp"
#include "support/temporary_folder.hpp"

namespace plot_tests {

using namespace std::string_view_literals;
using Catch::Matchers::ContainsSubstring;
using tools::canvas;
using tools::drawing;
using tools::medium;

constexpr double inf = std::numeric_limits<double>::infinity();

const drawing step{.title = "StepLR", .curves = {{"StepLR", {{0.1, 0.1, 0.05, 0.05, 0.025, 0.025}}}}};

/// Two groups of 90 epochs that go up and down, with momentum.
drawing groups() {
  drawing two{.title = "Two groups", .curves = {}, .milestones = {30}, .panels = {"lr", "momentum"}};
  two.curves = {{"group 0", {{}, {}}}, {"group 1", {{}, {}}}};
  for (int epoch = 0; epoch < 90; ++epoch) {
    const double high = 0.5 - 0.5 * std::cos(epoch * 3.14159265 / 45);
    for (std::size_t i = 0; i < 2; ++i) {
      two.curves[i].values[0].push_back(0.1 * high / static_cast<double>(1 + i));
      two.curves[i].values[1].push_back(0.95 - 0.1 * high);
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
    all.curves.push_back({"curve " + std::to_string(i), {{static_cast<double>(i), 0}}});
  }
  return all;
}

/// The texts of an SVG, without the spaces around them. Throws if it is not XML.
std::multiset<std::string> texts(const std::string& svg) {
  std::istringstream in(svg);
  boost::property_tree::ptree tree;
  boost::property_tree::read_xml(in, tree);
  std::multiset<std::string> all;
  const auto collect = [&](const auto& self, const boost::property_tree::ptree& node, bool in_text) -> void {
    const auto first = node.data().find_first_not_of(' ');
    if (in_text && first != std::string::npos)
      all.insert(node.data().substr(first, node.data().find_last_not_of(' ') + 1 - first));
    for (const auto& [name, child] : node) {
      if (name != "<xmlattr>") self(self, child, in_text || name == "text");
    }
  };
  collect(collect, tree, false);
  return all;
}
std::multiset<std::string> texts(const drawing& what) { return texts(tools::plot(what, {})); }

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
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

/// Checks that a drawing comes out whole in every medium.
void can_be_drawn(const drawing& what) {
  CHECK_NOTHROW(texts(what));
  CHECK_NOTHROW(tools::plot(what, {.kind = medium::png}));
  CHECK(lines(text(what, 80, 24)).size() == 23);
}

TEST_CASE("A picture has its title, its axes' names and its tics") {
  CHECK(texts(step) == std::multiset<std::string>{"StepLR", "learning rate", "epoch", "0", "0.02", "0.04", "0.06",
                                                  "0.08", "0.1", "0", "1", "2", "3", "4", "5", "6"});
}

TEST_CASE("A picture of two groups has a key, a momentum, and a milestone") {
  CHECK(texts(groups()) == std::multiset<std::string>{"Two groups", "group 0", "group 1", "milestone", "learning rate",
                                                      "momentum",   "epoch",   "0",       "0.02",      "0.04",
                                                      "0.06",       "0.08",    "0.1",     "0.86",      "0.88",
                                                      "0.9",        "0.92",    "0.94",    "0",         "10",
                                                      "20",         "30",      "40",      "50",        "60",
                                                      "70",         "80",      "90"});
}

/// An Adam's groups over batches, with three parameters; the second group's momentum and the first one's beta2 are not
/// scheduled.
drawing batches() {
  return {.title = "Adam",
          .curves = {{"group 0", {{1, 2, 3}, {0.9, 0.8, 0.7}}}, {"group 1", {{3, 2, 1}, {}, {0.5, 0.6, 0.7}}}},
          .panels = {"lr", "momentum", "weight_decay"},
          .step = "batch"};
}

TEST_CASE("Each parameter has a panel, and what a step is names the axis") {
  CHECK(texts(batches()) ==
        std::multiset<std::string>{
            "Adam", "learning rate", "momentum", "weight decay", "batch", "group 0", "group 1", "0",   "0.5",
            "1",    "1.5",           "2",        "2.5",          "3",     "0.7",     "0.75",    "0.8", "0.85",
            "0.9",  "0.5",           "0.55",     "0.6",          "0.65",  "0.7",     "0",       "1",   "2",
            "3"});
  CHECK('\n' + text(batches(), 60, 28) == R"(
                       Adam: learning rate
        #################               *****************
        |               #               *
      2 |+              #################
        |               *               #
        |               *               #
        *****************               #################
        |
      0 +-----------------------------------------------+
                            momentum
    0.9 *****************
        |               *
        |               *
    0.8 |+              *****************
        |                               *
        |                               *
    0.7 +-------------------------------*****************
                          weight decay
    0.7 ++                              #################
        |                               #
    0.6 |+              #################
        |               #
        |               #
    0.5 #################-------------------------------+
        0               1               2               3
                              batch
                  ****** group 0 ###### group 1
)");
  can_be_drawn(batches());
}

TEST_CASE("A tall key is below the panels, not in the last one") {
  auto what = many(12);
  what.panels = {"lr", "momentum", "beta2"};
  for (auto& one : what.curves) one.values = {{1, 2}, {1, 2}, {1, 2}};
  what.curves.front().label = std::string(60, 'x');
  // 440 pixels for one panel, 200 for each further one, and 12 rows of 24 pixels for the key
  CHECK_THAT(tools::plot_script(what, {}), ContainsSubstring("size 900,1128") &&
                                               ContainsSubstring("\nset multiplot\n") &&
                                               ContainsSubstring("\nset origin 0,0.751773\nset size 1,0.248227\n") &&
                                               ContainsSubstring("\nset origin 0,0.503546\nset size 1,0.248227\n") &&
                                               ContainsSubstring("\nset origin 0,0\nset size 1,0.503546\n"));
  can_be_drawn(what);
}

TEST_CASE("Only the learning rate is logarithmic, wherever its panel is") {
  auto what = batches();
  what.log = true;
  CHECK_THAT(tools::plot_script(what, {}), ContainsSubstring("\nset logscale y\n"));
  what.panels = {"momentum", "beta1", "weight_decay"};
  CHECK_THAT(tools::plot_script(what, {}), !ContainsSubstring("\nset logscale"));
}

TEST_CASE("A curve under the mouse shows its name") {
  const auto svg = tools::plot({.title = "", .curves = {{"T_max <1>", {{1}}}}, .milestones = {1}}, {});
  CHECK_THAT(svg, ContainsSubstring("><title>T_max &lt;1>") && ContainsSubstring("><title>milestone<"));
}

TEST_CASE("A logarithmic picture has tics at 1, 2 and 5, or at powers of ten where those would be many") {
  drawing log{.title = "", .curves = {{"", {{0.1, 0.05}}}}, .log = true};
  CHECK(texts(log) ==
        std::multiset<std::string>{"learning rate", "epoch", "0.02", "0.05", "0.1", "0.2", "0", "1", "2"});
  log.curves = {{"", {{0.1, 1e-6}}}};
  CHECK(texts(log) == std::multiset<std::string>{"learning rate", "epoch", "1e-06", "1e-05", "0.0001", "0.001", "0.01",
                                                 "0.1", "0", "1", "2"});
}

TEST_CASE("A PNG is whole and has twice the pixels") {
  const auto png = tools::plot(step, {.kind = medium::png});
  CHECK(png.substr(0, 24) == "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x07\x08\0\0\x03\x70"sv);  // 1800 x 880
  CHECK(png.ends_with("\0\0\0\0IEND\xae\x42\x60\x82"sv));
}

TEST_CASE("A text picture is drawn to the character") {
  CHECK('\n' + text(step, 60, 14) == R"(
                      StepLR: learning rate
    0.1 *****************
        |               *
        |               *
        |               *
        |               *
   0.05 |+              *****************
        |                               *
        |                               *****************
        |
      0 +-----------------------------------------------+
        0       1       2       3       4       5       6
                              epoch
)");
  CHECK('\n' + text(groups(), 60, 22) == R"(
                    Two groups: learning rate
    0.1 ++              +     *****
        |               : *****   *****
        |               ***           ***
        |             **:                **
   0.05 |+          **  :   #########      **
        |         **   #####         #####   **
        |      *** #### :                 #### ***
        |   **#####     :                     #####**
      0 ######----------+--------------------------#####+
                            momentum
   0.95 #####           +                           ####
        |   #####       :                       #####
    0.9 |+       ####   :                   ####
        |           ####:                ####
        |               #####       #####
   0.85 +---------------+---#########-------------------+
        0   10    20   30   40    50   60   70    80   90
                              epoch
                ****** group 0   +....+ milestone
                ###### group 1
)");
}

TEST_CASE("A coloured text picture is the same with dots") {
  const auto coloured = text(step, 60, 14, true);
  CHECK_THAT(coloured, ContainsSubstring("\x1b[38;5;33m•"));
  auto dotted = text(step, 60, 14);
  for (std::size_t at; (at = dotted.find('*')) != dotted.npos;) dotted.replace(at, 1, "•");
  CHECK(without_escapes(coloured) == dotted);
}

TEST_CASE("A key shows the lines that curves are drawn with") {
  for (const bool colour : {false, true}) {
    const auto drawn = without_escapes(text(many(9), 120, 40, colour));
    CHECK_THAT(drawn, ContainsSubstring(colour ? "•••••• curve 0" : "****** curve 0"));
    CHECK_THAT(drawn, ContainsSubstring("###### curve 8") && ContainsSubstring("      8 ####"));
  }
}

TEST_CASE("A text picture fits its terminal, but needs 40 columns") {
  for (const int columns : {-1, 0, 1, 39, 40, 79, 120}) {
    for (const auto& what : {groups(), step}) {
      const auto drawn = lines(text(what, columns, 18));
      CHECK(drawn.size() == 17);
      for (const auto& line : drawn) {
        CHECK(roster::detail::character_count(line) <= static_cast<std::size_t>(std::max(columns, 40)));
      }
    }
  }
  CHECK(lines(text(groups(), 1, 1)).size() == 17);
  CHECK(lines(text(step, 1, 1)).size() == 11);
  CHECK(lines(text(many(100), 40, 12)).size() == 11);
  CHECK(lines(text(many(100), 1'000'000, 20)).size() == 19);
}

TEST_CASE("A single curve needs no key") {
  CHECK(texts({.title = "", .curves = {{"label", {{1, 2}}}}}).count("label") == 0);
}

TEST_CASE("Titles and labels are drawn exactly as given") {
  const std::string hostile = R"(it's "T_max" \n \ {x}^2 @y `date` $HOME %d 5% <a> & é … 学)";
  const drawing what{.title = hostile,
                     .curves = {{hostile, {{1, 2}, {1, 2}}}, {"two\nlines\x1b[1m", {{2, 1}}}},
                     .panels = {"lr", "momentum"}};
  const auto all = texts(what);
  CHECK(all.count(hostile) == 2);
  CHECK(all.count("two lines [1m") == 1);
  for (const bool colour : {false, true}) {
    const auto drawn = without_escapes(text(what, 100, 24, colour));
    CHECK_THAT(drawn,
               ContainsSubstring(' ' + hostile + ": learning rate\n") && ContainsSubstring(' ' + hostile + '\n'));
    CHECK_THAT(drawn, ContainsSubstring(" two lines [1m"));
  }
  CHECK(tools::plot(what, {.kind = medium::png}).size() > 10'000);
}

TEST_CASE("Characters that terminals obey and people do not see are drawn as spaces") {
  const auto all = texts({.title = "a\u009b\u202eb", .curves = {{"c\u200bd", {{1}}}, {"e", {{1}}}}});
  CHECK(all.count("a  b") == 1);
  CHECK(all.count("c d") == 1);
}

TEST_CASE("Bytes that are not UTF-8 are left out") {
  const auto all = texts({.title = "caf\xe9 1", .curves = {{"\xff\xfe", {{1}}}, {"\xef\xbf\xbf", {{1}}}}});
  CHECK(all.count("caf  1") == 1);
}

TEST_CASE("Long titles and labels are cut where there is no more room") {
  const std::string longest(1000, 'x');
  const drawing what{.title = longest, .curves = {{longest, {{1, 2}}}, {"é", {{1}}}}};
  CHECK(texts(what).count(std::string(65, 'x') + "…") == 2);
  const auto drawn = text(what, 40, 12);
  const auto cut = ' ' + std::string(15, 'x') + "…";
  CHECK_THAT(drawn, ContainsSubstring(cut + ": learning rate\n") && ContainsSubstring("******" + cut + '\n'));
  CHECK_THAT(drawn, ContainsSubstring("###### é\n"));
}

TEST_CASE("A hundred curves are drawn, and the first are named") {
  const auto all = texts(many(100));
  CHECK(all.count("curve 22") == 1);
  CHECK(all.count("… and 77 more") == 1);
  CHECK(all.count("curve 23") == 0);
  CHECK(all.count("100") == 1);  // the highest tic
  CHECK(texts(many(24)).count("curve 23") == 1);
  CHECK_THAT(text(many(100), 80, 24), ContainsSubstring(" curve 6\n") && ContainsSubstring(" … and 93 more"));
  can_be_drawn(many(100));
}

TEST_CASE("The key does not shrink the picture") {
  const auto height = [](std::size_t curves) {
    const auto svg = tools::plot(many(curves), {});
    const auto from = svg.find("viewBox=\"0 0 900 ") + 17;
    return std::stoi(svg.substr(from, svg.find('"', from) - from));
  };
  CHECK(height(1) == 440);
  CHECK(height(4) == 464);
  CHECK(height(100) > 550);
}

TEST_CASE("Steps of up to 60 epochs are stairs, more are lines") {
  const auto script = [](std::size_t epochs) {
    return tools::plot_script({.title = "", .curves = {{"", {falling(epochs)}}}}, {});
  };
  CHECK_THAT(script(60), ContainsSubstring("\n0 1\n1 1\n1 0.983333\n2 0.983333\n"));
  CHECK_THAT(script(61), ContainsSubstring("\n0 1\n1 0.983607\n2 0.967213\n"));
}

TEST_CASE("A gap is not drawn") {
  const auto drawn = text({.title = "", .curves = {{"", {{1, NAN, 1}}}}}, 39, 12);
  CHECK_THAT(drawn, ContainsSubstring("\n      1 **********         **********\n"));
}

TEST_CASE("Milestones outside the picture are left out, and their number is limited") {
  const auto marks = [](std::vector<std::int64_t> milestones) {
    const auto script =
        tools::plot_script({.title = "", .curves = {{"", {falling(100)}}}, .milestones = std::move(milestones)}, {});
    const auto from = script.find("$milestones << END\n");
    return from == script.npos ? "" : script.substr(from + 19, script.find("END\n", from + 19) - from - 19);
  };
  CHECK(marks({}) == "");
  CHECK(marks({-1, 101, std::numeric_limits<std::int64_t>::max()}) == "");
  CHECK(marks({0, 30, 30, 100}) == "0\n30\n100\n");

  std::vector<std::int64_t> all(1'000'000);
  std::iota(all.begin(), all.end(), 0);
  drawing what{.title = "", .curves = {{"", {falling(all.size())}}}, .milestones = all};
  CHECK(tools::plot_script(what, {}).size() < 100'000);
}

TEST_CASE("Every value is drawn or left out, never an error") {
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
    CHECK_NOTHROW(texts({.title = "", .curves = {{"", {values}}}, .milestones = {0, 1}, .log = log}));
    can_be_drawn({.title = "values",
                  .curves = {{"", {values, values}}, {"", {{0.1, 0.2}}}},
                  .milestones = {},
                  .log = log,
                  .panels = {"lr", "momentum"}});
  }
  can_be_drawn({.title = "", .curves = {}, .milestones = {1}, .log = log});
}

TEST_CASE("Without gnuplot the message says how to get it") {
  const test::temporary_folder empty;
  const test::only_path here(empty.path);
  REQUIRE_THROWS_MATCHES(
      tools::plot(step, {}), std::runtime_error,
      Catch::Matchers::Message("gnuplot is not installed, or not in PATH; pictures need it (Debian: apt "
                               "install gnuplot-nox)"));
}

}  // namespace plot_tests
