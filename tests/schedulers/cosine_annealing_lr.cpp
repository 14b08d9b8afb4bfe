#include "roster/schedulers/cosine_annealing_lr.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <vector>

#include "support/fields.hpp"
#include "support/rule_values.hpp"

namespace cosine_annealing_lr_tests {

using roster::CosineAnnealingLR;
using list = std::vector<double>;
constexpr auto most = std::int64_t{1} << 53;

TEST_CASE("CosineAnnealingLR falls to eta_min at T_max, and rises again", "[cosine_annealing_lr]") {
  // The cosine of 0°, 60°, 120°, 180°, …: 1, 0.5, -0.5, -1, …
  const CosineAnnealingLR config{.T_max = 3, .eta_min = 1};
  const list expected{9, 7, 3, 1, 3, 7, 9, 7};
  CHECK(test::close(test::stepped(config, 9, 7), expected));
  CHECK(test::close(test::closed(config, 9, 7), expected));
  CHECK(test::stepped(config, 9, 7)[3] == 1);
  CHECK(test::closed(config, 9, 7)[3] == 1);
  // eta_min is 0.
  CHECK(test::close(test::closed(CosineAnnealingLR{.T_max = 2}, 8, 4), {8, 4, 0, 4, 8}));
}

TEST_CASE("A CosineAnnealingLR of T_max 1 goes up and down", "[cosine_annealing_lr]") {
  CHECK(test::close(test::stepped(CosineAnnealingLR{.T_max = 1}, 8, 4), {8, 0, 8, 0, 8}));
  CHECK(test::closed(CosineAnnealingLR{.T_max = 1}, 8, 4) == list{8, 0, 8, 0, 8});
}

TEST_CASE("CosineAnnealingLR rises to an eta_min above the base value", "[cosine_annealing_lr]") {
  CHECK(test::close(test::stepped(CosineAnnealingLR{.T_max = 2, .eta_min = 3}, 1, 2), {1, 2, 3}));
}

TEST_CASE("CosineAnnealingLR stays at a base value that equals eta_min", "[cosine_annealing_lr]") {
  CHECK(test::stepped(CosineAnnealingLR{.T_max = 2, .eta_min = 1}, 1, 6) == list(7, 1.0));
}

TEST_CASE("The largest T_max is allowed, and a T_max below 1 is refused", "[cosine_annealing_lr][message]") {
  const CosineAnnealingLR longest{.T_max = most};
  CHECK(test::check_config(longest) == "");
  CHECK(test::stepped(longest, 1, 2) == list{1, 1, 1});
  CHECK(longest.at({.index = 0, .lr = 8, .base_lr = 8}, most) == 0);
  CHECK(test::check_config(CosineAnnealingLR{.T_max = 0, .eta_min = NAN}) ==
        "CosineAnnealingLR: 2 problems\n"
        "  T_max is 0, expected an integer of at least 1\n"
        "  eta_min is nan, expected a finite real number");
}

}  // namespace cosine_annealing_lr_tests
