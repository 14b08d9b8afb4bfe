#include "roster/fields/lengths.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "roster/fields/nested_kind.hpp"
#include "roster/fields/valid.hpp"
#include "roster/files/json.hpp"
#include "roster/files/yaml.hpp"
#include "roster/input/document.hpp"
#include "roster/run/default_registry.hpp"
#include "support/fields.hpp"

namespace lengths_tests {

using roster::batches;
using roster::epochs;
using roster::percent;
using roster::required;
using roster::resolved_length;
using roster::step_clock;
using roster::steps;

constexpr step_clock by_epoch{.run = {.epochs = 90, .batches_per_epoch = 200}};
constexpr step_clock by_batch{.run = {.epochs = 90, .batches_per_epoch = 200}, .by_batch = true};

struct One {
  required<steps> size;
  static constexpr roster::rule rules[] = {{"size", "a number of steps", roster::between(0, 0x1p53)}};
};

/// What becomes of a length: a number of steps, or the problem.
std::string resolved(const steps& given, const step_clock& clock) {
  One config{.size = given};
  const auto problem =
      test::reported("One", [&](const roster::place& here) { roster::resolve_lengths(config, clock, here); });
  return problem.empty() ? std::to_string(config.size + 0) : problem;
}

TEST_CASE("Each unit becomes steps, of epochs and of batches", "[lengths]") {
  CHECK(resolved(7, by_epoch) == "7");
  CHECK(resolved(epochs(5), by_epoch) == "5");
  CHECK(resolved(epochs(5), by_batch) == "1000");
  CHECK(resolved(batches(500), by_batch) == "500");
  CHECK(resolved(batches(600), by_epoch) == "3");
  CHECK(resolved(percent(10), by_epoch) == "9");
  CHECK(resolved(percent(10), by_batch) == "1800");
  CHECK(resolved(percent(250), by_epoch) == "225");
}

TEST_CASE("What is not whole is rounded to the nearest, to at least 1 unless it is 0", "[lengths]") {
  CHECK(resolved(epochs(1.4), by_epoch) == "1");
  CHECK(resolved(epochs(1.5), by_epoch) == "2");
  CHECK(resolved(epochs(2.5), by_epoch) == "3");
  CHECK(resolved(batches(499), by_epoch) == "2");
  CHECK(resolved(batches(500), by_epoch) == "3");
  CHECK(resolved(batches(0.5), by_batch) == "1");
  CHECK(resolved(percent(5), by_epoch) == "5");
  CHECK(resolved(epochs(0.2), by_epoch) == "1");
  CHECK(resolved(batches(1), by_epoch) == "1");
  CHECK(resolved(percent(1e-9), by_epoch) == "1");
  CHECK(resolved(epochs(std::numeric_limits<double>::denorm_min()), by_epoch) == "1");
  for (const auto& zero : {epochs(0), batches(0), percent(0), epochs(-0.0)}) {
    CHECK(resolved(zero, by_epoch) == "0");
    CHECK(resolved(zero, by_batch) == "0");
  }
  // Halves that are a little less in doubles: 0.145 × 100 is 14.499999999999998.
  CHECK(resolved(epochs(0.145), {.run = {.batches_per_epoch = 100}, .by_batch = true}) == "15");
  for (std::int64_t thousandths = 1; thousandths < 20'000; ++thousandths) {
    const auto exact = thousandths * 50;  // thousandths of a batch
    const auto expected = std::max<std::int64_t>(1, (exact + 500) / 1000);
    const auto given = static_cast<double>(thousandths) / 1000;
    if (resolved(epochs(given), {.run = {.batches_per_epoch = 50}, .by_batch = true}) != std::to_string(expected)) {
      FAIL(given);
    }
  }
  // Large numbers stay exact.
  for (const std::int64_t whole : {(std::int64_t{1} << 49) + 1, std::int64_t{999'999'999'999'999}}) {
    CHECK(resolved(epochs(static_cast<double>(whole)), by_epoch) == std::to_string(whole));
  }
}

TEST_CASE("What has to be known is named", "[lengths][message]") {
  const step_clock nothing, batch_of_nothing{.by_batch = true};
  const step_clock only_epochs{.run = {.epochs = 90}}, only_batches{.run = {.batches_per_epoch = 200}};
  CHECK(resolved(epochs(5), nothing) == "5");
  CHECK(resolved(batches(5), batch_of_nothing) == "5");
  CHECK(resolved(percent(10), only_epochs) == "9");
  CHECK(resolved(batches(600), only_batches) == "3");
  CHECK(resolved(epochs(5), batch_of_nothing) ==
        "One: size is \"5 epochs\", which needs the number of batches per epoch");
  CHECK(resolved(batches(500), only_epochs) ==
        "One: size is \"500 batches\", which needs the number of batches per epoch");
  CHECK(resolved(percent(10), only_batches) == "One: size is \"10 %\", which needs the number of epochs of the run");
  CHECK(resolved(percent(10), {.run = only_epochs.run, .by_batch = true}) ==
        "One: size is \"10 %\", which needs the number of batches per epoch");
  CHECK(resolved(percent(10), batch_of_nothing) ==
        "One: size is \"10 %\", which needs the number of epochs of the run and the number of batches per epoch");
  CHECK(resolved(percent(10), {.run = {.epochs = -1}}) ==
        "One: size is \"10 %\", which needs the number of epochs of the run");
}

TEST_CASE("A length has to be a number of steps that the field takes", "[lengths][message]") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  CHECK(resolved(epochs(1e14), by_batch) == "One: size is \"100000000000000 epochs\", which is more than 2^53 steps");
  CHECK(resolved(percent(1e14), {.run = {.epochs = most, .batches_per_epoch = most}, .by_batch = true}) ==
        "One: size is \"100000000000000 %\", which is more than 2^53 steps");
  CHECK(resolved(epochs(-5), by_epoch) ==
        "One: size is \"-5 epochs\", expected an integer from 0 to 2^53, or a length such as \"5 epochs\", "
        "\"500 batches\" or \"10 %\"");
  roster::StepLR zero{.step_size = epochs(0)};
  CHECK(test::reported("StepLR", [&](const roster::place& here) { roster::resolve_lengths(zero, by_epoch, here); }) ==
        "StepLR: step_size is \"0 epochs\", which is 0 steps, expected an integer of at least 1");
}

