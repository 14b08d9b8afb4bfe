#include "roster/run/detail/load.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "roster/files/state_file.hpp"
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
    auto read = roster::detail::load_state(into, *shown.as<roster::object_view>(), groups, here);
    roster::detail::report_differences(read.differences, here);
    return read.last_lr;
  });
}

/// The error about a state.
template <class Config>
std::string refusal(const stepped<Config>& one, const node& state, std::size_t groups = 1) {
  auto copy = one.schedule;
  return test::refusal([&] { load(copy, state, groups); });
}
const std::string way_out = "; to go on with the config here, load it with roster::config_may_differ";

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
  for (const auto* const name : {"scheduler", "version", "config", "last_epoch", "base_lrs", "_last_lr"}) {
    CHECK(refusal(one, without(state, name)) == "state: " + std::string(name) + " is missing");
  }
  CHECK(refusal(one, with(state, "T_max", 2)) ==
        "state: T_max is not a field of a saved StepLR (its fields: scheduler, version, options, config, last_epoch, "
        "base_lrs, "
        "_last_lr, _step_count, _is_initial, _get_lr_called_within_step, use_beta1)");
  CHECK(refusal(one, with(state, "last_epochs", 2)).ends_with("; did you mean last_epoch?"));
  CHECK(refusal(one, with(state, "scheduler", "CosineAnnealingLR")) ==
        "state: scheduler is \"CosineAnnealingLR\", expected \"StepLR\"");
  CHECK(refusal(one, with(state, "config", 0.5)) == "state: config is 0.5, expected an object");
  CHECK(refusal(one, with(state, "version", 3)) == "state: version is 3, expected an integer from 1 to 2");
  CHECK(refusal(one, with(state, "last_epoch", -1)) == "state: last_epoch is -1, expected an integer of at least 0");
  CHECK(refusal(one, with(state, "base_lrs", std::vector{1.0, 2.0})) ==
        "state: base_lrs has 2 elements, expected 1, one for each group");
  CHECK(refusal(one, with(with(with(state, "_last_lr", std::vector{1.0, 2.0}), "last_epoch", 1.5), "scheduler", "x")) ==
        "state: scheduler is \"x\", expected \"StepLR\"");
  CHECK(refusal(one, with(with(state, "_last_lr", std::vector{1.0, 2.0}), "last_epoch", 1.5)) ==
        "state: 2 problems\n"
        "  last_epoch is 1.5, expected an integer of at least -1\n"
        "  _last_lr has 2 elements, expected 1, one for each group");
  auto twice = state;
  twice.as<node::object>()->emplace_back("last_epoch", 3);
  CHECK(refusal(one, twice) == "state: last_epoch is given twice");
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
        "state: base_lrs[0] is 0.5 in the state, but 0.25 here" + way_out);
}

TEST_CASE("PyTorch's states have neither name nor version, but keys of their own", "[load][message]") {
  const auto state = roster::parse_json(
      R"({"step_size": 2, "gamma": 0.5, "base_lrs": [1.0], "last_epoch": 3, "_step_count": 4, "_is_initial": false,
          "_get_lr_called_within_step": false, "_last_lr": [0.5], "verbose": false})");
  stepped one(every_two, 0);
  CHECK(load(one.schedule, state) == std::vector{0.5});
  CHECK(one.schedule.last_epoch() == 3);
  CHECK(refusal(one, without(state, "base_lrs")) == "state: base_lrs is missing");
  CHECK(refusal(one, without(state, "gamma")) == "state: gamma is missing");
  auto twice = state;
  twice.as<node::object>()->emplace_back("gamma", 0.5);
  CHECK(refusal(one, twice) == "state: gamma is given twice");
  CHECK(refusal(one, with(state, "gamma", 0.25)) == "state: gamma is 0.25 in the state, but 0.5 here" + way_out);
  CHECK(
      refusal(one, with(without(state, "gamma"), "gama", 0.5)).starts_with("state: 2 problems\n  gama is not a field"));
  CHECK(refusal(one, with(state, "_is_initial", 1)) == "state: _is_initial is 1, expected true or false");
}

