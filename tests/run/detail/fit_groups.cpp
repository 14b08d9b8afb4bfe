#include "roster/run/detail/fit_groups.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "roster/run/default_registry.hpp"
#include "support/refusal.hpp"

namespace fit_groups_tests {

struct bare {
  double lr;
};

template <class Group, class Config>
std::string refusal(std::vector<Group> groups, const Config& config, const roster::scheduler_options& options) {
  return test::refusal([&] {
    const roster::schedule_of<Config> planned(config);
    roster::checked("it", [&](const roster::place& here) {
      return roster::detail::fit_groups<std::vector<Group>>(groups, planned, options, here);
    });
  });
}

TEST_CASE("A schedule is fitted to the groups that it drives, and only these count", "[fit_groups][message]") {
  const std::vector<bare> three(3, bare{1.0});
  const roster::OneCycleLR two{.max_lr = {0.1, 0.2}, .total_steps = 10, .cycle_momentum = false};
  CHECK(refusal(three, two, {}) == "it: max_lr has 2 elements, expected 3, one for each group");
  CHECK(refusal(three, two, {.groups = {0, 2}}) == "");
  CHECK(refusal(three, two, {.groups = {0, 3}}) ==
        "it: groups has group 3, but the optimizer has 3 groups, counted from 0");
}

struct Decaying {  // the weight decay too
  static constexpr std::string_view weight_decay_off = "set still to true";
  double at(roster::group g, roster::epoch) const { return g.base_lr; }
  double momentum(roster::group, roster::epoch) const { return 0.5; }
  double weight_decay(roster::group, roster::epoch) const { return 0.5; }
};

TEST_CASE("What a group lacks of what moves along is reported once", "[fit_groups][message]") {
  CHECK(
      refusal(std::vector<bare>(2, bare{1.0}), Decaying{}, {}) ==
      "it: 2 problems\n"
      "  moves the momentum, but group 0 of the optimizer has neither momentum nor betas; choose another optimizer\n"
      "  moves the weight decay, but group 0 of the optimizer has no weight decay; set still to true or choose another "
      "optimizer");
  CHECK(
      refusal(std::vector<roster::plain_group>(1, {.lr = 1.0}), Decaying{}, {.parameter = "weight_decay"}) ==
      "it: 2 problems\n"
      "  parameter is \"weight_decay\", but Decaying moves the momentum too, which only a scheduler of lr may do\n"
      "  parameter is \"weight_decay\", but Decaying moves the weight decay too, which only a scheduler of lr may do; "
      "set still to true");
}

TEST_CASE("All reasons why a schedule does not fit are reported", "[fit_groups][message]") {
  const std::vector<bare> one(1, bare{1.0});
  CHECK(
      refusal(one, roster::CyclicLR{.base_lr = 0.1, .max_lr = {0.1, 0.2}},
              {.parameter = "momentum", .monitor = "loss"}) ==
      "it: 5 problems\n"
      "  parameter is \"momentum\", but group 0 of the optimizer has only lr\n"
      "  moves the momentum, but group 0 of the optimizer has neither momentum nor betas; set cycle_momentum to false "
      "or choose another optimizer\n"
      "  max_lr has 2 elements, expected 1, one for each group\n"
      "  parameter is \"momentum\", but CyclicLR moves the momentum too, which only a scheduler of lr may do; set "
      "cycle_momentum to false\n"
      "  monitor is \"loss\", but CyclicLR takes no metric");
  roster::scheduler_options pattern;
  pattern.groups.patterns = {"fc.*"};
  CHECK(refusal(one, roster::StepLR{.step_size = 1}, pattern) ==
        "it: groups has the pattern \"fc.*\", but only a recipe knows the names of parameters; give positions");
}

}  // namespace fit_groups_tests