// Rules of configs that need their numbers, at two levels
struct Ramp {
  steps up = percent(10);
  std::optional<steps> down = {};
  static constexpr roster::rule rules[] = {{"up", "steps up", roster::at_least(0)},
                                           {"down", "steps down", roster::at_least(0)}};
  void check(const roster::place& here) const {
    if (down && *down < up) here.member("down").report(roster::problem_kind::rule, "is less than up");
  }
};
struct Plan {
  double lr = 1;
  Ramp ramp = {};
  std::vector<steps> marks = {};
  static constexpr roster::rule rules[] = {
      {"lr", "a rate", roster::above(0)}, {"ramp", "a ramp"}, {"marks", "steps", roster::at_least(0)}};
  void check(const roster::place& here) const {
    if (!marks.empty() && marks.front() < ramp.up) {
      here.member("marks").report(roster::problem_kind::rule, "are before the ramp's end");
    }
  }
};

std::string read_problems(Plan& plan, const char* json) {
  const auto tree = roster::parse_json(json);
  return test::reported("Plan", [&](const roster::place& here) {
    const roster::value whole = tree;
    plan = roster::read_config<Plan>(*whole.as<roster::object_view>(), here);
  });
}

TEST_CASE("A config's own rules wait until its lengths are numbers; all else is reported when it is read",
          "[lengths][message]") {
  Plan plan;
  CHECK(read_problems(plan, R"({"ramp": {"up": "5 epochs", "down": 1}, "marks": ["400 batches", 1]})") == "");
  CHECK(roster::has_lengths(plan));
  CHECK(read_problems(plan, R"({"ramp": {"up": 5, "down": 1}})") == "Plan: ramp.down is less than up");
  CHECK(read_problems(plan, R"({"ramp": {"up": "5 epochs", "down": -1}, "lr": 0})") ==
        "Plan: 2 problems\n  ramp.down is -1, expected an integer of at least 0\n"
        "  lr is 0.0, expected a real number above 0");
  CHECK(read_problems(plan, R"({"ramp": {"up": 5, "down": 7}, "marks": [3]})") ==
        "Plan: marks are before the ramp's end");
  CHECK_FALSE(roster::has_lengths(Plan{.ramp = {.up = 3}}));
}

