#include "roster/run/detail/saved_state.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "roster/input/place.hpp"
#include "roster/input/value.hpp"
#include "roster/schedulers/multi_step_lr.hpp"
#include "roster/schedulers/step_lr.hpp"
#include "support/refusal.hpp"

namespace saved_state_tests {

using roster::node;
using roster::detail::attributes;
using roster::detail::saved_progress;

struct Named {
  double given = 2;
  double at(roster::group g, roster::epoch) const { return g.lr; }
  node::object attributes(roster::epoch t, std::size_t groups) const {
    return {{"given", given}, {"at", t}, {"groups", static_cast<std::int64_t>(groups)}};
  }
};

TEST_CASE("A config is saved as its fields, or as the attributes that it names", "[saved_state]") {
  CHECK(attributes(roster::StepLR{.step_size = 3}, 7, 2) == node::object{{"step_size", 3}, {"gamma", 0.1}});
  CHECK(attributes(Named{}, 7, 2) == node::object{{"given", 2.0}, {"at", 7}, {"groups", 2}});
}

TEST_CASE("Every state has PyTorch's keys, and Roster's name and version", "[saved_state]") {
  std::vector<std::string> keys;
  for (const auto& [name, member] : roster::write_fields(saved_progress{})) keys.push_back(name);
  CHECK(keys == std::vector<std::string>{"scheduler", "version", "last_epoch", "base_lrs", "_last_lr", "_step_count",
                                         "_is_initial", "_get_lr_called_within_step", "use_beta1", "verbose"});
}

TEST_CASE("Another version or an epoch before -1 is refused", "[saved_state][message]") {
  const auto check = [](const saved_progress& saved) {
    return test::refusal(
        [&] { roster::checked("state", [&](const auto& here) { roster::check_config(saved, here); }); });
  };
  CHECK(check({}) == "");
  CHECK(check({.last_epoch = -1}) == "");
  CHECK(check({.version = 2, .last_epoch = -2}) ==
        "state: 2 problems\n"
        "  version is 2, expected an integer equal to 1\n"
        "  last_epoch is -2, expected an integer of at least -1");
}

}  // namespace saved_state_tests