/// What PyTorch saves of `ReduceLROnPlateau(optimizer)`, less what 1.13 does not.
const auto pytorchs_plateau = roster::parse_state(
    R"({"factor": 0.1, "min_lrs": [0], "patience": 10, "verbose": false, "cooldown": 0, "cooldown_counter": 0,
        "mode": "min", "threshold": 0.0001, "threshold_mode": "rel", "best": Infinity, "num_bad_epochs": 0,
        "mode_worse": Infinity, "eps": 1e-08, "last_epoch": 0})");

TEST_CASE("PyTorch's ReduceLROnPlateau saves no base values; they stay", "[load]") {
  const auto state = with(with(pytorchs_plateau, "last_epoch", 2), "_last_lr", std::vector{0.5});
  stepped one(roster::ReduceLROnPlateau{}, 0);
  CHECK(load(one.schedule, state) == std::vector{0.5});
  CHECK(one.schedule.last_epoch() == 2);
  CHECK(one.schedule.base_lrs()[0] == 1.0);
  CHECK(refusal(one, without(one.state(), "base_lrs")) == "state: base_lrs is missing");
}

TEST_CASE("PyTorch 1.13 saves no learning rates of a ReduceLROnPlateau before its first step", "[load][message]") {
  stepped one(roster::ReduceLROnPlateau{}, 3);
  CHECK(load(one.schedule, pytorchs_plateau).empty());
  CHECK(one.schedule.last_epoch() == 0);
  CHECK(refusal(one, with(pytorchs_plateau, "last_epoch", 1)) == "state: _last_lr is missing");
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
  const stepped one(sequence, 5);
  const auto with_children = [&](const node::list& children) {
    return refusal(one, with(one.state(), "_schedulers", node(children)));
  };
  const auto state = one.state();
  const auto& first = (*state.find("_schedulers")->as<node::list>())[0];
  const auto& second = (*state.find("_schedulers")->as<node::list>())[1];
  CHECK(with_children({first, 7}) == "state: _schedulers[1] is 7, expected an object");
  CHECK(with_children({without(first, "base_lrs"), with(second, "last_epoch", true)}) ==
        "state: 2 problems\n"
        "  _schedulers[0].base_lrs is missing\n"
        "  _schedulers[1].last_epoch is true, expected an integer of at least -1");
  CHECK(with_children({first, with(second, "last_epoch", 2)}) == "state: _schedulers[1].last_epoch is 2, expected 3");
  CHECK(refusal(one, without(state, "_schedulers")) == "state: _schedulers is missing, expected a list of values");
}

TEST_CASE("Other children, or children in another order, are one problem", "[load][message]") {
  const roster::ConstantLR constant{.factor = 0.5, .total_iters = 9};
  const stepped one(SequentialLR{.schedulers = {constant, every_two}, .milestones = {2}}, 5);
  const auto of = [](const SequentialLR& config) { return stepped(config, 0).state(); };
  CHECK(refusal(one, of({.schedulers = {every_two, constant}, .milestones = {2}})) ==
        R"(state: schedulers are ["StepLR", "ConstantLR"] in the state, but ["ConstantLR", "StepLR"] here)");
  CHECK(refusal(one, of({.schedulers = {constant}, .milestones = std::vector<std::int64_t>()})) ==
        "state: 2 problems\n"
        R"(  schedulers are ["ConstantLR"] in the state, but ["ConstantLR", "StepLR"] here)"
        "\n  milestones is [] in the state, but [2] here" +
            way_out);

  const auto pytorchs = roster::parse_json(
      R"({"_milestones": [2], "last_epoch": 5, "_last_lr": [0.5], "_schedulers": [
           {"step_size": 2, "gamma": 0.5, "base_lrs": [1.0], "last_epoch": 3, "_last_lr": [0.125]},
           {"factor": 0.5, "total_iters": 9, "base_lrs": [1.0], "last_epoch": 3, "_last_lr": [0.0625]}]})");
  CHECK(refusal(one, pytorchs) ==
        "state: _schedulers[0] is not the state of a ConstantLR: it has step_size and gamma, but not factor and "
        "total_iters");
  auto fewer = pytorchs;
  for (auto& [name, member] : *fewer.as<node::object>()) {
    if (name == "_schedulers") member.as<node::list>()->pop_back();
  }
  CHECK(refusal(one, fewer) == "state: _schedulers has 1 element, expected 2");
  const auto later = with(pytorchs, "_milestones", std::vector{3});
  CHECK(refusal(stepped(SequentialLR{.schedulers = {every_two, constant}, .milestones = {2}}, 5), later) ==
        "state: milestones is [3] in the state, but [2] here" + way_out);
}