TEST_CASE("Resolving changes all lengths, says what became of them, and checks the whole again", "[lengths][message]") {
  Plan plan{.ramp = {.up = epochs(2), .down = 3}, .marks = {4, percent(10), batches(2'000)}};
  std::vector<resolved_length> done;
  const auto problems = [&](const step_clock& clock) {
    return test::reported("Plan",
                          [&](const roster::place& here) { done = roster::resolve_lengths(plan, clock, here); });
  };
  CHECK(problems(by_epoch) == "");
  CHECK(done == std::vector<resolved_length>{
                    {"ramp.up", "2 epochs", 2}, {"marks[1]", "10 %", 9}, {"marks[2]", "2000 batches", 10}});
  CHECK(roster::config_text(plan) == "Plan(lr=1.0, ramp=Ramp(up=2, down=3), marks=[4, 9, 10])");
  CHECK_FALSE(roster::has_lengths(plan));
  CHECK(problems(by_epoch) == "");
  CHECK(done.empty());

  plan = {.lr = -1, .ramp = {.up = epochs(5), .down = 3}, .marks = {4}};
  CHECK(problems(by_epoch) ==
        "Plan: 2 problems\n  lr is -1.0, expected a real number above 0\n  ramp.down is less than up");
  plan = {.ramp = {.up = epochs(5), .down = percent(10)}, .marks = {batches(1)}};
  CHECK(problems({.by_batch = true}) ==
        "Plan: 2 problems\n  ramp.up is \"5 epochs\", which needs the number of batches per epoch\n"
        "  ramp.down is \"10 %\", which needs the number of epochs of the run and the number of batches per epoch");
}

TEST_CASE("Nothing with a length is valid", "[lengths][message]") {
  const auto refusal = [](auto&& config) -> std::string {
    try {
      roster::validated(std::move(config));
    } catch (const roster::error& failed) {
      return failed.what();
    }
    return "";
  };
  CHECK(refusal(Plan{}) ==
        "Plan: ramp.up is \"10 %\", which needs the length of the run, expected an integer of at least 0");
  CHECK(refusal(Plan{.ramp = {.up = 1}}) == "");
  CHECK(refusal(roster::default_registry::entry(roster::StepLR{.step_size = epochs(5)})) ==
        "StepLR: step_size is \"5 epochs\", which needs the length of the run, expected an integer of at least 1");
}

using entry = roster::default_registry::entry;

/// The entry in a text of YAML, resolved; problems have their lines and columns.
std::string of_yaml(const char* text, const step_clock& clock, std::vector<resolved_length>* done = nullptr) {
  const roster::document file{"recipe.yaml", roster::parse_yaml(text)};
  try {
    auto read =
        roster::checked(file, [&](const roster::place& here) { return roster::read_entry<entry>(file.tree, here); });
    const auto all =
        roster::checked(file, [&](const roster::place& here) { return roster::resolve_lengths(read, clock, here); });
    if (done) *done = all;
    return roster::field_kind<entry>::text(read);
  } catch (const roster::error& failed) {
    return failed.what();
  }
}

constexpr auto composite = R"(name: SequentialLR
milestones: [10 %, 12 epochs]
schedulers:
  - {name: LinearLR, total_iters: 1000 batches}
  - name: ChainedScheduler
    schedulers:
      - {name: StepLR, step_size: 0.5 epochs}
  - {name: CosineAnnealingLR, T_max: 90 %}
)";

TEST_CASE("The lengths of a composite's schedulers are resolved at every depth", "[lengths][message]") {
  std::vector<resolved_length> done;
  CHECK(of_yaml(composite, by_epoch, &done) ==
        "SequentialLR(schedulers=[LinearLR(start_factor=0.3333333333333333, end_factor=1.0, total_iters=5), "
        "ChainedScheduler(schedulers=[StepLR(step_size=1, gamma=0.1)]), CosineAnnealingLR(T_max=81, eta_min=0.0)], "
        "milestones=[9, 12])");
  CHECK(done == std::vector<resolved_length>{{"schedulers[0].total_iters", "1000 batches", 5},
                                             {"schedulers[1].schedulers[0].step_size", "0.5 epochs", 1},
                                             {"schedulers[2].T_max", "90 %", 81},
                                             {"milestones[0]", "10 %", 9},
                                             {"milestones[1]", "12 epochs", 12}});
  CHECK(
      of_yaml(composite, by_batch) ==
      "SequentialLR(schedulers=[LinearLR(start_factor=0.3333333333333333, end_factor=1.0, total_iters=1000), "
      "ChainedScheduler(schedulers=[StepLR(step_size=100, gamma=0.1)]), CosineAnnealingLR(T_max=16200, eta_min=0.0)], "
      "milestones=[1800, 2400])");
}

TEST_CASE("Problems of lengths have the line and the column of the field", "[lengths][message]") {
  CHECK(of_yaml(composite, {.run = {.epochs = 90}}) ==
        "recipe.yaml:4:22: schedulers[0].total_iters is \"1000 batches\", which needs the number of batches per epoch");
  CHECK(of_yaml(composite, {.run = {.epochs = 200, .batches_per_epoch = 9}}) ==
        "recipe.yaml:2:20: milestones[1] is 12, expected more than 20, the milestone before (from \"12 epochs\")");
  CHECK(of_yaml("name: StepLR\nstep_size: 5 epcohs", by_epoch) ==
        "recipe.yaml:2:1: step_size is \"5 epcohs\", expected an integer of at least 1, or a length such as "
        "\"5 epochs\", \"500 batches\" or \"10 %\"; did you mean 5 epochs?");
  CHECK(of_yaml("{\"name\": \"StepLR\",\n \"step_size\": \"0 %\"}", by_epoch) ==
        "recipe.yaml:2:2: step_size is \"0 %\", which is 0 steps, expected an integer of at least 1");
  CHECK(of_yaml("name: OneCycleLR\nmax_lr: 1\ntotal_steps: 2 epochs\nepochs: 3\nsteps_per_epoch: 4", by_epoch) ==
        "recipe.yaml:3:1: total_steps is 2, but epochs times steps_per_epoch is 12; give only one of them "
        "(from \"2 epochs\")");
}

TEST_CASE("Every scheduler's number of steps may be a length", "[lengths]") {
  const std::pair<const char*, const char*> all[] = {
      {"{name: StepLR, step_size: 5 epochs}", "StepLR(step_size=1000, gamma=0.1)"},
      {"{name: MultiStepLR, milestones: [1 %, 30, 30 epochs]}", ""},
      {"{name: MultiStepLR, milestones: [1 epoch, 10 %]}", "MultiStepLR(milestones=[200, 1800], gamma=0.1)"},
      {"{name: ConstantLR, factor: 0.5, total_iters: 5 epochs}", "ConstantLR(factor=0.5, total_iters=1000)"},
      {"{name: LinearLR, start_factor: 0.5, total_iters: 5 epochs}",
       "LinearLR(start_factor=0.5, end_factor=1.0, total_iters=1000)"},
      {"{name: PolynomialLR, total_iters: 5 epochs}", "PolynomialLR(total_iters=1000, power=1.0)"},
      {"{name: CosineAnnealingLR, T_max: 100 %}", "CosineAnnealingLR(T_max=18000, eta_min=0.0)"},
      {"{name: CosineAnnealingWarmRestarts, T_0: 5 epochs}",
       "CosineAnnealingWarmRestarts(T_0=1000, T_mult=1, eta_min=0.0)"},
      {"{name: SWALR, swa_lr: 0.5, anneal_epochs: 5 epochs}",
       "SWALR(swa_lr=0.5, anneal_epochs=1000, anneal_strategy=\"cos\")"},
      {"{name: ReduceLROnPlateau, patience: 2 epochs, cooldown: 3 batches}",
       "ReduceLROnPlateau(mode=\"min\", factor=0.1, patience=400, threshold=1e-04, threshold_mode=\"rel\", "
       "cooldown=3, "
       "min_lr=0.0, eps=1e-08)"},
      {"{name: CyclicLR, base_lr: 0, max_lr: 1, step_size_up: 2 epochs, step_size_down: 1 %}",
       "CyclicLR(base_lr=0.0, max_lr=1.0, step_size_up=400, step_size_down=180, mode=\"triangular\", gamma=1.0, "
       "scale_fn=null, scale_mode=\"cycle\", cycle_momentum=true, base_momentum=0.8, max_momentum=0.9)"},
      {"{name: OneCycleLR, max_lr: 1, total_steps: 100 %}",
       "OneCycleLR(max_lr=1.0, total_steps=18000, epochs=null, steps_per_epoch=null, pct_start=0.3, "
       "anneal_strategy=\"cos\", cycle_momentum=true, base_momentum=0.85, max_momentum=0.95, div_factor=25.0, "
       "final_div_factor=10000.0, three_phase=false)"},
  };
  for (const auto& [given, text] : all) {
    if (*text) CHECK(of_yaml(given, by_batch) == text);
  }
  CHECK(of_yaml(all[1].first, by_batch) ==
        "recipe.yaml:1:39: milestones[1] is 30, expected at least 180, the milestone before");
}

TEST_CASE("Without a run, create and make report a length", "[lengths][message]") {
  std::vector<roster::plain_group> groups{{.lr = 1}};
  const auto refusal = [](auto&& f) -> std::string {
    try {
      f();
    } catch (const roster::error& failed) {
      return failed.what();
    }
    return "";
  };
  const std::string step_lr =
      "step_size is \"5 epochs\", which needs the length of the run, expected an integer of at least 1";
  CHECK(refusal([&] { roster::create("StepLR", groups, {{"step_size", "5 epochs"}}); }) == "StepLR: " + step_lr);
  CHECK(refusal([&] { roster::create("StepLR", groups, {{"step_size", "5 epochs"}, {"gamma", -1}}); }) ==
        "StepLR: 2 problems\n  gamma is -1.0, expected a real number above 0\n  " + step_lr);
  CHECK(refusal([&] { roster::make<"StepLR">(groups, {.step_size = epochs(5)}); }) == "StepLR: " + step_lr);
  CHECK(refusal([&] { roster::create(entry(roster::StepLR{.step_size = epochs(5)}), groups); }) ==
        "StepLR: " + step_lr);
  const auto tree = [](const char* yaml) { return roster::parse_yaml(yaml); };
  CHECK(refusal([&] { roster::create(tree("{name: StepLR, step_size: 5 epochs}"), groups); }) ==
        "scheduler: " + step_lr);
  CHECK(refusal([&] { roster::create(tree("{name: StepLR, step_size: 5 epochs, gamma: -1}"), groups); }) ==
        "scheduler: 2 problems\n  gamma is -1.0, expected a real number above 0\n  " + step_lr);
  CHECK(refusal([&] {
          roster::create(tree("{name: SteppLR, step_size: 5 epochs}"), groups);
        }).ends_with("did you mean StepLR?\n  " + step_lr));
  CHECK(refusal([&] { roster::create(tree("5 epochs"), groups); }) ==
        "scheduler: is \"5 epochs\", expected an object with the name of a scheduler");
  CHECK(refusal([&] { roster::create(tree(composite), groups); }) ==
        "scheduler: 5 problems\n"
        "  schedulers[0].total_iters is \"1000 batches\", which needs the length of the run, expected an integer of at "
        "least 1\n"
        "  schedulers[1].schedulers[0].step_size is \"0.5 epochs\", which needs the length of the run, expected an "
        "integer of at least 1\n"
        "  schedulers[2].T_max is \"90 %\", which needs the length of the run, expected an integer of at least 1\n"
        "  milestones[0] is \"10 %\", which needs the length of the run, expected an integer of at least 0\n"
        "  milestones[1] is \"12 epochs\", which needs the length of the run, expected an integer of at least 0");
  CHECK(groups[0].lr == 1);
}

/// A scheduler of somebody else, whose state counts steps too
struct Bounce {
  required<steps> length;
  Ramp ramp = {.up = 1};
  struct state {
    steps so_far = 0;
  };
  void step(state& s, roster::settings all, roster::epoch) const {
    s.so_far = s.so_far + 1;
    for (auto& lr : all.lr) lr = s.so_far % length == 0 ? 1 : lr / 2;
  }
};
inline constexpr auto mine = boost::hana::append(roster::schedulers, boost::hana::type_c<Bounce>);
using my_registry = roster::scheduler_registry<mine>;

TEST_CASE("A scheduler of your own takes lengths like those of the library", "[lengths][message]") {
  std::vector<roster::plain_group> groups{{.lr = 1}};
  const auto tree = roster::parse_json(
      R"({"name": "SequentialLR", "milestones": ["50 %"], "schedulers": [{"name": "Bounce", "length": "3 epochs",
          "ramp": {"up": "2 epochs"}}, {"name": "Bounce", "length": 1}]})");
  std::vector<roster::problem> problems;
  auto read = roster::read_entry<my_registry::entry>(tree, roster::place(problems));
  const auto done = roster::resolve_lengths(read, by_epoch, roster::place(problems));
  CHECK(problems.empty());
  CHECK(done == std::vector<resolved_length>{{"schedulers[0].length", "3 epochs", 3},
                                             {"schedulers[0].ramp.up", "2 epochs", 2},
                                             {"milestones[0]", "50 %", 45}});
  CHECK_NOTHROW(my_registry::create(read, groups));

  auto bounce = my_registry::make<"Bounce">(groups, {.length = 3});
  auto state = bounce.state_dict();
  CHECK_NOTHROW(bounce.load_state_dict(state));
  for (auto& member : *state.as<roster::node::object>()) {
    if (member.name == "so_far") member.given = "5 epochs";
  }
  try {
    bounce.load_state_dict(state);
    FAIL();
  } catch (const roster::error& failed) {
    CHECK(std::string(failed.what()) ==
          "state_dict: so_far is \"5 epochs\", which needs the length of the run, expected an integer");
  }
}

}  // namespace lengths_tests
