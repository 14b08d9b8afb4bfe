#include "roster/schedulers/sequential_lr.hpp"

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/registry/registry.hpp"
#include "roster/schedulers/step_lr.hpp"
#include "support/fields.hpp"

namespace sequential_lr_tests {

/// A scheduler that ends
struct Ending {
  roster::required<std::int64_t> steps;
  double at(roster::group g, roster::epoch) const { return g.base_lr; }
  roster::epoch last() const { return steps; }
};

constexpr auto list = boost::hana::make_tuple(boost::hana::type_c<roster::StepLR>, boost::hana::type_c<Ending>,
                                              boost::hana::template_<roster::basic_SequentialLR>);
using registry = roster::registry<list>;
using SequentialLR = registry::type<"SequentialLR">;

constexpr auto no_end = std::numeric_limits<roster::epoch>::max();
const roster::StepLR endless{.step_size = 1};

TEST_CASE("Each scheduler of a sequence starts at its milestone, at its own epoch 0", "[sequential_lr]") {
  const SequentialLR three{.schedulers = {endless, endless, endless}, .milestones = {2, 5}};
  CHECK(test::check_config(three) == "");
  std::vector<std::size_t> active;
  for (roster::epoch t = 0; t <= 6; ++t) active.push_back(three.active(t));
  CHECK(active == std::vector<std::size_t>{0, 0, 1, 1, 1, 2, 2});
  CHECK(three.begin(0) == 0);
  CHECK(three.begin(1) == 2);
  CHECK(three.begin(2) == 5);
  CHECK(three.epoch_of(0, 1) == 1);
  CHECK(three.epoch_of(1, 2) == 0);
  CHECK(three.epoch_of(1, 4) == 2);
  CHECK(three.epoch_of(1, 1) == std::nullopt);
  CHECK(three.epoch_of(1, 5) == std::nullopt);
}

TEST_CASE("A first milestone of 0 skips the first scheduler", "[sequential_lr]") {
  const SequentialLR two{.schedulers = {endless, endless}, .milestones = {0}};
  CHECK(two.active(0) == 1);
  CHECK(two.epoch_of(1, 0) == 0);
}

TEST_CASE("A sequence ends with its last scheduler", "[sequential_lr]") {
  CHECK(SequentialLR{.schedulers = {Ending{3}, endless}, .milestones = {3}}.last() == no_end);
  CHECK(SequentialLR{.schedulers = {endless, Ending{3}}, .milestones = {4}}.last() == 7);
  const SequentialLR inner{.schedulers = {endless, Ending{3}}, .milestones = {4}};
  CHECK(SequentialLR{.schedulers = {endless, inner}, .milestones = {10}}.last() == 17);
}

TEST_CASE("A sequence needs one milestone between each two schedulers", "[sequential_lr][message]") {
  const std::vector<std::int64_t> none;
  CHECK(test::check_config(SequentialLR{.schedulers = std::vector<roster::entry<registry>>{}, .milestones = none}) ==
        "SequentialLR: schedulers is empty, expected at least one scheduler");
  CHECK(test::check_config(
            SequentialLR{.schedulers = std::vector<roster::entry<registry>>{endless}, .milestones = none}) == "");
  CHECK(test::check_config(SequentialLR{.schedulers = {endless, endless, endless}, .milestones = {1}}) ==
        "SequentialLR: milestones has 1 element, expected 2, one fewer than schedulers");
  CHECK(test::check_config(SequentialLR{.schedulers = {endless, endless}, .milestones = {-1}}) ==
        "SequentialLR: milestones[0] is -1, expected an integer of at least 0");
  CHECK(test::check_config(SequentialLR{.schedulers = {endless, endless, endless, endless}, .milestones = {2, 2, 1}}) ==
        "SequentialLR: 2 problems\n"
        "  milestones[1] is 2, expected more than 2, the milestone before\n"
        "  milestones[2] is 1, expected more than 2, the milestone before");
}

TEST_CASE("A scheduler of a sequence must not end before its turn does", "[sequential_lr][message]") {
  // A turn of 4 epochs has 3 steps after its first epoch.
  CHECK(test::check_config(SequentialLR{.schedulers = {Ending{3}, Ending{1}}, .milestones = {4}}) == "");
  CHECK(test::check_config(SequentialLR{.schedulers = {Ending{2}, Ending{1}, endless}, .milestones = {4, 7}}) ==
        "SequentialLR: 2 problems\n"
        "  schedulers[0] ends after 2 steps, but its turn lasts 3\n"
        "  schedulers[1] ends after 1 step, but its turn lasts 2");
}

TEST_CASE("Problems with a sequence's schedulers are reported with their paths", "[sequential_lr][message]") {
  const roster::StepLR wrong{.step_size = 0};
  const SequentialLR inner{.schedulers = {wrong, endless}, .milestones = {1}};
  CHECK(test::check_config(SequentialLR{.schedulers = {wrong, inner}, .milestones = {1}}) ==
        "SequentialLR: 2 problems\n"
        "  schedulers[0].step_size is 0, expected an integer of at least 1\n"
        "  schedulers[1].schedulers[0].step_size is 0, expected an integer of at least 1");
}

TEST_CASE("A sequence is saved with its milestones", "[sequential_lr]") {
  const SequentialLR three{.schedulers = {endless, endless, endless}, .milestones = {2, 5}};
  CHECK(roster::to_json(roster::node(three.attributes(3, 2))) == R"({"_milestones": [2, 5]})");
}

}  // namespace sequential_lr_tests