TEST_CASE("The state of another config names each field that differs, and the way out", "[load][message]") {
  const auto refused = [](const auto& here, const auto& then) {
    return refusal(stepped(here, 0), stepped(then, 0).state());
  };
  CHECK(refused(roster::MultiStepLR{.milestones = {30, 80}}, roster::MultiStepLR{.milestones = {30, 60}}) ==
        "state: milestones is [30, 60] in the state, but [30, 80] here" + way_out);
  CHECK(refused(every_two, roster::StepLR{.step_size = 3}) ==
        "state: 2 problems\n"
        "  step_size is 3 in the state, but 2 here\n"
        "  gamma is 0.1 in the state, but 0.5 here" +
            way_out);
  const auto nested = [](std::int64_t T_max) {
    return ChainedScheduler{
        .schedulers = {every_two,
                       SequentialLR{.schedulers = {roster::LinearLR{}, roster::CosineAnnealingLR{.T_max = T_max}},
                                    .milestones = {5}}}};
  };
  CHECK(refused(nested(20), nested(10)) ==
        "state: schedulers[1].schedulers[1].T_max is 10 in the state, but 20 here" + way_out);
  // Beside what is wrong with the state itself
  CHECK(refusal(stepped(every_two, 0), without(stepped(roster::StepLR{.step_size = 2}, 0).state(), "base_lrs")) ==
        "state: 2 problems\n"
        "  base_lrs is missing\n"
        "  gamma is 0.1 in the state, but 0.5 here" +
            way_out);
}

TEST_CASE("States of version 1, which had PyTorch's attributes and no config, are read", "[load][message]") {
  const auto state = roster::parse_json(
      R"({"scheduler": "StepLR", "version": 1, "last_epoch": 3, "_step_count": 4, "base_lrs": [1.0],
          "step_size": 2, "gamma": 0.5, "_last_lr": [0.5]})");
  stepped one(every_two, 0);
  CHECK(load(one.schedule, state) == std::vector{0.5});
  CHECK(one.schedule.last_epoch() == 3);
  CHECK(refusal(one, with(state, "step_size", 3)) == "state: step_size is 3 in the state, but 2 here" + way_out);
  CHECK(refusal(one, without(state, "gamma")) == "state: gamma is missing");
}

TEST_CASE("PyTorch does not save every field, but other learning rates are noticed", "[load][message]") {
  const auto pytorchs = [](const roster::OneCycleLR& config, const std::vector<double>& lr) {
    auto members = config.attributes(0, 1);
    members.push_back({"base_lrs", std::vector{0.04}});
    members.push_back({"last_epoch", 15});
    members.push_back({"_last_lr", lr});
    return node(std::move(members));
  };
  const roster::OneCycleLR config{.max_lr = 1, .total_steps = 20, .cycle_momentum = false};
  const stepped one(config, 0);
  const auto lr = stepped(config, 15).lr;
  CHECK(refusal(one, pytorchs(config, lr)) == "");
  CHECK(refusal(one, pytorchs(config, {0.25})).starts_with("state: _last_lr[0] is 0.25 in the state, but 0.1"));
}

}  // namespace load_tests
