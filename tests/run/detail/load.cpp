#include "roster/run/detail/load.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/run/default_registry.hpp"
#include "roster/run/detail/save.hpp"
#include "support/refusal.hpp"

namespace load_tests {

using roster::node;
using roster::value;
using registry = roster::registry<roster::schedulers>;
using roster::ChainedScheduler, roster::SequentialLR;

/// A schedule after some steps on one group that started at 1.
template <class Config>
struct stepped {
  roster::schedule_of<Config> schedule;
  std::vector<double> lr{1.0};

  stepped(const Config& config, int steps, double metric = 1) : schedule(config) {
    const roster::settings all{.lr = lr, .momentum = {}};
    schedule.start(all);
    for (int t = 0; t < steps; ++t) {
      if (schedule.takes_metric()) {
        schedule.advance(all, metric);
      } else {
        schedule.advance(all);
      }
    }
  }
  node state() const { return roster::detail::save_state(schedule, lr); }
};

/// Loads `state` and returns its learning rates. Throws an error with all problems.
template <class Schedule>
std::vector<double> load(Schedule& into, const node& state, std::size_t groups = 1) {
  return roster::checked("state", [&](const auto& here) {
    const value shown = state;
    return roster::detail::load_state(into, *shown.as<roster::object_view>(), groups, here);
  });
}

/// The error about a state. The schedule has to stay unchanged.
template <class Config>
std::string refusal(stepped<Config>& one, const node& state, std::size_t groups = 1) {
  const auto before = one.state();
  auto said = test::refusal([&] { load(one.schedule, state, groups); });
  CHECK(one.state() == before);
  return said;
}

node without(node state, std::string_view left_out) {
  std::erase_if(*state.as<node::object>(), [&](const auto& member) { return member.name == left_out; });
  return state;
}
node with(node state, std::string_view name, const node& given) {
  for (auto& [key, member] : *state.as<node::object>()) {
    if (key != name) continue;
    member = given;
    return state;
  }
  state.as<node::object>()->emplace_back(name, given);
  return state;
}

const roster::StepLR every_two{.step_size = 2, .gamma = 0.5};

TEST_CASE("Two values are the same whatever the kind of number and the order of members", "[load]") {
  const auto same = [](std::string_view a, std::string_view b) {
    return roster::detail::same(roster::parse_json(a), roster::parse_json(b));
  };
  CHECK(same("1", "1.0"));
  CHECK_FALSE(same("1", "1.5"));
  CHECK_FALSE(same("1", "true"));
  CHECK_FALSE(same("1", "\"1\""));
  CHECK(same("null", "null"));
  CHECK(same("[1, [2.0]]", "[1.0, [2]]"));
  CHECK_FALSE(same("[1, 2]", "[2, 1]"));
  CHECK_FALSE(same("[1]", "[1, 1]"));
  CHECK(same(R"({"a": 1, "b": {"c": 2}})", R"({"b": {"c": 2.0}, "a": 1})"));
  CHECK_FALSE(same(R"({"a": 1})", R"({"a": 1, "b": 2})"));
  CHECK_FALSE(same(R"({"a": 1})", R"({"b": 1})"));
}

TEST_CASE("A schedule resumes from a saved state", "[load]") {
  stepped saved(every_two, 5);
  stepped fresh(every_two, 0);
  CHECK(load(fresh.schedule, saved.state()) == std::vector{0.25});
  CHECK(fresh.schedule.last_epoch() == 5);
  fresh.lr = {0.25};
  CHECK(fresh.state() == saved.state());
}

TEST_CASE("A schedule resumes with what it remembered", "[load]") {
  const roster::ReduceLROnPlateau plateau{.factor = 0.5, .patience = 1};
  stepped saved(plateau, 2);  // one bad epoch
  stepped fresh(plateau, 0);
  load(fresh.schedule, saved.state());
  std::vector<double> lr{1.0};
  fresh.schedule.advance({.lr = lr, .momentum = {}}, 1.0);
  CHECK(lr[0] == 0.5);
}

TEST_CASE("A schedule of any type loads into the one that it holds", "[load]") {
  stepped saved(every_two, 5);
  roster::any_schedule<registry> any(every_two);
  load(any, saved.state());
  CHECK(any.last_epoch() == 5);
}

TEST_CASE("A state that does not fit is refused, with every problem", "[load][message]") {
  stepped one(every_two, 4);
  const auto state = stepped(every_two, 3).state();
  for (const auto* const name : {"scheduler", "version", "last_epoch", "base_lrs", "_last_lr", "step_size", "gamma"}) {
    CHECK(refusal(one, without(state, name)) == "state: " + std::string(name) + " is missing");
  }
  CHECK(
      refusal(one, with(state, "T_max", 2)) ==
      "state: T_max is not a field of a saved StepLR (its fields: scheduler, version, last_epoch, base_lrs, _last_lr, "
      "_step_count, _is_initial, _get_lr_called_within_step, use_beta1, verbose, step_size, gamma)");
  CHECK(refusal(one, with(state, "gama", 2)).ends_with(", gamma); did you mean gamma?"));
  CHECK(refusal(one, with(state, "scheduler", "CosineAnnealingLR")) ==
        "state: scheduler is \"CosineAnnealingLR\", expected \"StepLR\"");
  CHECK(refusal(one, with(state, "step_size", 3)) == "state: step_size is 3, but 2 in this StepLR");
  CHECK(refusal(one, with(state, "version", 2)) == "state: version is 2, expected an integer equal to 1");
  CHECK(refusal(one, with(state, "last_epoch", -1)) == "state: last_epoch is -1, expected an integer of at least 0");
  CHECK(refusal(one, with(state, "base_lrs", std::vector{1.0, 2.0})) ==
        "state: base_lrs has 2 elements, expected 1, one for each group");
  CHECK(refusal(one, with(with(with(state, "_last_lr", std::vector{1.0, 2.0}), "last_epoch", 1.5), "scheduler", "x")) ==
        "state: 3 problems\n"
        "  last_epoch is 1.5, expected an integer of at least -1\n"
        "  scheduler is \"x\", expected \"StepLR\"\n"
        "  _last_lr has 2 elements, expected 1, one for each group");
  auto twice = state;
  twice.as<node::object>()->emplace_back("gamma", 0.5);
  CHECK(refusal(one, twice) == "state: gamma is given twice");
}

TEST_CASE("A state must have as many groups as the optimizer", "[load][message]") {
  stepped one(every_two, 0);
  CHECK(refusal(one, one.state(), 2) ==
        "state: 2 problems\n"
        "  base_lrs has 1 element, expected 2, one for each group\n"
        "  _last_lr has 1 element, expected 2, one for each group");
  // Here the config's own lists are reported first.
  stepped listed(roster::SWALR{.swa_lr = {0.1}}, 0);
  CHECK(refusal(listed, listed.state(), 2) == "state: swa_lr has 1 element, expected 2, one for each group");
}

TEST_CASE("Base values from the config must equal the state's", "[load][message]") {
  const roster::CyclicLR cycle{.base_lr = 0.25, .max_lr = 1.0, .cycle_momentum = false};
  stepped one(cycle, 1);
  CHECK(refusal(one, with(one.state(), "base_lrs", std::vector{0.5})) ==
        "state: base_lrs[0] is 0.5, but 0.25 in this CyclicLR");
}

TEST_CASE("PyTorch's states have neither name nor version, but keys of their own", "[load][message]") {
  const auto state = roster::parse_json(
      R"({"step_size": 2, "gamma": 0.5, "base_lrs": [1.0], "last_epoch": 3, "_step_count": 4, "_is_initial": false,
          "_get_lr_called_within_step": false, "_last_lr": [0.5], "verbose": false})");
  stepped one(every_two, 0);
  CHECK(load(one.schedule, state) == std::vector{0.5});
  CHECK(one.schedule.last_epoch() == 3);
  CHECK(refusal(one, without(state, "base_lrs")) == "state: base_lrs is missing");
  CHECK(refusal(one, with(state, "_is_initial", 1)) == "state: _is_initial is 1, expected true or false");
}

