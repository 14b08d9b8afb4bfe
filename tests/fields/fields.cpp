#include "roster/fields/fields.hpp"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "roster/files/json.hpp"
#include "support/fields.hpp"

// Types with fields need linkage: their field names are read from a template argument.
namespace fields_tests {

struct Everything {
  roster::required<std::int64_t> count;
  roster::required<std::string> title;
  double rate = 0.1;
  bool loud = false;
  std::vector<std::int64_t> milestones = {};
  std::array<double, 2> betas = {0.9, 0.999};
  std::optional<double> floor = {};

  static constexpr roster::rule rules[] = {
      {"count", "how many", roster::at_least(1)},  {"title", "what it is called"},
      {"rate", "how fast", roster::above(0)},      {"loud", "whether it is heard"},
      {"milestones", "when", roster::at_least(0)}, {"betas", "how much is kept", roster::from_to_below(0, 1)},
      {"floor", "how low", roster::at_least(0)},
  };
  void check(const roster::place& here) const {
    if (floor && *floor > rate) {
      here.member("floor").report(roster::problem_kind::rule, "is above rate");
    }
  }
};

/// Fields that an input gives next to those of a config
struct Extras {
  std::int64_t seed = -1;
  bool dry = false;

  static constexpr roster::rule rules[] = {{"seed", "", roster::between(-1, 1e9)}, {"dry", ""}};
};

struct Plain {
  int unused_by_reflection() const { return 1; }
};

struct WithoutRules {
  double x = 1.0;
};

struct outcome {
  Everything config;
  Extras extras;
  std::vector<roster::problem> problems;
  std::string text;
};

outcome read(roster::keywords given) {
  std::vector<roster::problem> problems;
  const roster::place here(problems);
  roster::detail::draft<Everything> config;
  roster::detail::draft<Extras> extras;
  roster::read_fields(roster::detail::as_object(given), "Everything", here, config, extras);
  const auto text = problems.empty() ? "" : std::string(roster::error("Everything", problems).what());
  return {config.config(), extras.config(), problems, text};
}

static_assert(roster::field_names<Everything>.size() == 7);
static_assert(roster::field_names<Everything>[0] == "count" && roster::field_names<Everything>[6] == "floor");
static_assert(roster::field_names<Plain>.empty());

TEST_CASE("Fields are read by name, in any order, and the rest has its defaults", "[fields]") {
  const auto made = read({{"title", "a"}, {"milestones", {30, 80}}, {"count", 3}, {"dry", true}});
  CHECK(made.text == "");
  CHECK(made.config.count == 3);
  CHECK(*made.config.title == "a");
  CHECK(made.config.rate == 0.1);
  CHECK(made.config.milestones == std::vector<std::int64_t>{30, 80});
  CHECK(made.config.betas == std::array{0.9, 0.999});
  CHECK_FALSE(made.config.floor);
  CHECK(made.extras.dry);
  CHECK(made.extras.seed == -1);

  const auto other =
      read({{"count", 1}, {"title", std::string("b")}, {"rate", 2}, {"betas", std::vector{0.5, 0.25}}, {"floor", 1}});
  CHECK(other.text == "");
  CHECK(other.config.rate == 2.0);
  CHECK(other.config.betas == std::array{0.5, 0.25});
  CHECK(other.config.floor == 1.0);
  CHECK(read({{"count", 1}, {"title", ""}, {"floor", nullptr}}).text == "");
}

TEST_CASE("Each kind of problem is reported word for word", "[fields][message]") {
  CHECK(read({{"title", "a"}}).text == "Everything: count is missing, expected an integer of at least 1");
  CHECK(read({{"count", 1}}).text == "Everything: title is missing, expected text");
  const auto with = [](roster::keyword extra) { return read({{"count", 1}, {"title", "a"}, extra}).text; };
  CHECK(with({"rat", 1}) ==
        "Everything: rat is not a field of Everything (its fields: count, title, rate, loud, milestones, betas, floor, "
        "seed, dry); did you mean rate?");
  CHECK(with({"xyz", 1}) ==
        "Everything: xyz is not a field of Everything (its fields: count, title, rate, loud, milestones, betas, floor, "
        "seed, dry)");
  CHECK(with({"a\nb", 1}).starts_with("Everything: \"a\\x0ab\" is not a field of Everything (its fields: count, "));
  CHECK(with({"count", 1}) == "Everything: count is given twice");
  CHECK(with({"rate", "fast"}) == "Everything: rate is \"fast\", expected a real number above 0");
  CHECK(with({"rate", {1, 2}}) == "Everything: rate is [1, 2], expected a real number above 0");
  CHECK(with({"rate", 0}) == "Everything: rate is 0.0, expected a real number above 0");
  CHECK(with({"milestones", 3}) == "Everything: milestones is 3, expected a list of integers, each at least 0");
  CHECK(with({"milestones", {3, 4.5}}) == "Everything: milestones[1] is 4.5, expected an integer of at least 0");
  CHECK(with({"floor", "x"}) == "Everything: floor is \"x\", expected null or a real number of at least 0");
  CHECK(with({"floor", 0.5}) == "Everything: floor is above rate");
  CHECK(with({"seed", -2}) == "Everything: seed is -2, expected an integer from -1 to 1000000000");
}

TEST_CASE("All problems are reported together", "[fields][message]") {
  const auto made = read({{"cuont", 1}, {"rate", -1}, {"milestones", {-1, true, 2}}, {"dry", "yes"}, {"floor", 9}});
  CHECK(made.text ==
        "Everything: 7 problems\n"
        "  cuont is not a field of Everything (its fields: count, title, rate, loud, milestones, betas, floor, seed, "
        "dry); did you mean count?\n"
        "  rate is -1.0, expected a real number above 0\n"
        "  milestones[0] is -1, expected an integer of at least 0\n"
        "  milestones[1] is true, expected an integer of at least 0\n"
        "  dry is \"yes\", expected true or false\n"
        "  count is missing, expected an integer of at least 1\n"
        "  title is missing, expected text");
  REQUIRE(made.problems.size() == 7);
  CHECK(made.problems[0] ==
        roster::problem{roster::problem_kind::unknown_field, "cuont", made.problems[0].text, "count"});
  CHECK(made.problems[2].kind == roster::problem_kind::out_of_range);
  CHECK(made.problems[2].path == "milestones[0]");
  CHECK(made.problems[3].kind == roster::problem_kind::wrong_type);
  CHECK(made.problems[5].kind == roster::problem_kind::missing);
}

TEST_CASE("A config written in code follows the same rules", "[fields][message]") {
  CHECK(test::check_config(Everything{.count = 1, .title = "a"}) == "");
  CHECK(test::check_config(Everything{.count = 0, .title = "a", .rate = NAN, .milestones = {1, -1}}) ==
        "Everything: 3 problems\n"
        "  count is 0, expected an integer of at least 1\n"
        "  rate is nan, expected a finite real number above 0\n"
        "  milestones[1] is -1, expected an integer of at least 0");
  CHECK(test::check_config(Everything{.count = 1, .title = "a", .rate = 0.5, .floor = 1}) ==
        "Everything: floor is above rate");
  CHECK(test::check_config(WithoutRules{.x = -1}) == "");
  CHECK(test::check_config(WithoutRules{.x = NAN}) == "WithoutRules: x is nan, expected a finite real number");
}

TEST_CASE("Written fields can be read again", "[fields]") {
  const Everything config{.count = 4, .title = "t", .rate = 0.3, .loud = true, .milestones = {1, 2}, .floor = 0.25};
  const roster::node written(roster::write_fields(config));
  CHECK(roster::to_json(written) ==
        R"({"count": 4, "title": "t", "rate": 0.3, "loud": true, "milestones": [1, 2], "betas": [0.9, 0.999], )"
        R"("floor": 0.25})");

  std::vector<roster::problem> problems;
  const roster::value shown = written;
  const auto again = roster::read_config<Everything>(*shown.as<roster::object_view>(), roster::place(problems));
  CHECK(problems.empty());
  CHECK(roster::node(roster::write_fields(again)) == written);
}

TEST_CASE("A config can be written in words", "[fields]") {
  CHECK(roster::config_text(Everything{.count = 4, .title = "t"}) ==
        "Everything(count=4, title=\"t\", rate=0.1, loud=false, milestones=[], betas=[0.9, 0.999], floor=null)");
  CHECK(roster::config_text(Plain()) == "Plain()");
}

TEST_CASE("describe gives the data of a help page", "[fields]") {
  const auto fields = roster::describe<Everything>();
  REQUIRE(fields.size() == 7);
  CHECK(fields[0].name == "count");
  CHECK(fields[0].about == "how many");
  CHECK(fields[0].type == "an integer");
  CHECK(fields[0].is_required);
  CHECK(fields[0].by_default == roster::node());
  CHECK(fields[0].allowed == roster::at_least(1));
  CHECK(fields[2].type == "a real number");
  CHECK_FALSE(fields[2].is_required);
  CHECK(fields[2].by_default == roster::node(0.1));
  CHECK(fields[5].type == "a list of 2 real numbers");
  CHECK(fields[6].type == "null or a real number");

  CHECK(roster::describe<Plain>().empty());
  CHECK(roster::describe<WithoutRules>()[0].about.empty());
}

TEST_CASE("A config may be local to a function", "[fields][message]") {
  struct Local {
    roster::required<int> age;
    double weight = 3;
  };
  std::vector<roster::problem> problems;
  const auto read =
      roster::read_config<Local>(roster::detail::as_object({{"age", 4}, {"weigth", 5}}), roster::place(problems));
  CHECK(read.age == 4);
  CHECK(std::string(roster::error("x", problems).what()) ==
        "x: weigth is not a field of Local (its fields: age, weight); did you mean weight?");
}

}  // namespace fields_tests
