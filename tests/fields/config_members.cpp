#include "roster/fields/config_members.hpp"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>

namespace config_members_tests {

using namespace roster::detail;

struct all {
  double age = 1;

  static constexpr std::string_view name = "Tom";
  static constexpr const char* about = "A cat.";
  static constexpr roster::rule rules[] = {{"age", "in years"}};
  void check(const roster::place&) const {}
};
struct an_array_of_rules {
  double age = 1;

  static constexpr std::array<roster::rule, 1> rules{{{"age", "in years"}}};
};
struct fields_of_these_names {
  std::string name = "Tom";
  std::string about = "A cat.";
  double rules = 1;
  double check = 2;
};

static_assert(names_itself<all> && has_about<all> && has_rules<all> && has_check<all>);
static_assert(has_rules<an_array_of_rules>);
static_assert(!names_itself<fields_of_these_names> && !has_about<fields_of_these_names> &&
              !has_rules<fields_of_these_names> && !has_check<fields_of_these_names>);

TEST_CASE("A config's optional members may fit, be missing, or be fields", "[config_members]") {
  STATIC_CHECK(demand_config_members<all>());
  STATIC_CHECK(demand_config_members<an_array_of_rules>());
  STATIC_CHECK(demand_config_members<fields_of_these_names>());
}

}  // namespace config_members_tests
