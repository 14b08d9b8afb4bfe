#include "roster/fields/field_info.hpp"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "roster/fields/function.hpp"
#include "roster/fields/list_kind.hpp"
#include "roster/fields/per_group.hpp"
#include "roster/schedulers/schedulers.hpp"
#include "support/fields.hpp"

namespace field_info_tests {

/// Fields of all sizes and alignments, side by side
struct Crowded {
  roster::required<bool> first;
  double second = 2;
  bool third = true;
  bool fourth = false;
  std::int64_t fifth = 5;
  bool sixth = true;
  std::string seventh = "seven";
  std::optional<bool> eighth = {};
  std::array<bool, 3> ninth = {};
  roster::per_group<double> tenth = 0.5;
  std::optional<std::function<double(double)>> eleventh = {};
  bool last = true;
};
struct Nothing {};
struct Checked {
  double x = 1;
  static constexpr roster::rule rules[] = {{"x", "a number", roster::between(0, 1)}};
  void check(const roster::place& here) const {
    if (x == 0.5) here.member("x").report(roster::problem_kind::rule, "is the middle");
  }
};

template <class Config>
bool offsets_are_right() {
  const auto config = roster::detail::defaults<Config>();
  bool right = true;
  roster::detail::for_each_field(config, [&](auto i, const auto& field) {
    right = right && roster::detail::info_of<Config>.fields[i].in(&config) == &field;
  });
  return right;
}

TEST_CASE("A field is at the place that the table says", "[field_info]") {
  CHECK(offsets_are_right<Crowded>());
  CHECK(offsets_are_right<Nothing>());
  roster::registry<roster::schedulers>::for_each([]<class Config>(std::type_identity<Config>) {
    CAPTURE(roster::type_name<Config>);
    CHECK(offsets_are_right<Config>());
  });
}

TEST_CASE("The table has what a config says about its fields", "[field_info]") {
  const auto& info = roster::detail::info_of<Checked>;
  CHECK(info.name == "Checked");
  REQUIRE(info.fields.size() == 1);
  CHECK(info.fields[0].name == "x");
  CHECK(info.fields[0].allowed == roster::between(0, 1));
  CHECK_FALSE(info.fields[0].is_required);

  const auto& crowded = roster::detail::info_of<Crowded>;
  REQUIRE(crowded.fields.size() == 12);
  CHECK(crowded.fields[0].is_required);
  CHECK(crowded.fields[11].name == "last");
  CHECK(crowded.check_rules == nullptr);
  CHECK(roster::detail::info_of<Nothing>.fields.empty());
}

TEST_CASE("A config is checked by its table: first the fields, then the config's own rules", "[field_info][message]") {
  const auto check = [](const Checked& config) {
    return test::reported("Checked",
                          [&](const roster::place& here) { roster::detail::info_of<Checked>.check(&config, here); });
  };
  CHECK(check({}) == "");
  CHECK(check({.x = 2}) == "Checked: x is 2.0, expected a real number from 0 to 1");
  CHECK(check({.x = 0.5}) == "Checked: x is the middle");
}

TEST_CASE("Lists for the groups must be as long as there are groups", "[field_info][message]") {
  const auto check = [](const Crowded& config) {
    return test::reported(
        "Crowded", [&](const roster::place& here) { roster::detail::info_of<Crowded>.check_groups(&config, 2, here); });
  };
  CHECK(check({.first = true}) == "");
  CHECK(check({.first = true, .tenth = {1, 2}}) == "");
  CHECK(check({.first = true, .tenth = {1, 2, 3}}) == "Crowded: tenth has 3 elements, expected 2, one for each group");
}

TEST_CASE("Lists for the groups take the groups' new order", "[field_info][message]") {
  Crowded config{.first = true, .tenth = {1, 2}};
  const auto& info = roster::detail::info_of<Crowded>;
  const auto check = [&](const std::vector<std::size_t>& from) {
    return test::reported("Crowded", [&](const roster::place& here) { info.check_origins(&config, from, here); });
  };
  CHECK(check({1, 0}) == "");
  CHECK(check({2}) == "Crowded: tenth has no value for group 0, which joined");
  info.regroup(&config, std::vector<std::size_t>{1, 0});
  CHECK(config.tenth.of(2) == std::vector{2.0, 1.0});
}

}  // namespace field_info_tests
