#include "roster/run/detail/saved_state.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "roster/input/place.hpp"
#include "roster/input/value.hpp"
#include "roster/run/default_registry.hpp"
#include "roster/schedulers/step_lr.hpp"
#include "support/refusal.hpp"

namespace saved_state_tests {

using roster::node;
using roster::detail::has_functions;
using roster::detail::saved;
using roster::detail::saved_progress;

struct Named {
  double given = 2;
  double at(roster::group g, roster::epoch) const { return g.lr; }
  static constexpr std::string_view saved_attributes[] = {"at"};
  node::object attributes(roster::epoch t, std::size_t groups) const {
    return {{"given", given}, {"at", t}, {"groups", static_cast<std::int64_t>(groups)}};
  }
  node::object fields_from(std::string_view attribute, const node&) const { return {{attribute, given}}; }
};

TEST_CASE("PyTorch saves a config's fields, or the attributes that the config names", "[saved_state]") {
  const roster::StepLR step{.step_size = 3};
  const auto of_step = saved(step, 7, 2);
  CHECK(of_step.fields == node::object{{"step_size", 3}, {"gamma", 0.1}});
  CHECK(of_step.attributes == of_step.fields);
  CHECK(of_step.fields_from == nullptr);
  CHECK_FALSE(of_step.is_saved("gamma"));

  const Named named;
  const auto of_named = saved(named, 7, 2);
  CHECK(of_named.fields == node::object{{"given", 2.0}});
  CHECK(of_named.attributes == node::object{{"given", 2.0}, {"at", 7}, {"groups", 2}});
  CHECK(of_named.is_saved("at"));
  CHECK_FALSE(of_named.is_saved("given"));
  CHECK(of_named.fields_from(of_named.config, "x", node()) == node::object{{"x", 2.0}});
}

TEST_CASE("A composite's children have states of their own", "[saved_state]") {
  const roster::SequentialLR sequence{.schedulers = {roster::ConstantLR{}, roster::StepLR{.step_size = 3}},
                                      .milestones = {5}};
  const auto whole = roster::detail::saved_without_children(sequence, 0, 1);
  CHECK(whole.fields == node::object{{"milestones", std::vector{5}}});
  CHECK(whole.attributes == node::object{{"_milestones", std::vector{5}}});
  const roster::Warmup warmup{.length = 3, .scheduler = sequence};
  CHECK(roster::detail::saved_without_children(warmup, 0, 1).fields ==
        node::object{{"length", 3}, {"start_factor", 0.1}, {"shape", "linear"}, {"overlap", false}});
}

TEST_CASE("A state does not say what a function does", "[saved_state]") {
  static_assert(has_functions<roster::LambdaLR> && has_functions<roster::CyclicLR>);
  static_assert(!has_functions<roster::StepLR> && !has_functions<roster::OneCycleLR>);
}

TEST_CASE("Every state has PyTorch's keys, and Roster's name, version and config", "[saved_state]") {
  std::vector<std::string> keys;
  for (const auto& [name, member] : roster::write_fields(saved_progress{})) keys.push_back(name);
  CHECK(keys == std::vector<std::string>{"scheduler", "version", "options", "config", "last_epoch", "base_lrs",
                                         "_last_lr", "_step_count", "_is_initial", "_get_lr_called_within_step",
                                         "use_beta1"});
}

TEST_CASE("Another version or an epoch before -1 is refused", "[saved_state][message]") {
  const auto check = [](const saved_progress& progress) {
    return test::refusal(
        [&] { roster::checked("state", [&](const auto& here) { roster::check_config(progress, here); }); });
  };
  CHECK(check({}) == "");
  CHECK(check({.last_epoch = -1}) == "");
  CHECK(check({.version = 3, .last_epoch = -2}) ==
        "state: 2 problems\n"
        "  version is 3, expected an integer from 1 to 2\n"
        "  last_epoch is -2, expected an integer of at least -1");
}

}  // namespace saved_state_tests