TEST_CASE("PyTorch's ReduceLROnPlateau saves no base values; they stay", "[load]") {
  const roster::ReduceLROnPlateau plateau{.factor = 0.5, .patience = 1};
  const auto state = without(without(without(stepped(plateau, 2).state(), "scheduler"), "version"), "base_lrs");
  stepped one(plateau, 0);
  load(one.schedule, state);
  CHECK(one.schedule.last_epoch() == 2);
  CHECK(one.schedule.base_lrs()[0] == 1.0);
  CHECK(refusal(one, without(stepped(plateau, 2).state(), "base_lrs")) == "state: base_lrs is missing");
}

TEST_CASE("Children come back at their own epochs", "[load]") {
  const SequentialLR sequence{.schedulers = {roster::ConstantLR{.factor = 0.5, .total_iters = 9}, every_two},
                              .milestones = {2}};
  stepped saved(sequence, 5);
  stepped fresh(sequence, 0);
  CHECK(load(fresh.schedule, saved.state()) == std::vector{0.5});
  CHECK(fresh.schedule.children()[0].last_epoch() == 1);
  CHECK(fresh.schedule.children()[1].last_epoch() == 3);
}

TEST_CASE("A chain's children supply what PyTorch does not save of the chain", "[load]") {
  const ChainedScheduler chain{.schedulers = {roster::ExponentialLR{.gamma = 0.5}, every_two}};
  const auto state = roster::parse_json(
      R"({"_last_lr": [0.0625], "_schedulers": [
           {"gamma": 0.5, "base_lrs": [1.0], "last_epoch": 3, "_last_lr": [0.125]},
           {"step_size": 2, "gamma": 0.5, "base_lrs": [1.0], "last_epoch": 3, "_last_lr": [0.0625]}]})");
  stepped one(chain, 0);
  CHECK(load(one.schedule, state) == std::vector{0.0625});
  CHECK(one.schedule.last_epoch() == 3);
  CHECK(one.schedule.base_lrs()[0] == 1.0);
}

TEST_CASE("Problems with a child's state are reported with its path", "[load][message]") {
  const SequentialLR sequence{.schedulers = {roster::ConstantLR{.factor = 0.5, .total_iters = 9}, every_two},
                              .milestones = {2}};
  stepped one(sequence, 5);
  const auto with_children = [&](const node::list& children) {
    return refusal(one, with(one.state(), "_schedulers", node(children)));
  };
  const auto state = one.state();
  const auto& first = (*state.find("_schedulers")->as<node::list>())[0];
  const auto& second = (*state.find("_schedulers")->as<node::list>())[1];
  CHECK(with_children({first}) == "state: _schedulers has 1 element, expected 2");
  CHECK(with_children({first, 7}) == "state: _schedulers[1] is 7, expected an object");
  CHECK(with_children({without(first, "factor"), with(second, "gamma", 0.25)}) ==
        "state: 2 problems\n"
        "  _schedulers[0].factor is missing\n"
        "  _schedulers[1].gamma is 0.25, but 0.5 in this StepLR");
  CHECK(with_children({first, with(second, "last_epoch", 2)}) == "state: _schedulers[1].last_epoch is 2, expected 3");
  CHECK(refusal(one, without(state, "_schedulers")) == "state: _schedulers is missing, expected a list of values");
}

}  // namespace load_tests
