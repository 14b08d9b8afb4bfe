#include "roster/fields/steps.hpp"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "roster/fields/container_kind.hpp"
#include "roster/fields/nested_kind.hpp"
#include "roster/fields/per_group.hpp"
#include "roster/fields/required.hpp"
#include "roster/fields/tuple_kind.hpp"
#include "roster/fields/variant_kind.hpp"
#include "support/fields.hpp"

namespace steps_tests {

using roster::batches;
using roster::epochs;
using roster::percent;
using roster::required;
using roster::steps;
using test::check;
using test::read;

// An integer in code and in formulas; neither 30.5 nor `true` is one
static_assert(std::is_trivially_copyable_v<steps>);
static_assert(std::is_convertible_v<int, steps> && std::is_convertible_v<std::uint8_t, steps>);
static_assert(!std::is_constructible_v<steps, double> && !std::is_constructible_v<steps, bool> &&
              !std::is_constructible_v<steps, char> && !std::is_constructible_v<steps, const char*>);
static_assert(std::is_convertible_v<int, required<steps>> && std::is_convertible_v<steps, required<steps>>);
static_assert(!std::is_convertible_v<double, required<steps>> && !std::is_convertible_v<bool, required<steps>>);
static_assert(7 % steps(4) == 3 && std::int64_t{7} / required<steps>(2) == 3 && 2 * required<steps>(2) == 4);
static_assert(static_cast<double>(steps(3)) == 3.0 && static_cast<double>(required<steps>(3)) == 3.0);
static_assert(steps(3) == 3 && 3 == required<steps>(3) && steps(3) == required<steps>(3) && steps(3) != steps(4));
static_assert(steps(2) < 3 && steps(2) < steps(3) && std::int64_t{4} > steps(3));
static_assert(steps(std::numeric_limits<std::uint64_t>::max()) == std::numeric_limits<std::int64_t>::max());

// A length is not the number of steps that it stands for in formulas
static_assert(epochs(5).is_length() && epochs(5).length() == 5 && epochs(5).unit() == roster::length_unit::epochs);
static_assert(!steps(5).is_length() && epochs(5) + 0 == 1);
static_assert(epochs(5) == epochs(5) && epochs(5) != epochs(6) && epochs(5) != batches(5) && epochs(1) != steps(1));
static_assert(steps(9) < epochs(1) && epochs(1) < epochs(2) && epochs(2) > epochs(1) && epochs(9) < percent(1) &&
              epochs(2) >= epochs(2) && steps(3) > steps(2));

// Lists of integers are lists of steps
using list = required<std::vector<steps>>;
static_assert(std::is_convertible_v<std::vector<std::int64_t>, list> && std::is_convertible_v<std::vector<int>, list>);
static_assert(!std::is_convertible_v<std::vector<double>, list> && !std::is_convertible_v<std::vector<bool>, list>);

TEST_CASE("A list of steps is made of numbers, of lengths, and of a list of integers", "[steps]") {
  CHECK(*list{30, 80} == std::vector<steps>{30, 80});
  CHECK(*list{30, epochs(80)} == std::vector<steps>{30, epochs(80)});
  CHECK(*list(std::vector<std::int64_t>{30, 80}) == std::vector<steps>{30, 80});
  CHECK(list(std::vector<std::int64_t>{})->empty());
}

steps taken(const roster::value& given) {
  steps field = 7;
  CHECK(read(field, given, roster::at_least(1)) == "");
  return field;
}

TEST_CASE("Steps are read from an integer, or from a text with a unit", "[steps]") {
  CHECK(taken(30) == steps(30));
  CHECK(taken(3e1) == steps(30));
  CHECK(taken("5 epochs") == epochs(5));
  CHECK(taken("1 epoch") == epochs(1));
  CHECK(taken("2 epoch") == epochs(2));
  CHECK(taken("0.5 epochs") == epochs(0.5));
  CHECK(taken("05.50 epochs") == epochs(5.5));
  CHECK(taken("500 batches") == batches(500));
  CHECK(taken("1 batch") == batches(1));
  CHECK(taken("10 %") == percent(10));
  CHECK(taken("10%") == percent(10));
  CHECK(taken("2.5%") == percent(2.5));
  CHECK(taken("5epochs") == epochs(5));
  CHECK(taken("5    epochs") == epochs(5));
  CHECK(taken("0 epochs") == epochs(0));
  CHECK(taken("250 %") == percent(250));
  CHECK(taken("999999999999999 batches") == batches(999999999999999));
  CHECK(taken("0." + std::string(400, '0') + "1 epochs") == epochs(std::numeric_limits<double>::min()));
}

TEST_CASE("What is neither an integer nor a text is reported as for an integer", "[steps][message]") {
  steps field = 7;
  for (const roster::value given : {roster::value(30.5), roster::value(true), roster::value(nullptr)}) {
    CHECK(read(field, given, roster::at_least(1)) == "not one");
  }
  CHECK(read(field, {30}) == "not one");
  CHECK(read(field, 0, roster::at_least(1)) == "x: is 0, expected an integer of at least 1");
  CHECK(read(field, 1e300, roster::at_least(1)) == "x: is 1e+300, expected an integer from 1 to 2^53");
  CHECK(roster::field_kind<steps>::one() == "an integer");
  CHECK(roster::field_kind<std::vector<steps>>::one() == "a list of integers");
}

TEST_CASE("Any other text is reported with what was expected", "[steps][message]") {
  steps field = 7;
  const std::string expected =
      R"(, expected an integer of at least 1, or a length such as "5 epochs", "500 batches" or "10 %")";
  for (const auto* const text : {"",
                                 " ",
                                 "epochs",
                                 "%",
                                 "abc",
                                 "-5 epochs",
                                 "+5 epochs",
                                 "- 5 epochs",
                                 "nan epochs",
                                 "inf %",
                                 "0x10 epochs",
                                 "1e3 batches",
                                 "1,5 epochs",
                                 ".5 epochs",
                                 "5. epochs",
                                 "5..5 epochs",
                                 "5 e",
                                 "5 b",
                                 "5 days",
                                 " 5 epochs",
                                 "5 epochs 3 batches",
                                 "1 000 batches",
                                 "5 epochs/2",
                                 "5 \u0665",
                                 "ten epochs",
                                 "5 %%",
                                 "9e999 epochs"}) {
    CAPTURE(text);
    CHECK(read(field, text, roster::at_least(1)) == "x: is \"" + std::string(text) + "\"" + expected);
  }
  CHECK(read(field, std::string_view("5\0epochs", 8)) ==
        R"(x: is "5\x00epochs", expected an integer, or a length such as "5 epochs", "500 batches" or "10 %")"
        "; did you mean 5 epochs?");
  CHECK(read(field, "5\tepochs", roster::at_least(1)) ==
        "x: is \"5\\x09epochs\"" + expected + "; did you mean 5 epochs?");
  CHECK(read(field, "5\u00a0%", roster::at_least(1)) ==
        "x: is \"5\\u00a0%\", which has U+00A0 NO-BREAK SPACE inside" + expected + "; did you mean 5 %?");
  CHECK(read(field, std::string(100'000, '9')).size() < 250);
  CHECK(field == steps(7));
}

TEST_CASE("A text that is almost a length gets a suggestion", "[steps][message]") {
  steps field = 7;
  const std::pair<std::string_view, std::string_view> all[] = {
      {"5 epcohs", "5 epochs"},
      {"5 epoch s", "5 epochs"},
      {"5 Epochs", "5 epochs"},
      {"1 epch", "1 epoch"},
      {"500 batchs", "500 batches"},
      {"500 bathces", "500 batches"},
      {"10 percent", "10 %"},
      {"10 Percents", "10 %"},
      {"0.5 epoches", "0.5 epochs"},
      {"30", "30"},
      {"30 ", "30"},
      {"30 steps", "30"},
      {"30 step", "30"},
      {"30 iterations", "30"},
      {"5 epochs.", ""},
      {"5 epochs ", "5 epochs"},
      {"30.5", ""},
      {"30.5 steps", ""},
  };
  for (const auto& [text, meant] : all) {
    CAPTURE(text);
    CHECK(read(field, text, roster::at_least(1)) ==
          "x: is \"" + std::string(text) +
              R"(", expected an integer of at least 1, or a length such as "5 epochs", "500 batches" or "10 %")" +
              (meant.empty() ? "" : "; did you mean " + std::string(meant) + "?"));
  }
}

TEST_CASE("A length has at most 15 digits before the point", "[steps][message]") {
  steps field = 7;
  CHECK(read(field, "1000000000000000 epochs") ==
        "x: is \"1000000000000000 epochs\", expected at most 15 digits before the point");
  CHECK(field == steps(7));
}

TEST_CASE("A length does not pass a check: the run's length must be known first", "[steps][message]") {
  CHECK(check(steps(3), roster::at_least(1)) == "");
  CHECK(check(steps(0), roster::at_least(1)) == "x: is 0, expected an integer of at least 1");
  CHECK(check(epochs(5), roster::at_least(1)) ==
        "x: is \"5 epochs\", which needs the length of the run, expected an integer of at least 1");
  CHECK(check(std::vector<steps>{1, percent(5)}) ==
        "x: [1] is \"5 %\", which needs the length of the run, expected an integer");
}

TEST_CASE("A length of code may be none", "[steps][message]") {
  constexpr auto infinity = std::numeric_limits<double>::infinity();
  const std::pair<double, std::string_view> all[] = {
      {-5, "-5"}, {std::nan(""), "nan"}, {infinity, "inf"}, {1e15, "1000000000000000"}};
  for (const auto& [number, text] : all) {
    CHECK(check(epochs(number)) ==
          "x: is \"" + std::string(text) +
              R"( epochs", expected an integer, or a length such as "5 epochs", "500 batches" or "10 %")");
  }
}

TEST_CASE("Steps are written as an integer or in one form of the text, which is read back", "[steps]") {
  const auto written = [](const steps& field) {
    const auto text = roster::field_kind<steps>::text(field);
    CHECK(roster::field_kind<steps>::write(field) ==
          (field.is_length() ? roster::node(text) : roster::node(field + 0)));
    if (field.is_length()) CHECK(taken(text) == field);
    return text;
  };
  CHECK(written(30) == "30");
  CHECK(written(epochs(5)) == "5 epochs");
  CHECK(written(epochs(1)) == "1 epoch");
  CHECK(written(epochs(0.5)) == "0.5 epochs");
  CHECK(written(batches(1)) == "1 batch");
  CHECK(written(batches(100'000)) == "100000 batches");
  CHECK(written(percent(1)) == "1 %");
  CHECK(written(percent(0)) == "0 %");
  CHECK(written(epochs(1.0 / 3)) == "0.3333333333333333 epochs");
  CHECK(written(epochs(1e-9)) == "0.000000001 epochs");
  CHECK(written(batches(999999999999999.9)) == "999999999999999.9 batches");
  CHECK(written(epochs(std::numeric_limits<double>::denorm_min())).size() == 326 + 7);
  CHECK(roster::field_kind<std::vector<steps>>::text({30, epochs(5)}) == "[30, 5 epochs]");
}

TEST_CASE("The schema has both forms, and its pattern takes what is read", "[steps]") {
  CHECK(test::schema_of<steps>(roster::at_least(1)) ==
        R"({"if": {"type": "string"}, "then": {"type": "string", )"
        R"("pattern": "^[0-9]{1,15}(\\.[0-9]+)? *(epochs?|batch(es)?|%)$"}, )"
        R"("else": {"type": "integer", "minimum": 1, "maximum": 9007199254740992}, )"
        R"("examples": ["5 epochs", "500 batches", "10 %"]})");
  const std::regex pattern(roster::detail::length_pattern);
  for (const auto* const text : {"5 epochs",
                                 "1 epoch",
                                 "0.5 epochs",
                                 "500batches",
                                 "1 batch",
                                 "10 %",
                                 "2.50%",
                                 "999999999999999 %",
                                 "",
                                 "30",
                                 "epochs",
                                 "-5 epochs",
                                 "5. epochs",
                                 ".5 epochs",
                                 "1e3 epochs",
                                 " 5 epochs",
                                 "5 epochs ",
                                 "5 epochss",
                                 "1000000000000000 %",
                                 "5\tepochs",
                                 "5 Epochs",
                                 "1 000 batches"}) {
    CAPTURE(text);
    steps field;
    CHECK(std::regex_match(text, pattern) == read(field, text).empty());
  }
}

struct Inner {
  steps wait = 0;
  double other = 1;
};
struct Outer {
  required<steps> plain;
  std::optional<steps> some = {};
  std::optional<steps> none = {};
  std::vector<steps> list = {};
  std::array<steps, 2> pair = {};
  std::tuple<std::string, steps> tuple = {};
  std::map<std::string, steps> map = {};
  std::set<steps> set = {};
  std::variant<std::string, steps> either = {};
  roster::per_group<steps> all = 1;
  roster::per_group<steps> each = 1;
  Inner inner = {};
  std::vector<Inner> inners = {};
  std::int64_t no_steps = 1;
};

TEST_CASE("Steps are found wherever a field holds them", "[steps]") {
  Outer config{.plain = 1,
               .some = 2,
               .list = {3, 4},
               .pair = {5, 6},
               .tuple = {"x", 7},
               .map = {{"a", 8}},
               .set = {9, 10},
               .either = steps(11),
               .all = 12,
               .each = {13, 14},
               .inner = {.wait = 15},
               .inners = {{.wait = 16}}};
  std::string found;
  const auto visit = [](const roster::steps_visitor& by, steps& one, const roster::limit&, const roster::place& here) {
    static_cast<std::string*>(by.self)->append(here.path()).append(" ");
    one = one * 10;
  };
  std::vector<roster::problem> problems;
  roster::detail::info_of<Outer>.each_steps(&config, roster::place(problems), {visit, &found});
  CHECK(found ==
        "plain some list[0] list[1] pair[0] pair[1] tuple[1] map.a set[0] set[1] either all each[0] each[1] inner.wait "
        "inners[0].wait ");
  CHECK(roster::config_text(config) ==
        "Outer(plain=10, some=20, none=null, list=[30, 40], pair=[50, 60], tuple=[\"x\", 70], map={a: 80}, set=[90, "
        "100], either=110, all=120, each=[130, 140], inner=Inner(wait=150, other=1.0), "
        "inners=[Inner(wait=160, other=1.0)], no_steps=1)");
}

// Only what may hold steps has the function that finds them.
using roster::detail::holds_steps;
static_assert(holds_steps<steps> && holds_steps<std::optional<std::vector<steps>>> && holds_steps<Inner>);
static_assert(!holds_steps<std::int64_t> && !holds_steps<std::vector<std::int64_t>> &&
              !holds_steps<roster::per_group<double>> && !holds_steps<std::tuple<int, double>>);
using roster::detail::takes_lengths;
static_assert(takes_lengths<steps> && takes_lengths<std::optional<std::vector<steps>>> && !takes_lengths<Inner> &&
              !takes_lengths<std::int64_t>);

TEST_CASE("A schedule's field of steps takes a length in JSON and YAML only where the run's length is known",
          "[steps][message]") {
  CHECK(test::reported("Inner", [](const roster::place& here) {
          const roster::node given(roster::node::object{{"wait", "5 epochs"}, {"other", "x"}});
          const roster::value whole = given;
          roster::read_config<Inner>(*whole.as<roster::object_view>(), here);
        }) == "Inner: other is \"x\", expected a real number");
}

}  // namespace steps_tests
