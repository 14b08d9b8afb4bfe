// Where Roster differs from PyTorch 2.14.1 on purpose; docs/differences.md lists it. The comments have what PyTorch
// does.
#include <unistd.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "roster/roster.hpp"

namespace differences_tests {

using groups = std::vector<roster::plain_group>;
using entry = roster::default_registry::entry;
using running = roster::default_registry::any_scheduler<groups>;
using roster::keywords;
using roster::node;
using roster::value;
using numbers = std::vector<double>;

constexpr auto not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr auto infinity = std::numeric_limits<double>::infinity();
constexpr std::int64_t beyond_exact = (std::int64_t{1} << 53) + 1;

const roster::lr_function halves = [](roster::epoch t) { return std::pow(0.5, static_cast<double>(t)); };
const roster::lr_function half = [](roster::epoch) { return 0.5; };
const roster::lr_function nine_tenths = [](roster::epoch) { return 0.9; };

groups fresh() { return {{.lr = 1.0, .momentum = 0.5}}; }

template <class F>
std::string message(F&& f) {
  try {
    f();
  } catch (const roster::error& error) {
    return error.what();
  }
  return "";
}

/// The error of a config that is refused. The optimizer has to stay unchanged.
std::string refusal(std::string_view name, keywords fields) {
  auto set = fresh();
  const auto made = roster::try_create(name, set, fields);
  CHECK(set == fresh());
  return made ? "" : made.error().what();
}
std::string refusal(const entry& chosen) {
  auto set = fresh();
  auto text = message([&] { (void)roster::create(chosen, set); });
  CHECK(set == fresh());
  return text;
}

numbers rates(const groups& set) {
  numbers all;
  for (const auto& one : set) all.push_back(one.lr);
  return all;
}

/// The first group's learning rate now and after each of `steps` more steps.
numbers go_on(running& scheduler, const groups& set, int steps) {
  numbers all{set[0].lr};
  for (int t = 0; t < steps; ++t) {
    scheduler.step();
    all.push_back(set[0].lr);
  }
  return all;
}
numbers values(const entry& chosen, int steps, groups set = fresh()) {
  auto scheduler = roster::create(chosen, set);
  return go_on(scheduler, set, steps);
}
numbers values(std::string_view name, keywords fields, int steps) {
  auto set = fresh();
  auto scheduler = roster::create(name, set, fields);
  return go_on(scheduler, set, steps);
}
numbers values_of_metrics(const entry& chosen, const numbers& metrics) {
  auto set = fresh();
  auto scheduler = roster::create(chosen, set);
  numbers all{set[0].lr};
  for (const auto metric : metrics) {
    scheduler.step(metric);
    all.push_back(set[0].lr);
  }
  return all;
}

/// The learning rates of epochs 2, 3, …; a second group with learning rate 10 joins after epoch 1.
std::vector<numbers> values_of_two(const entry& chosen, int steps) {
  auto set = fresh();
  auto scheduler = roster::create(chosen, set);
  scheduler.step();
  set.push_back({.lr = 10.0, .momentum = 0.5});
  std::vector<numbers> all;
  for (int t = 0; t < steps; ++t) {
    scheduler.step();
    all.push_back(rates(set));
  }
  return all;
}

/// What `f` writes to stdout and stderr.
std::string printed(const std::function<void()>& f) {
  std::fflush(stdout);
  const int out = dup(1);
  const int err = dup(2);
  std::FILE* file = std::tmpfile();
  dup2(fileno(file), 1);
  dup2(fileno(file), 2);
  f();
  std::fflush(stdout);
  dup2(out, 1);
  dup2(err, 2);
  close(out);
  close(err);
  std::string text(1000, '\0');
  std::rewind(file);
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  return text;
}

/// `state` with one member changed or added; without a value, the member is removed.
node changed(const node& state, std::string_view name, const node* given) {
  const value shown = state;
  node::object members;
  for (const auto& [key, one] : *shown.as<roster::object_view>()) {
    if (key != name) members.emplace_back(key, one);
  }
  if (given) members.emplace_back(name, *given);
  return node(std::move(members));
}
node with(const node& state, std::string_view name, const value& given) {
  const node held(given);
  return changed(state, name, &held);
}
node without(const node& state, std::string_view name) { return changed(state, name, nullptr); }

/// The state after `steps` steps.
node state_of(const entry& chosen, int steps = 0, groups set = fresh()) {
  auto scheduler = roster::create(chosen, set);
  for (int t = 0; t < steps; ++t) scheduler.step();
  return scheduler.state_dict();
}

/// The error of a state that is refused. The scheduler has to stay unchanged.
std::string refusal(const entry& chosen, const node& state) {
  auto set = fresh();
  auto scheduler = roster::create(chosen, set);
  const auto before = scheduler.state_dict();
  auto text = message([&] { scheduler.load_state_dict(state); });
  CHECK(scheduler.state_dict() == before);
  return text;
}

template <class T>
concept steps_to = requires(T& scheduler) { scheduler.step(5.0); };

using roster::ChainedScheduler;
using roster::ConstantLR;
using roster::CyclicLR;
using roster::ExponentialLR;
using roster::OneCycleLR;
using roster::ReduceLROnPlateau;
using roster::SequentialLR;
using roster::SWALR;

// --- configs that are refused ---

TEST_CASE("StepLR refuses a step_size below 1", "[differences]") {
  // ZeroDivisionError at the first step
  CHECK(refusal("StepLR", {{"step_size", 0}}) == "StepLR: step_size is 0, expected an integer of at least 1");
  // As 2
  CHECK(refusal("StepLR", {{"step_size", -2}}) == "StepLR: step_size is -2, expected an integer of at least 1");
}

TEST_CASE("A gamma of 0 or below is refused", "[differences]") {
  // 1, 0, 0, … and 1, -0.5, 0.25, …
  CHECK(refusal("StepLR", {{"step_size", 1}, {"gamma", 0}}) == "StepLR: gamma is 0.0, expected a real number above 0");
  CHECK(refusal("MultiStepLR", {{"milestones", {1}}, {"gamma", -1}}) ==
        "MultiStepLR: gamma is -1.0, expected a real number above 0");
  CHECK(refusal("ExponentialLR", {{"gamma", -0.5}}) == "ExponentialLR: gamma is -0.5, expected a real number above 0");
  CHECK(refusal("CyclicLR", {{"base_lr", 0.1}, {"max_lr", 1}, {"mode", "exp_range"}, {"gamma", -0.5}}) ==
        "CyclicLR: gamma is -0.5, expected a real number above 0");
}

TEST_CASE("MultiStepLR refuses milestones that are unsorted or negative", "[differences]") {
  // As [2, 4], and as [2]
  CHECK(refusal("MultiStepLR", {{"milestones", {4, 2}}}) ==
        "MultiStepLR: milestones[1] is 2, expected at least 4, the milestone before");
  CHECK(refusal("MultiStepLR", {{"milestones", {-2, 2}}}) ==
        "MultiStepLR: milestones[0] is -2, expected an integer of at least 0");
}

TEST_CASE("ConstantLR refuses a factor of 0", "[differences]") {
  // ZeroDivisionError at step total_iters
  CHECK(refusal("ConstantLR", {{"factor", 0}}) ==
        "ConstantLR: factor is 0.0, expected a real number above 0 and at most 1");
}

TEST_CASE("total_iters below 1 is refused", "[differences]") {
  // The factor for ever; start_factor for ever; the learning rate never changes
  CHECK(refusal("ConstantLR", {{"total_iters", 0}}) ==
        "ConstantLR: total_iters is 0, expected an integer of at least 1");
  CHECK(refusal("LinearLR", {{"total_iters", 0}}) == "LinearLR: total_iters is 0, expected an integer of at least 1");
  CHECK(refusal("PolynomialLR", {{"total_iters", -1}}) ==
        "PolynomialLR: total_iters is -1, expected an integer of at least 1");
}

TEST_CASE("PolynomialLR refuses a power below 0", "[differences]") {
  // Rises; ZeroDivisionError at step total_iters
  CHECK(refusal("PolynomialLR", {{"power", -1}}) ==
        "PolynomialLR: power is -1.0, expected a real number of at least 0");
}

TEST_CASE("CosineAnnealingLR refuses a T_max below 1", "[differences]") {
  // ZeroDivisionError at the first step; as 2
  CHECK(refusal("CosineAnnealingLR", {{"T_max", 0}}) ==
        "CosineAnnealingLR: T_max is 0, expected an integer of at least 1");
  CHECK(refusal("CosineAnnealingLR", {{"T_max", -2}}) ==
        "CosineAnnealingLR: T_max is -2, expected an integer of at least 1");
}

TEST_CASE("CyclicLR refuses cycles that go backwards", "[differences]") {
  // ZeroDivisionError in the constructor; as 2; 0.1, 0.325, 0.1, …: never near max_lr
  CHECK(refusal("CyclicLR", {{"base_lr", 0.1}, {"max_lr", 1}, {"step_size_up", 0}}) ==
        "CyclicLR: step_size_up is 0, expected an integer of at least 1");
  CHECK(refusal("CyclicLR", {{"base_lr", 0.1}, {"max_lr", 1}, {"step_size_up", -2}}) ==
        "CyclicLR: step_size_up is -2, expected an integer of at least 1");
  CHECK(refusal("CyclicLR", {{"base_lr", 0.1}, {"max_lr", 1}, {"step_size_up", 4}, {"step_size_down", -2}}) ==
        "CyclicLR: step_size_down is -2, expected an integer of at least 0");
}

TEST_CASE("Learning rates below 0 are refused", "[differences]") {
  // All taken: -0.1, 0.45, 1, …; -0.04, -0.81, …; towards -1
  CHECK(refusal("CyclicLR", {{"base_lr", -0.1}, {"max_lr", -1}}) ==
        "CyclicLR: 2 problems\n"
        "  base_lr is -0.1, expected a real number of at least 0\n"
        "  max_lr is -1.0, expected a real number of at least 0");
  CHECK(refusal("OneCycleLR", {{"max_lr", -1}, {"total_steps", 4}}) ==
        "OneCycleLR: max_lr is -1.0, expected a real number of at least 0");
  CHECK(refusal("SWALR", {{"swa_lr", -1}}) == "SWALR: swa_lr is -1.0, expected a real number of at least 0");
}

TEST_CASE("A momentum below 0, or of 1 or more, is refused", "[differences]") {
  // All taken and set
  CHECK(refusal("CyclicLR", {{"base_lr", 0.1}, {"max_lr", 1}, {"base_momentum", -0.5}, {"max_momentum", 2}}) ==
        "CyclicLR: 2 problems\n"
        "  base_momentum is -0.5, expected a real number of at least 0 and below 1\n"
        "  max_momentum is 2.0, expected a real number of at least 0 and below 1");
  CHECK(refusal("OneCycleLR", {{"max_lr", 1}, {"total_steps", 4}, {"max_momentum", 1}}) ==
        "OneCycleLR: max_momentum is 1.0, expected a real number of at least 0 and below 1");
}

TEST_CASE("CyclicLR refuses an unknown mode even with a scale_fn, and an unknown scale_mode", "[differences]") {
  // mode is ignored; scale_mode counts as "iterations". A file cannot hold a scale_fn: here it is null.
  CHECK(refusal("CyclicLR", {{"base_lr", 0.1}, {"max_lr", 1}, {"mode", "triangle"}, {"scale_fn", nullptr}}) ==
        "CyclicLR: mode is \"triangle\", expected \"triangular\", \"triangular2\" or \"exp_range\"");
  CHECK(refusal("CyclicLR", {{"base_lr", 0.1}, {"max_lr", 1}, {"scale_mode", "cycles"}}) ==
        "CyclicLR: scale_mode is \"cycles\", expected \"cycle\" or \"iterations\"; did you mean cycle?");
}

TEST_CASE("OneCycleLR refuses a rise of a single step", "[differences]") {
  // ZeroDivisionError in the constructor: "division by zero"
  CHECK(refusal("OneCycleLR", {{"max_lr", 1}, {"total_steps", 4}, {"pct_start", 0.25}}) ==
        "OneCycleLR: pct_start is 0.25, which leaves a single one of 4 steps for the rise; choose more");
}

TEST_CASE("OneCycleLR refuses total_steps that contradict epochs times steps_per_epoch", "[differences]") {
  // epochs and steps_per_epoch are ignored
  CHECK(refusal("OneCycleLR", {{"max_lr", 1}, {"total_steps", 4}, {"epochs", 5}, {"steps_per_epoch", 6}}) ==
        "OneCycleLR: total_steps is 4, but epochs times steps_per_epoch is 30; give only one of them");
}

TEST_CASE("OneCycleLR refuses a div_factor or final_div_factor of 0 or below", "[differences]") {
  // ZeroDivisionError in the constructor; ends at -0.04
  CHECK(refusal("OneCycleLR", {{"max_lr", 1}, {"total_steps", 4}, {"div_factor", 0}, {"final_div_factor", -1}}) ==
        "OneCycleLR: 2 problems\n"
        "  div_factor is 0.0, expected a real number above 0\n"
        "  final_div_factor is -1.0, expected a real number above 0");
}

TEST_CASE("ReduceLROnPlateau refuses fields below 0", "[differences]") {
  // All taken: 0 at the first reduction; a reduction at every step; never one; …
  CHECK(
      refusal("ReduceLROnPlateau",
              {{"factor", -0.5}, {"patience", -1}, {"threshold", -1}, {"cooldown", -1}, {"min_lr", -1}, {"eps", -1}}) ==
      "ReduceLROnPlateau: 6 problems\n"
      "  factor is -0.5, expected a real number of at least 0 and below 1\n"
      "  patience is -1, expected an integer of at least 0\n"
      "  threshold is -1.0, expected a real number of at least 0\n"
      "  cooldown is -1, expected an integer of at least 0\n"
      "  min_lr is -1.0, expected a real number of at least 0\n"
      "  eps is -1.0, expected a real number of at least 0");
}

TEST_CASE("A real number is not an integer", "[differences]") {
  CHECK(refusal("CosineAnnealingLR", {{"T_max", 10.5}}) ==
        "CosineAnnealingLR: T_max is 10.5, expected an integer of at least 1");
  // Decays at 5, 10, …
  CHECK(refusal("StepLR", {{"step_size", 2.5}}) == "StepLR: step_size is 2.5, expected an integer of at least 1");
  // Never decays
  CHECK(refusal("MultiStepLR", {{"milestones", {2.5}}}) ==
        "MultiStepLR: milestones[0] is 2.5, expected an integer of at least 0");
  // The factor for ever
  CHECK(refusal("ConstantLR", {{"total_iters", 2.5}}) ==
        "ConstantLR: total_iters is 2.5, expected an integer of at least 1");
  // Ends at 0.9, not at 1; and at 0.2, not at 0
  CHECK(refusal("LinearLR", {{"start_factor", 0.5}, {"total_iters", 2.5}}) ==
        "LinearLR: total_iters is 2.5, expected an integer of at least 1");
  CHECK(refusal("PolynomialLR", {{"total_iters", 2.5}}) ==
        "PolynomialLR: total_iters is 2.5, expected an integer of at least 1");
  CHECK(refusal("CyclicLR", {{"base_lr", 0.1}, {"max_lr", 1}, {"step_size_up", 2.5}}) ==
        "CyclicLR: step_size_up is 2.5, expected an integer of at least 1");
  CHECK(refusal("ReduceLROnPlateau", {{"patience", 1.5}}) ==
        "ReduceLROnPlateau: patience is 1.5, expected an integer of at least 0");
}

TEST_CASE("Booleans and text are not numbers", "[differences]") {
  // As 1
  CHECK(refusal("StepLR", {{"step_size", true}}) == "StepLR: step_size is true, expected an integer of at least 1");
  // TypeError at the first decay
  CHECK(refusal("StepLR", {{"step_size", 2}, {"gamma", "0.5"}}) ==
        "StepLR: gamma is \"0.5\", expected a real number above 0");
}

TEST_CASE("NaN and infinity are refused as numbers", "[differences]") {
  // All accept NaN, and those without an upper limit infinity; most then set NaN or infinity.
  struct field {
    std::string_view scheduler, name;
    std::vector<roster::keyword> others;
  };
  const std::vector<field> fields{
      {"StepLR", "gamma", {{"step_size", 2}}},
      {"MultiStepLR", "gamma", {{"milestones", roster::list_view{}}}},
      {"ExponentialLR", "gamma", {}},
      {"ConstantLR", "factor", {}},
      {"LinearLR", "start_factor", {}},
      {"LinearLR", "end_factor", {}},
      {"PolynomialLR", "power", {}},
      {"CosineAnnealingLR", "eta_min", {{"T_max", 2}}},
      {"CosineAnnealingWarmRestarts", "eta_min", {{"T_0", 2}}},
      {"CyclicLR", "base_lr", {{"max_lr", 1}}},
      {"CyclicLR", "max_lr", {{"base_lr", 1}}},
      {"CyclicLR", "gamma", {{"base_lr", 1}, {"max_lr", 1}}},
      {"CyclicLR", "base_momentum", {{"base_lr", 1}, {"max_lr", 1}}},
      {"CyclicLR", "max_momentum", {{"base_lr", 1}, {"max_lr", 1}}},
      {"OneCycleLR", "max_lr", {{"total_steps", 4}}},
      {"OneCycleLR", "pct_start", {{"max_lr", 1}, {"total_steps", 4}}},
      {"OneCycleLR", "base_momentum", {{"max_lr", 1}, {"total_steps", 4}}},
      {"OneCycleLR", "max_momentum", {{"max_lr", 1}, {"total_steps", 4}}},
      {"OneCycleLR", "div_factor", {{"max_lr", 1}, {"total_steps", 4}}},
      {"OneCycleLR", "final_div_factor", {{"max_lr", 1}, {"total_steps", 4}}},
      {"SWALR", "swa_lr", {}},
      {"ReduceLROnPlateau", "factor", {}},
      {"ReduceLROnPlateau", "threshold", {}},
      {"ReduceLROnPlateau", "min_lr", {}},
      {"ReduceLROnPlateau", "eps", {}},
  };
  for (const auto& one : fields) {
    for (const double given : {not_a_number, infinity, -infinity}) {
      INFO(one.scheduler << ", " << one.name << ", " << given);
      node::object members{{"name", node(value(one.scheduler))}, {std::string(one.name), node(value(given))}};
      for (const auto& other : one.others) members.emplace_back(other.name, node(other.given));
      auto set = fresh();
      const auto made = roster::try_create(node(members), set);
      REQUIRE(!made);
      REQUIRE(made.error().problems().size() == 1);
      const auto& problem = made.error().problems()[0];
      CHECK(problem.kind == roster::problem_kind::not_finite);
      CHECK(problem.path == one.name);
      const std::string shown = std::isnan(given) ? "nan" : given > 0 ? "inf" : "-inf";
      CHECK(problem.text.starts_with("is " + shown + ", expected a finite real number"));
    }
  }
}

TEST_CASE("Integers beyond 2^53 are refused", "[differences]") {
  // Taken
  CHECK(refusal("StepLR", {{"step_size", beyond_exact}}) ==
        "StepLR: step_size is 9007199254740993, expected an integer from 1 to 2^53");
  CHECK(refusal("OneCycleLR", {{"max_lr", 1}, {"epochs", beyond_exact - 1}, {"steps_per_epoch", 2}}) ==
        "OneCycleLR: epochs times steps_per_epoch is more than 2^53 steps");
}

TEST_CASE("A list of the wrong length is refused even where it is not used", "[differences]") {
  // Taken; ValueError only with cycle_momentum
  CHECK(refusal("CyclicLR",
                {{"base_lr", 0.1}, {"max_lr", 1}, {"cycle_momentum", false}, {"base_momentum", {0.8, 0.8}}}) ==
        "CyclicLR: base_momentum has 2 elements, expected 1, one for each group");
  CHECK(refusal("OneCycleLR",
                {{"max_lr", 1}, {"total_steps", 4}, {"cycle_momentum", false}, {"max_momentum", {0.8, 0.8}}}) ==
        "OneCycleLR: max_momentum has 2 elements, expected 1, one for each group");
}

// --- other values ---

TEST_CASE("OneCycleLR stays at its last value for the step after the last batch", "[differences]") {
  const numbers expected{0.040000000000000036, 0.811745653949763, 0.28306099820869923, 4e-06, 4e-06};
  const double pytorch = 0.2830609982086991;
  auto set = fresh();
  auto scheduler = roster::create("OneCycleLR", set, {{"max_lr", 1.0}, {"total_steps", 4}});
  CHECK(go_on(scheduler, set, 4) == expected);
  CHECK(set[0].lr != pytorch);
  CHECK(set[0].momentum == 0.95);  // 0.92
  // Below 0: -0.36
  CHECK(values("OneCycleLR", {{"max_lr", 1.0}, {"total_steps", 4}, {"anneal_strategy", "linear"}}, 4).back() ==
        4.000000000004e-06);
  // ZeroDivisionError
  CHECK(values("OneCycleLR", {{"max_lr", 1.0}, {"total_steps", 4}, {"pct_start", 1.0}}, 4) ==
        numbers{0.040000000000000036, 0.28, 0.7599999999999999, 1.0, 1.0});
}

TEST_CASE("OneCycleLR does not count the steps that it refuses", "[differences]") {
  // "Tried to step 3 times. …", then "Tried to step 4 times. …"
  auto set = fresh();
  auto scheduler = roster::create("OneCycleLR", set, {{"max_lr", 1.0}, {"total_steps", 2}, {"pct_start", 0.0}});
  scheduler.step();
  scheduler.step();
  for (int i = 0; i < 2; ++i) {
    CHECK(message([&] { scheduler.step(); }) == "OneCycleLR: ends at step 2; step 3 does not exist");
    CHECK(scheduler.last_epoch() == 2);
  }
}

TEST_CASE("OneCycleLR takes an integer for pct_start", "[differences]") {
  // ValueError "Expected float between 0 and 1 pct_start, but got 0"; with 0.0, these values
  CHECK(values("OneCycleLR", {{"max_lr", 1.0}, {"total_steps", 4}, {"pct_start", 0}}, 3) ==
        numbers{0.8535539763797113, 0.500002, 0.14645002362028864, 4e-06});
}

TEST_CASE("Numbers too large for a double do not become NaN in exp_range", "[differences]") {
  // OverflowError at step 1024, of 2.0 ** 1024
  const auto values =
      trace(CyclicLR{.base_lr = 0.5, .max_lr = 1.0, .step_size_up = 1, .mode = "exp_range", .gamma = 2.0},
            groups{{1, 0.5}}, 2000);
  CHECK(std::ranges::none_of(values, [](const auto& epoch) { return std::isnan(epoch[0].lr); }));
  CHECK(std::ranges::none_of(values, [](const auto& epoch) { return std::isnan(epoch[0].momentum); }));
  CHECK(values[2000][0].lr == 0.5);
}

TEST_CASE("triangular2 stays at base_lr after 1024 cycles", "[differences]") {
  // OverflowError at step 2048
  auto set = fresh();
  auto scheduler = roster::create("CyclicLR", set,
                                  {{"base_lr", 0.1}, {"max_lr", 1.0}, {"step_size_up", 1}, {"mode", "triangular2"}});
  for (int t = 0; t < 2048; ++t) scheduler.step();
  CHECK(go_on(scheduler, set, 3) == numbers{0.1, 0.1, 0.1, 0.1});
  CHECK(set[0].momentum == 0.9);
}

TEST_CASE("A function that throws does not cost an epoch", "[differences]") {
  bool fails = true;
  const roster::lr_function once = [&](roster::epoch t) {
    if (t == 2 && fails) throw std::runtime_error("not yet");
    return halves(t);
  };
  auto set = fresh();
  auto scheduler = roster::create(entry(roster::LambdaLR{.lr_lambda = once}), set);
  scheduler.step();
  CHECK_THROWS_AS(scheduler.step(), std::runtime_error);
  CHECK(scheduler.last_epoch() == 1);  // 2
  fails = false;
  scheduler.step();
  CHECK(scheduler.last_epoch() == 2);  // 3
  CHECK(set[0].lr == 0.25);            // 0.125
}

TEST_CASE("A scheduler starts from the learning rate that the optimizer has", "[differences]") {
  auto set = fresh();
  auto first = roster::create("StepLR", set, {{"step_size", 1}, {"gamma", 0.5}});
  first.step();
  // Starts from the initial_lr that the first one left: 1, 0.5
  auto second = roster::create(entry(roster::LambdaLR{.lr_lambda = halves}), set);
  CHECK(go_on(second, set, 1) == numbers{0.5, 0.25});
  // Rises from 0 to that, from step 5 on: 0, 0, 0, 0, 0, 0.15, 0.5
  CHECK(values(roster::CosineAnnealingLR{.T_max = 4}, 6, {{.lr = 0.0}}) == numbers{0, 0, 0, 0, 0, 0, 0});
}

TEST_CASE("A step cannot jump to an epoch", "[differences]") {
  auto set = fresh();
  auto scheduler = roster::create("CosineAnnealingWarmRestarts", set, {{"T_0", 5}, {"T_mult", 10}});
  STATIC_REQUIRE(!steps_to<decltype(roster::make<"CosineAnnealingWarmRestarts">(set, {.T_0 = 5}))>);
  CHECK(message([&] { scheduler.step(555.0); }) == "CosineAnnealingWarmRestarts: does not take a metric: call step()");
  CHECK(scheduler.last_epoch() == 0);
  // step(555) sets 0.0; 555 times step() set 1.0
  CHECK(scheduler.at(555) == numbers{1.0});

  // 0.01, and a warning; and 0.0625, of step(1) after three steps
  auto other = roster::create("StepLR", set, {{"step_size", 2}});
  CHECK(message([&] { other.step(5); }) == "StepLR: does not take a metric: call step()");
}

TEST_CASE("The values of an epoch are available without a step", "[differences]") {
  // get_lr() says 0.5, what the next step would set, and warns
  auto set = fresh();
  const auto scheduler = roster::create("ExponentialLR", set, {{"gamma", 0.5}});
  CHECK(scheduler.get_last_lr()[0] == 1.0);
  CHECK(scheduler.at(3) == numbers{0.125});
  CHECK(set == fresh());
}

TEST_CASE("verbose prints every learning rate", "[differences]") {
  // TypeError
  auto set = fresh();
  CHECK(printed([&] { (void)roster::create("StepLR", set, {{"step_size", 2}, {"verbose", true}}); }) ==
        "Adjusting learning rate of group 0 to 1.0000e+00.\n");
}

TEST_CASE("There is no warning about the order of calls", "[differences]") {
  // "Detected call of `lr_scheduler.step()` before `optimizer.step()`. …"
  CHECK(printed([] { (void)values("StepLR", {{"step_size", 2}}, 3); }) == "");
}

// --- last_epoch ---

TEST_CASE("last_epoch needs no initial_lr", "[differences]") {
  // KeyError "param 'initial_lr' is not specified in param_groups[0] …"
  CHECK(values("StepLR", {{"step_size", 2}, {"gamma", 0.5}, {"last_epoch", 1}}, 3) == numbers{0.5, 0.5, 0.25, 0.25});
  CHECK(values("OneCycleLR", {{"max_lr", 1.0}, {"total_steps", 8}, {"last_epoch", 2}}, 2) ==
        numbers{0.811745653949763, 0.5559840141227016, 0.28306099820869923});
}

TEST_CASE("last_epoch below -1 is refused", "[differences]") {
  // KeyError; with an initial_lr, it counts up from -2, and epoch -1 decays
  CHECK(refusal("StepLR", {{"step_size", 2}, {"last_epoch", -2}}) ==
        "StepLR: last_epoch is -2, expected an integer from -1 to 1000000000");
}

TEST_CASE("StepLR and MultiStepLR do not decay twice when resumed at a decay", "[differences]") {
  // 0.25, 0.25, 0.125, 0.125
  CHECK(values("StepLR", {{"step_size", 2}, {"gamma", 0.5}, {"last_epoch", 1}}, 3) == numbers{0.5, 0.5, 0.25, 0.25});
  // 0.25, 0.25
  CHECK(values("MultiStepLR", {{"milestones", {2}}, {"gamma", 0.5}, {"last_epoch", 1}}, 1) == numbers{0.5, 0.5});
}

TEST_CASE("ConstantLR does not go back twice when resumed at total_iters", "[differences]") {
  // 2, 2
  CHECK(values("ConstantLR", {{"factor", 0.5}, {"total_iters", 2}, {"last_epoch", 1}}, 1) == numbers{1.0, 1.0});
}

TEST_CASE("SWALR continues annealing when resumed", "[differences]") {
  // 0.5, 0.375, 0.25, 0.125: from the start again
  CHECK(values("SWALR", {{"swa_lr", 0.0}, {"anneal_epochs", 4}, {"anneal_strategy", "linear"}, {"last_epoch", 1}}, 3) ==
        numbers{0.5, 0.25, 0.0, 0.0});
}

TEST_CASE("CosineAnnealingWarmRestarts resumes in the right cycle with T_mult above 1", "[differences]") {
  // 1, 0.933, 0.75: in a cycle of 6 epochs, not of 12
  CHECK(values("CosineAnnealingWarmRestarts", {{"T_0", 3}, {"T_mult", 2}, {"last_epoch", 8}}, 2) ==
        numbers{1.0, 0.9829629131445341, 0.9330127018922194});
}

TEST_CASE("A recursive rule resumes from the base value", "[differences]") {
  // Each continues from the optimizer's value, here 1; LinearLR goes beyond 1
  CHECK(values("ExponentialLR", {{"gamma", 0.5}, {"last_epoch", 1}}, 1) == numbers{0.25, 0.125});
  CHECK(values("LinearLR", {{"start_factor", 0.5}, {"total_iters", 4}, {"last_epoch", 1}}, 2) ==
        numbers{0.75, 0.875, 1.0});
  CHECK(values("PolynomialLR", {{"total_iters", 4}, {"last_epoch", 1}}, 2) == numbers{0.5, 0.25, 0.0});
  CHECK(values("CosineAnnealingLR", {{"T_max", 4}, {"last_epoch", 1}}, 1) == numbers{0.5, 0.14644660940672627});
  CHECK(values(entry(roster::MultiplicativeLR{.lr_lambda = half}, {.last_epoch = 1}), 1) == numbers{0.25, 0.125});
}

TEST_CASE("SequentialLR resumes at last_epoch", "[differences]") {
  // 0.5, 0.25: at epoch 0 of its first scheduler, but counting from 5
  const SequentialLR config{.schedulers = {ConstantLR{.factor = 0.5, .total_iters = 2}, ExponentialLR{.gamma = 0.5}},
                            .milestones = {3}};
  CHECK(values(config, 6) == numbers{0.5, 0.5, 1.0, 1.0, 0.5, 0.25, 0.125});
  CHECK(values(entry(config, {.last_epoch = 4}), 1) == numbers{0.25, 0.125});
}

TEST_CASE("ChainedScheduler and ReduceLROnPlateau take last_epoch", "[differences]") {
  // TypeError
  const ChainedScheduler config{
      .schedulers = {ConstantLR{.factor = 0.5, .total_iters = 2}, ExponentialLR{.gamma = 0.5}}};
  CHECK(values(entry(config, {.last_epoch = 1}), 1) == numbers{0.25, 0.125});
  auto set = fresh();
  const auto plateau = roster::create("ReduceLROnPlateau", set, {{"last_epoch", 3}});
  CHECK(plateau.last_epoch() == 4);
  CHECK(set == fresh());
}

// --- composition ---

TEST_CASE("SequentialLR refuses milestones that are unsorted, repeated or negative", "[differences]") {
  const auto with_milestones = [](std::vector<std::int64_t> milestones) {
    return SequentialLR{.schedulers = {ConstantLR{}, ExponentialLR{.gamma = 0.5}, ExponentialLR{.gamma = 0.9}},
                        .milestones = std::move(milestones)};
  };
  // The second scheduler is left out
  CHECK(refusal(with_milestones({3, 2})) ==
        "SequentialLR: milestones[1] is 2, expected more than 3, the milestone before");
  CHECK(refusal(with_milestones({2, 2})) ==
        "SequentialLR: milestones[1] is 2, expected more than 2, the milestone before");
  // The first one is
  CHECK(refusal(with_milestones({-1, 2})) == "SequentialLR: milestones[0] is -1, expected an integer of at least 0");
}

TEST_CASE("SequentialLR refuses a OneCycleLR that ends before its turn does", "[differences]") {
  // ValueError in the middle of the training: "Tried to step 4 times. …"
  const OneCycleLR short_one{.max_lr = 1.0, .total_steps = 3, .pct_start = 0.5};
  CHECK(refusal(SequentialLR{.schedulers = {short_one, ConstantLR{}}, .milestones = {6}}) ==
        "SequentialLR: schedulers[0] ends after 3 steps, but its turn lasts 5");
}

TEST_CASE("A composition may be a later scheduler of a SequentialLR", "[differences]") {
  // NotImplementedError at step 2, of both
  const ConstantLR first{.factor = 0.5, .total_iters = 4};
  const ChainedScheduler chained{.schedulers = {ExponentialLR{.gamma = 0.5}}};
  const SequentialLR sequence{.schedulers = {ExponentialLR{.gamma = 0.5}, ExponentialLR{.gamma = 0.9}},
                              .milestones = {2}};
  CHECK(values(SequentialLR{.schedulers = {first, chained}, .milestones = {2}}, 4) ==
        numbers{0.5, 0.5, 1.0, 0.5, 0.25});
  CHECK(values(SequentialLR{.schedulers = {first, sequence}, .milestones = {2}}, 5) ==
        numbers{0.5, 0.5, 1.0, 0.5, 1.0, 0.9});
}

TEST_CASE("A composition that is first in a SequentialLR acts as it does alone", "[differences]") {
  const ExponentialLR tail{.gamma = 0.5};
  const ConstantLR constant{.factor = 0.5, .total_iters = 2};
  const ChainedScheduler chained{.schedulers = {constant, ExponentialLR{.gamma = 0.9}}};
  // 0.45, 0.405, 0.729: one decay too many from the start
  CHECK(values(chained, 2) == numbers{0.5, 0.45, 0.81});
  CHECK(values(SequentialLR{.schedulers = {chained, tail}, .milestones = {3}}, 4) ==
        numbers{0.5, 0.45, 0.81, 1.0, 0.5});
  // 0.5, 1, 0.9, 0.81: one step ahead
  const SequentialLR sequence{.schedulers = {constant, ExponentialLR{.gamma = 0.9}}, .milestones = {2}};
  CHECK(values(SequentialLR{.schedulers = {sequence, tail}, .milestones = {4}}, 4) == numbers{0.5, 0.5, 1.0, 0.9, 1.0});
}

TEST_CASE("ReduceLROnPlateau may be part of a composition", "[differences]") {
  // ValueError "… does not support `ReduceLROnPlateau` scheduler …"
  const ReduceLROnPlateau plateau{.factor = 0.5, .patience = 0};
  CHECK(values_of_metrics(
            SequentialLR{.schedulers = {ConstantLR{.factor = 0.5, .total_iters = 4}, plateau}, .milestones = {2}},
            {1, 1, 1, 1, 1}) == numbers{0.5, 0.5, 1.0, 1.0, 0.5, 0.25});
  CHECK(values_of_metrics(ChainedScheduler{.schedulers = {ConstantLR{.factor = 0.5, .total_iters = 2}, plateau}},
                          {1, 1, 1}) == numbers{0.5, 0.5, 0.5, 0.25});
}

TEST_CASE("CyclicLR and OneCycleLR in a composition change nothing before their turn", "[differences]") {
  const ConstantLR constant{.factor = 0.5, .total_iters = 2};
  auto set = fresh();
  auto scheduler = roster::create(
      entry(SequentialLR{.schedulers = {constant, OneCycleLR{.max_lr = 1.0, .total_steps = 4}}, .milestones = {2}}),
      set);
  CHECK(set == groups{{.lr = 0.5, .momentum = 0.5}});  // 0.02, 0.95
  CHECK(go_on(scheduler, set, 3) == numbers{0.5, 0.5, 0.040000000000000036, 0.811745653949763});
  CHECK(set[0].momentum == 0.8688255099070633);
  // 0.05: the base value is CyclicLR's
  CHECK(values(SequentialLR{.schedulers = {CyclicLR{.base_lr = 0.1, .max_lr = 1.0, .step_size_up = 2}, constant},
                            .milestones = {2}},
               2) == numbers{0.1, 0.55, 0.5});
}

TEST_CASE("MultiplicativeLR begins later in a composition as it does alone", "[differences]") {
  // 0.45 at epoch 3: f(0) is applied
  CHECK(values(SequentialLR{.schedulers = {ConstantLR{.factor = 0.5, .total_iters = 9},
                                           roster::MultiplicativeLR{.lr_lambda = nine_tenths}},
                            .milestones = {3}},
               4) == numbers{0.5, 0.5, 0.5, 0.5, 0.45});
}

TEST_CASE("Two schedulers of one type keep their own values in a composition", "[differences]") {
  const SWALR to_half{.swa_lr = 0.5, .anneal_epochs = 2, .anneal_strategy = "linear"};
  const SWALR to_tenth{.swa_lr = 0.1, .anneal_epochs = 2, .anneal_strategy = "linear"};
  // 1, 0.55, 0.1, 0.1: the group has one swa_lr, that of the last
  CHECK(values(SequentialLR{.schedulers = {to_half, to_tenth}, .milestones = {3}}, 5) ==
        numbers{1.0, 0.75, 0.5, 0.5, 0.3, 0.1});
  // 0.02, 0.41, …: and one max_lr
  const SequentialLR cycles{
      .schedulers = {OneCycleLR{.max_lr = 1.0, .total_steps = 4}, OneCycleLR{.max_lr = 0.5, .total_steps = 4}},
      .milestones = {4}};
  CHECK(values(cycles, 5) == numbers{0.040000000000000036, 0.811745653949763, 0.28306099820869923, 4e-06,
                                     0.020000000000000018, 0.4058728269748815});
}

TEST_CASE("A composition has last_epoch and base_lrs", "[differences]") {
  // AttributeError; SequentialLR has the first of them
  auto set = fresh();
  auto scheduler = roster::create(entry(ChainedScheduler{.schedulers = {ExponentialLR{.gamma = 0.5}}}), set);
  scheduler.step();
  CHECK(scheduler.last_epoch() == 1);
  CHECK(scheduler.base_lrs()[0] == 1.0);
}

// --- state ---

TEST_CASE("The state of another scheduler is refused", "[differences]") {
  // Taken; CosineAnnealingLR then has a step_size
  const auto state = state_of(roster::StepLR{.step_size = 2});
  CHECK(refusal(roster::CosineAnnealingLR{.T_max = 5}, state) ==
        "state_dict: scheduler is \"StepLR\", expected \"CosineAnnealingLR\"");
  CHECK(refusal(
            roster::CosineAnnealingLR{.T_max = 5},
            node(node::object{{"step_size", 2}, {"gamma", 0.1}, {"base_lrs", std::vector{1.0}}, {"last_epoch", 0}})) ==
        "state_dict: is not the state of a CosineAnnealingLR: it has step_size and gamma, but not T_max and eta_min");
}

TEST_CASE("The state of another config is refused", "[differences]") {
  // T_max becomes 10
  CHECK(refusal(roster::CosineAnnealingLR{.T_max = 99}, state_of(roster::CosineAnnealingLR{.T_max = 10})) ==
        "state_dict: T_max is 10 in the state, but 99 here; to go on with the config here, load it with "
        "roster::config_may_differ");
  // Taken: neither is saved
  CHECK(refusal(OneCycleLR{.max_lr = 1.0, .total_steps = 4},
                state_of(OneCycleLR{.max_lr = 1.0, .total_steps = 4, .final_div_factor = 1e3})) ==
        "state_dict: final_div_factor is 1000.0 in the state, but 10000.0 here; to go on with the config here, load it "
        "with roster::config_may_differ");
  CHECK(refusal(SWALR{.swa_lr = 0.05}, state_of(SWALR{.swa_lr = 0.01})) ==
        "state_dict: swa_lr is 0.01 in the state, but 0.05 here; to go on with the config here, load it with "
        "roster::config_may_differ");
}

TEST_CASE("A state with unknown or missing keys is refused", "[differences]") {
  const ExponentialLR config{.gamma = 0.5};
  const auto state = state_of(config);
  // The attribute is added; {} loads without an error
  CHECK(
      refusal(config, with(state, "last_epochs", 5)) ==
      "state_dict: last_epochs is not a field of a saved ExponentialLR (its fields: scheduler, version, options, "
      "config, "
      "last_epoch, base_lrs, _last_lr, _step_count, _is_initial, _get_lr_called_within_step, use_beta1); did you mean "
      "last_epoch?");
  CHECK(refusal(config, without(state, "last_epoch")) == "state_dict: last_epoch is missing");
  CHECK(refusal(config, without(state, "config")) == "state_dict: config is missing");
  CHECK(refusal(config, node(node::object{})) ==
        "state_dict: 4 problems\n"
        "  gamma is missing\n"
        "  last_epoch is missing\n"
        "  base_lrs is missing\n"
        "  _last_lr is missing");
}

TEST_CASE("A state with impossible values is refused", "[differences]") {
  const ExponentialLR config{.gamma = 0.5};
  const auto state = state_of(config);
  // All taken
  CHECK(refusal(config, with(state, "last_epoch", -1)) ==
        "state_dict: last_epoch is -1, expected an integer of at least 0");
  CHECK(refusal(config, with(state, "_last_lr", {not_a_number})) ==
        "state_dict: _last_lr[0] is nan, expected a finite real number");
  const node text(node::object{{"gamma", "0.5"}});
  CHECK(refusal(config, with(state, "config", text)) ==
        "state_dict: gamma is \"0.5\" in the state, but 0.5 here; to go on with the config here, load it with "
        "roster::config_may_differ");
}

TEST_CASE("The state of another number of groups is refused", "[differences]") {
  // Taken by ExponentialLR; ValueError at the next step of LambdaLR
  CHECK(refusal(ExponentialLR{.gamma = 0.5}, state_of(ExponentialLR{.gamma = 0.5}, 1, {{.lr = 1}, {.lr = 2}})) ==
        "state_dict: 2 problems\n"
        "  base_lrs has 2 elements, expected 1, one for each group\n"
        "  _last_lr has 2 elements, expected 1, one for each group");
}

TEST_CASE("The state of another composition is refused", "[differences]") {
  const ExponentialLR decay{.gamma = 0.5};
  const SequentialLR saved{.schedulers = {decay, ConstantLR{}}, .milestones = {2}};
  const auto state = state_of(saved);
  // _milestones becomes [2]
  CHECK(refusal(SequentialLR{.schedulers = {decay, ConstantLR{}}, .milestones = {5}}, state) ==
        "state_dict: milestones is [2] in the state, but [5] here; to go on with the config here, load it with "
        "roster::config_may_differ");
  // Two of three children take a state
  CHECK(refusal(ChainedScheduler{.schedulers = {decay, decay, decay}},
                state_of(ChainedScheduler{.schedulers = {decay, decay}})) ==
        R"(state_dict: schedulers are ["ExponentialLR", "ExponentialLR"] in the state, but ["ExponentialLR", )"
        R"("ExponentialLR", "ExponentialLR"] here)");
  // The child takes it
  CHECK(refusal(ChainedScheduler{.schedulers = {decay}},
                state_of(ChainedScheduler{.schedulers = {ConstantLR{.factor = 1, .total_iters = 5}}})) ==
        R"(state_dict: schedulers are ["ConstantLR"] in the state, but ["ExponentialLR"] here)");
}

TEST_CASE("A state can be loaded twice", "[differences]") {
  // KeyError '_scale_fn_custom': CyclicLR removes it from the dict
  const CyclicLR config{.base_lr = 0.1, .max_lr = 1.0, .step_size_up = 2};
  const auto state = state_of(config, 1);
  auto set = fresh();
  auto scheduler = roster::create(entry(config), set);
  for (int i = 0; i < 2; ++i) scheduler.load_state_dict(state);
  CHECK(set == groups{{.lr = 0.55, .momentum = 0.8500000000000001}});
}

TEST_CASE("Loading sets the optimizer's learning rate and momentum", "[differences]") {
  // The optimizer keeps 1.0, and two steps later it is at 0.5 instead of 0.125
  const roster::StepLR config{.step_size = 2, .gamma = 0.5};
  auto set = fresh();
  auto scheduler = roster::create(entry(config), set);
  scheduler.load_state_dict(state_of(config, 4));
  CHECK(go_on(scheduler, set, 2) == numbers{0.25, 0.25, 0.125});

  // 0.04 and 0.95 until the next step
  const OneCycleLR cycle{.max_lr = 1.0, .total_steps = 9};
  auto other = roster::create(entry(cycle), set);
  other.load_state_dict(state_of(cycle, 3));
  CHECK(set == groups{{.lr = 0.8985666593464469, .momentum = 0.8601433746388538}});
}

TEST_CASE("A scheduler made after the optimizer was loaded can load its state", "[differences]") {
  // ConstantLR 0.25, 0.25, 0.5, … and LinearLR 0.375, 0.4375, 0.5, …: the constructor's factor is never undone
  const ConstantLR constant{.factor = 0.5, .total_iters = 4};
  groups loaded{{.lr = 0.5}};
  auto first = roster::create(entry(constant), loaded);
  first.load_state_dict(state_of(constant, 2));
  CHECK(go_on(first, loaded, 3) == numbers{0.5, 0.5, 1.0, 1.0});

  const roster::LinearLR linear{.start_factor = 0.5, .end_factor = 1.0, .total_iters = 4};
  loaded = {{.lr = 0.75}};
  auto second = roster::create(entry(linear), loaded);
  second.load_state_dict(state_of(linear, 2));
  CHECK(go_on(second, loaded, 3) == numbers{0.75, 0.875, 1.0, 1.0});
}

TEST_CASE("The contents of a function are not saved", "[differences]") {
  // The attributes of a callable object are saved and loaded: [{"g": 0.5}]
  const roster::LambdaLR config{.lr_lambda = halves};
  const auto state = state_of(config);
  const node nothing(node::list{node()});
  CHECK(*state.find("lr_lambdas") == nothing);
  const node attributes(node::list{node(node::object{{"g", node(value(0.5))}})});
  CHECK(refusal(config, with(state, "lr_lambdas", attributes)) ==
        "state_dict: lr_lambdas[0] is an object in the state, but null here; to go on with the config here, load it "
        "with roster::config_may_differ");
}

TEST_CASE("A state is a copy", "[differences]") {
  // base_lrs in the state is the scheduler's own list
  auto set = fresh();
  auto scheduler = roster::create("StepLR", set, {{"step_size", 2}, {"gamma", 0.5}});
  auto state = scheduler.state_dict();
  state = with(state, "base_lrs", {9.0});
  CHECK(scheduler.base_lrs()[0] == 1.0);
  const auto before = scheduler.state_dict();
  scheduler.step();
  CHECK(before == state_of(roster::StepLR{.step_size = 2, .gamma = 0.5}));
}

// --- groups that join, leave and move ---

TEST_CASE("A group that joins takes its learning rate as its base value", "[differences]") {
  // ValueError "zip() argument 2 is shorter than argument 1", of both
  CHECK(values_of_two(roster::LambdaLR{.lr_lambda = halves}, 2) == std::vector<numbers>{{0.25, 2.5}, {0.125, 1.25}});
  CHECK(values_of_two(roster::CosineAnnealingWarmRestarts{.T_0 = 4}, 3) ==
        std::vector<numbers>{{0.5, 5.0}, {0.14644660940672627, 1.4644660940672627}, {1.0, 10.0}});
}

TEST_CASE("A group that joins CyclicLR or OneCycleLR gets its base value from the scheduler", "[differences]") {
  // ValueError "zip() argument 2 is shorter than argument 1"; KeyError 'max_lr'
  CHECK(values_of_two(CyclicLR{.base_lr = 0.1, .max_lr = 1.0, .step_size_up = 2}, 2) ==
        std::vector<numbers>{{1.0, 1.0}, {0.55, 0.55}});
  CHECK(values_of_two(OneCycleLR{.max_lr = 1.0, .total_steps = 8}, 2) ==
        std::vector<numbers>{{0.9719417773875232, 0.9719417773875232}, {0.811745653949763, 0.811745653949763}});
}

TEST_CASE("A group that joins MultiplicativeLR or SWALR continues from its learning rate", "[differences]") {
  // ValueError "zip() argument 2 is longer than argument 1"; KeyError 'swa_lr'
  CHECK(values_of_two(roster::MultiplicativeLR{.lr_lambda = half}, 2) ==
        std::vector<numbers>{{0.25, 5.0}, {0.125, 2.5}});
  CHECK(values_of_two(SWALR{.swa_lr = 0.1, .anneal_epochs = 4, .anneal_strategy = "linear"}, 3) ==
        std::vector<numbers>{{0.55, 6.699999999999999}, {0.325, 3.4}, {0.1, 0.1}});
}

TEST_CASE("A group that joins CosineAnnealingLR rises again with the others", "[differences]") {
  // ValueError at step T_max + 1
  CHECK(values_of_two(roster::CosineAnnealingLR{.T_max = 4}, 5) ==
        std::vector<numbers>{{0.5, 5.85786437626905},
                             {0.14644660940672627, 1.7157287525380995},
                             {0.0, 0.0},
                             {0.1464466094067262, 1.4644660940672622},
                             {0.5000000000000001, 5.000000000000001}});
}

TEST_CASE("A group that joins SequentialLR takes part at the next milestone", "[differences]") {
  // ValueError there
  CHECK(values_of_two(
            SequentialLR{.schedulers = {ExponentialLR{.gamma = 0.9}, ExponentialLR{.gamma = 0.5}}, .milestones = {2}},
            2) == std::vector<numbers>{{1.0, 10.0}, {0.5, 5.0}});
}

TEST_CASE("A group without a value in a list is refused at the next step", "[differences]") {
  // RuntimeError at the next reduction
  auto set = fresh();
  auto scheduler = roster::create("ReduceLROnPlateau", set, {{"min_lr", {0.0}}});
  scheduler.step(1.0);
  set.push_back({.lr = 10.0});
  CHECK(message([&] { scheduler.step(0.5); }) == "ReduceLROnPlateau: min_lr has no value for group 1, which joined");
  CHECK(scheduler.last_epoch() == 1);
}

TEST_CASE("A group that leaves does not stop the others", "[differences]") {
  // ValueError "zip() argument 2 is longer than argument 1"
  struct layer {
    double lr;
    int id;
  };
  std::vector<layer> set{{10.0, 0}, {1.0, 1}};
  auto scheduler = roster::create(entry(roster::LambdaLR{.lr_lambda = halves}), set);
  scheduler.step();
  set.erase(set.begin());
  scheduler.step();
  CHECK(set[0].lr == 0.25);
}

TEST_CASE("A list for the groups follows them when they change places", "[differences]") {
  // 1, 0.5 (group 0's) for the group that has 2
  struct layer {
    double lr;
    int id;
  };
  std::vector<layer> set{{.lr = 1.0, .id = 0}, {.lr = 1.0, .id = 1}};
  auto scheduler = roster::create(
      entry(CyclicLR{.base_lr = {0, 1}, .max_lr = {1, 2}, .step_size_up = 2, .cycle_momentum = false}), set);
  std::swap(set[0], set[1]);
  scheduler.step();
  CHECK(set[0].lr == 1.5);
  CHECK(set[1].lr == 0.5);
}

// --- how LibTorch's ReduceLROnPlateauScheduler differs ---

TEST_CASE("ReduceLROnPlateau reduces in doubles", "[differences]") {
  CHECK(values_of_metrics(ReduceLROnPlateau{.factor = 0.1, .patience = 0}, {1, 1}) == numbers{1.0, 1.0, 0.1});
}

TEST_CASE("ReduceLROnPlateau in mode max takes metrics below 0", "[differences]") {
  CHECK(values_of_metrics(ReduceLROnPlateau{.mode = "max", .factor = 0.5, .patience = 0}, {-5, -4, -3}) ==
        numbers{1.0, 1.0, 1.0, 1.0});
}

TEST_CASE("ReduceLROnPlateau in mode max adds an absolute threshold", "[differences]") {
  CHECK(values_of_metrics(ReduceLROnPlateau{.mode = "max", .factor = 0.5, .patience = 0, .threshold_mode = "abs"},
                          {0.9, 0.8, 0.7}) == numbers{1.0, 1.0, 0.5, 0.25});
}

}  // namespace differences_tests
