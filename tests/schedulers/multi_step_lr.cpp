#include "roster/schedulers/multi_step_lr.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <vector>

#include "roster/files/json.hpp"
#include "support/fields.hpp"
#include "support/rule_values.hpp"

namespace multi_step_lr_tests {

using roster::MultiStepLR;
using list = std::vector<double>;

TEST_CASE("MultiStepLR multiplies by gamma at each milestone, and twice at a milestone listed twice",
          "[multi_step_lr]") {
  const MultiStepLR halving{.milestones = {1, 3, 3}, .gamma = 0.5};
  const list expected{8, 4, 4, 1, 1};
  CHECK(test::stepped(halving, 8, 4) == expected);
  CHECK(test::closed(halving, 8, 4) == expected);
  // gamma is 0.1.
  CHECK(test::stepped(MultiStepLR{.milestones = {2}}, 1, 3) == list{1, 1, 0.1, 0.1});
}

TEST_CASE("MultiStepLR may have a milestone at epoch 0, or no milestones", "[multi_step_lr]") {
  const MultiStepLR at_once{.milestones = {0}, .gamma = 0.5};
  CHECK(test::stepped(at_once, 8, 2) == list{4, 4, 4});
  CHECK(test::closed(at_once, 8, 2) == list{4, 4, 4});
  const MultiStepLR never{.milestones = std::vector<std::int64_t>{}, .gamma = 0.5};
  CHECK(test::check_config(never) == "");
  CHECK(test::stepped(never, 8, 2) == list{8, 8, 8});
  CHECK(test::closed(never, 8, 2) == list{8, 8, 8});
}

TEST_CASE("MultiStepLR's milestones must be in order and not below 0", "[multi_step_lr][message]") {
  CHECK(test::check_config(MultiStepLR{.milestones = {0, 2, 2, std::int64_t{1} << 53}}) == "");
  CHECK(test::check_config(MultiStepLR{.milestones = {4, 2, 5, 3}}) ==
        "MultiStepLR: 2 problems\n"
        "  milestones[1] is 2, expected at least 4, the milestone before\n"
        "  milestones[3] is 3, expected at least 5, the milestone before");
  // The order is only checked when each milestone is valid.
  CHECK(test::check_config(MultiStepLR{.milestones = {4, -1}, .gamma = 0}) ==
        "MultiStepLR: 2 problems\n"
        "  milestones[1] is -1, expected an integer of at least 0\n"
        "  gamma is 0.0, expected a real number above 0");
}

TEST_CASE("MultiStepLR is saved as PyTorch's, with the number of times that each milestone is listed",
          "[multi_step_lr]") {
  const MultiStepLR config{.milestones = {1, 3, 3}, .gamma = 0.5};
  CHECK(roster::to_json(roster::node(config.attributes(0, 1))) == R"({"milestones": {"1": 1, "3": 2}, "gamma": 0.5})");
}

}  // namespace multi_step_lr_tests
