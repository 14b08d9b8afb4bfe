#include "roster/run/running_scheduler.hpp"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "roster/run/default_registry.hpp"
#include "support/refusal.hpp"

namespace running_scheduler_tests {

using groups = std::vector<roster::plain_group>;
using test::refusal;

struct Halving {  // without a closed form
  double next(roster::group g, roster::epoch t) const { return t == 0 ? g.lr : g.lr / 2; }
};
struct Inverse {
  double at(roster::group g, roster::epoch t) const { return g.base_lr / static_cast<double>(1 + t); }
};
struct Warm {  // its own base value, and the momentum too
  roster::required<double> start;
  double base(roster::group) const { return start; }
  double at(roster::group g, roster::epoch t) const { return g.base_lr + static_cast<double>(t); }
  double momentum(roster::group g, roster::epoch t) const {
    return 0.5 + 0.25 * static_cast<double>(t) + static_cast<double>(g.index);
  }
};
struct Still {  // says how its momentum is turned off
  bool still = false;
  static constexpr std::string_view momentum_off = "set still to true";
  double at(roster::group g, roster::epoch) const { return g.base_lr; }
  bool moves_momentum() const { return !still; }
  double momentum(roster::group, roster::epoch) const { return 0.5; }
};
struct Plateau {  // driven by a metric, remembers
  double factor = 0.1;
  struct state {
    double best = 1e300;
  };
  void step(state& s, roster::settings all, roster::epoch, double metric) const {
    const bool better = metric < s.best;
    if (better) s.best = metric;
    for (auto& lr : all.lr) lr = better ? lr : lr * factor;
  }
};
struct Ramp {  // rises for some steps, and is then driven by a metric
  std::int64_t length = 2;
  struct state {
    double best = 1e300;
  };
  void step(state& s, roster::settings all, roster::epoch t, std::optional<double> metric) const {
    for (std::size_t i = 0; i < all.lr.size() && !needs_metric(t); ++i) {
      all.lr[i] = all.base_lr[i] * static_cast<double>(1 + t) / static_cast<double>(1 + length);
    }
    if (!needs_metric(t) || !metric) return;
    if (*metric >= s.best) all.lr[0] /= 2;
    s.best = std::min(s.best, *metric);
  }
  bool needs_metric(roster::epoch t) const { return t > length; }
};
struct Short {  // ends
  double at(roster::group g, roster::epoch) const { return g.base_lr; }
  roster::epoch last() const { return 2; }
};

template <class Config>
using scheduler_of = roster::running_scheduler<roster::schedule<Config>, groups>;

template <class Scheduler>
concept steps_without_metric = requires(Scheduler& scheduler) { scheduler.step(); };
template <class Scheduler>
concept steps_with_metric = requires(Scheduler& scheduler) { scheduler.step(1.0); };
template <class Scheduler>
concept looks_ahead = requires(Scheduler& scheduler) { scheduler.at(1); };
static_assert(!steps_without_metric<scheduler_of<Plateau>> && steps_with_metric<scheduler_of<Plateau>>);
static_assert(steps_without_metric<scheduler_of<Inverse>> && !steps_with_metric<scheduler_of<Inverse>>);
static_assert(steps_without_metric<scheduler_of<Ramp>> && steps_with_metric<scheduler_of<Ramp>>);
static_assert(looks_ahead<scheduler_of<Inverse>> && !looks_ahead<scheduler_of<Halving>>);

/// What `f` writes to stdout.
template <class F>
std::string printed(F&& f) {
  std::fflush(stdout);
  const int kept = dup(1);
  std::FILE* file = std::tmpfile();
  dup2(fileno(file), 1);
  f();
  std::fflush(stdout);
  dup2(kept, 1);
  close(kept);
  std::string text(1000, '\0');
  std::rewind(file);
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  return text;
}

TEST_CASE("A scheduler drives all groups of an optimizer", "[running_scheduler]") {
  groups optimizer{{.lr = 1.0}, {.lr = 0.5, .momentum = 0.9}};
  auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 2, .gamma = 0.5});
  CHECK(scheduler.last_epoch() == 0);
  CHECK(std::vector(scheduler.base_lrs().begin(), scheduler.base_lrs().end()) == std::vector{1.0, 0.5});
  CHECK(optimizer == groups{{.lr = 1.0}, {.lr = 0.5, .momentum = 0.9}});
  scheduler.step();
  scheduler.step();
  CHECK(scheduler.last_epoch() == 2);
  CHECK(optimizer == groups{{.lr = 0.5}, {.lr = 0.25, .momentum = 0.9}});
  CHECK(std::vector(scheduler.get_last_lr().begin(), scheduler.get_last_lr().end()) == std::vector{0.5, 0.25});
}

TEST_CASE("A recursive rule continues from the optimizer's value, as in PyTorch", "[running_scheduler]") {
  groups optimizer{{.lr = 1.0}};
  auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 1, .gamma = 0.5});
  optimizer[0].lr = 8.0;
  scheduler.step();
  CHECK(optimizer[0].lr == 4.0);
}

TEST_CASE("A rule with its own base value sets it immediately, with the momentum", "[running_scheduler]") {
  groups optimizer{{.lr = 9}, {.lr = 9}};
  roster::running_scheduler running(optimizer, roster::schedule(Warm{.start = 2}));
  CHECK(optimizer == groups{{2, 0.5}, {2, 1.5}});
  CHECK(running.base_lrs()[1] == 2);
  running.step();
  CHECK(optimizer == groups{{3, 0.75}, {3, 1.75}});

  const auto saved = running.state_dict();
  running.step();
  optimizer.assign(2, {.lr = 0});
  running.load_state_dict(saved);
  CHECK(optimizer == groups{{3, 0.75}, {3, 1.75}});
}

TEST_CASE("An optimizer without momentum is refused if the schedule moves it, and nothing changes",
          "[running_scheduler][message]") {
  struct bare {
    double lr;
  };
  std::vector<bare> optimizer{{.lr = 9}};
  CHECK(refusal([&] { roster::running_scheduler(optimizer, roster::schedule(Warm{.start = 2})); }) ==
        "Warm: moves the momentum, but group 0 of the optimizer has neither momentum nor betas; choose another "
        "optimizer");
  CHECK(refusal([&] { roster::running_scheduler(optimizer, roster::schedule(Still{})); }) ==
        "Still: moves the momentum, but group 0 of the optimizer has neither momentum nor betas; set still to true or "
        "choose another optimizer");
  const auto of_cycle =
      " moves the momentum, but group 0 of the optimizer has neither momentum nor betas; set "
      "cycle_momentum to false or choose another optimizer";
  const roster::OneCycleLR cycle{.max_lr = 1, .total_steps = 9};
  CHECK(refusal([&] { roster::make<"OneCycleLR">(optimizer, cycle); }) == "OneCycleLR:" + std::string(of_cycle));
  CHECK(refusal([&] { roster::make<"CyclicLR">(optimizer, {.base_lr = 0, .max_lr = 1}); }) ==
        "CyclicLR:" + std::string(of_cycle));
  CHECK(refusal([&] {
          roster::make<"SequentialLR">(optimizer, {.schedulers = {roster::ConstantLR{}, cycle}, .milestones = {2}});
        }) == "SequentialLR:" + std::string(of_cycle));
  CHECK(optimizer[0].lr == 9);
}

TEST_CASE("A metric drives a rule, and its state is saved", "[running_scheduler]") {
  groups optimizer{{.lr = 1}};
  roster::running_scheduler running(optimizer, roster::schedule(Plateau{.factor = 0.5}));
  CHECK(optimizer[0].lr == 1);
  running.step(3.0);
  CHECK(optimizer[0].lr == 1);
  running.step(4.0);
  CHECK(optimizer[0].lr == 0.5);

  const auto saved = running.state_dict();
  CHECK(*saved.find("best") == roster::node(roster::value(3.0)));
  running.step(1.0);
  running.load_state_dict(saved);
  running.step(2.0);
  CHECK(optimizer[0].lr == 0.5);
  running.step(2.5);
  CHECK(optimizer[0].lr == 0.25);
  CHECK(running.last_epoch() == 4);
}

TEST_CASE("A rule may need a metric in some steps only", "[running_scheduler][message]") {
  groups optimizer{{.lr = 6}};
  roster::running_scheduler running(optimizer, roster::schedule(Ramp{}), {.monitor = "loss"});
  CHECK(optimizer[0].lr == 2);
  running.after_epoch();
  CHECK(optimizer[0].lr == 4);
  running.after_epoch({{"loss", 9.0}});
  CHECK(optimizer[0].lr == 6);
  for (int i = 0; i < 2; ++i) {
    CHECK(refusal([&] { running.step(); }) == "Ramp: needs a metric: call step(metric)");
    CHECK(refusal([&] { running.after_epoch({{"accuracy", 0.5}}); }) ==
          "Ramp: needs the metric loss, but got only accuracy");
    CHECK(running.last_epoch() == 2);
  }
  running.after_epoch({{"loss", 9.0}});
  const auto saved = running.state_dict();
  CHECK(*saved.find("best") == roster::node(9.0));
  running.after_epoch({{"loss", 9.0}});
  CHECK(optimizer[0].lr == 3);
  running.load_state_dict(saved);
  running.step(9.5);
  CHECK(optimizer[0].lr == 3);
}

TEST_CASE("What a metric drives in some steps stays under another config, the rest is as that has it",
          "[running_scheduler]") {
  const auto change = [](std::int64_t steps, std::int64_t length) {
    groups before{{.lr = 6}}, after{{.lr = 1}};
    roster::running_scheduler old(before, roster::schedule(Ramp{}));
    for (std::int64_t t = 0; t < steps; ++t) old.step(9.0);
    roster::running_scheduler now(after, roster::schedule(Ramp{.length = length}));
    now.load_state_dict(old.state_dict(), roster::config_may_differ);
    return after[0].lr;
  };
  CHECK(change(4, 1) == 3);  // reduced by a metric
  CHECK(change(4, 5) == 5);  // still rises
  CHECK(change(1, 0) == 6);  // rose until now, and no metric was needed
  CHECK(change(1, 2) == 4);
}

TEST_CASE("A step past the end changes nothing", "[running_scheduler][message]") {
  groups optimizer{{.lr = 1}};
  roster::running_scheduler running(optimizer, roster::schedule(Short{}));
  running.step();
  running.step();
  for (int i = 0; i < 2; ++i) {
    CHECK(refusal([&] { running.step(); }) == "Short: ends at step 2; step 3 does not exist");
    CHECK(running.last_epoch() == 2);
  }
  CHECK(refusal([&] { (void)running.at(3); }) == "Short: ends at step 2; step 3 does not exist");
  CHECK(refusal([&] { roster::running_scheduler(optimizer, roster::schedule(Short{}), {.last_epoch = 2}); }) ==
        "Short: ends at step 2; step 3 does not exist");
}

TEST_CASE("at gives the values of another epoch and changes nothing", "[running_scheduler][message]") {
  groups optimizer{{.lr = 1}, {.lr = 2}};
  roster::running_scheduler running(optimizer, roster::schedule(roster::StepLR{.step_size = 2, .gamma = 0.5}));
  running.step();
  CHECK(running.at(0) == std::vector{1.0, 2.0});
  CHECK(running.at(5) == std::vector{0.25, 0.5});
  CHECK(running.last_epoch() == 1);
  CHECK(optimizer == groups{{.lr = 1}, {.lr = 2}});
  CHECK(refusal([&] { (void)running.at(-1); }) == "StepLR: begins at epoch 0; epoch -1 does not exist");
}

TEST_CASE("Groups may join, leave and change places between steps", "[running_scheduler]") {
  struct layer {
    double lr;
    std::string id;
  };
  std::vector<layer> optimizer{{1, "a"}, {2, "b"}, {3, "c"}};
  const auto rates = [&] {
    std::vector<double> all;
    for (const auto& one : optimizer) all.push_back(one.lr);
    return all;
  };
  roster::running_scheduler running(optimizer, roster::schedule(Inverse{}));
  running.step();
  optimizer.erase(optimizer.begin());
  running.step();
  CHECK(rates() == std::vector{2.0 / 3, 1.0});
  CHECK(running.base_lrs().size() == 2);
  CHECK(running.get_last_lr().size() == 2);
  std::swap(optimizer[0], optimizer[1]);
  running.step();
  CHECK(rates() == std::vector{0.75, 0.5});
  optimizer.erase(optimizer.begin());
  optimizer.push_back({10, "d"});
  running.step();
  CHECK(rates() == std::vector{0.4, 2.0});
  optimizer.clear();
  running.step();
  CHECK(running.base_lrs().empty());
}

TEST_CASE("If nothing tells which group left, a step is refused, and nothing changes", "[running_scheduler][message]") {
  groups optimizer{{.lr = 1}, {.lr = 2}, {.lr = 3}};
  roster::running_scheduler running(optimizer, roster::schedule(Inverse{}));
  running.step();
  const auto state = running.state_dict();
  optimizer.erase(optimizer.begin());
  const auto before = optimizer;
  const auto reason =
      "Inverse: has 2 groups in place of 3, but cannot tell which of them left; give each a member id of its own, or "
      "make a new scheduler";
  CHECK(refusal([&] { running.step(); }) == reason);
  CHECK(refusal([&] { (void)running.state_dict(); }) == reason);
  CHECK(optimizer == before);
  CHECK(running.last_epoch() == 1);

  // A state has the base values of all groups.
  groups others{{.lr = 6}, {.lr = 9}};
  roster::running_scheduler other(others, roster::schedule(Inverse{}));
  running.load_state_dict(other.state_dict());
  running.step();
  CHECK(optimizer == groups{{.lr = 3}, {.lr = 4.5}});

  optimizer.push_back({.lr = 3});  // joins
  running.step();
  CHECK(optimizer == groups{{.lr = 2}, {.lr = 3}, {.lr = 1}});
  optimizer.clear();  // all of them left
  running.step();

  struct numbered {
    double lr;
    int id = 0;
  };
  std::vector<numbered> same{{.lr = 1}, {.lr = 2}, {.lr = 3, .id = 1}};
  roster::running_scheduler of_same(same, roster::schedule(Inverse{}));
  same.erase(same.begin());
  CHECK(refusal([&] { of_same.step(); }) == reason);
}

TEST_CASE("A state is that of the groups that the optimizer has now", "[running_scheduler]") {
  struct numbered {
    double lr;
    int id;
  };
  std::vector<numbered> optimizer{{1, 0}, {2, 1}, {4, 2}};
  roster::running_scheduler running(optimizer, roster::schedule(Inverse{}));
  running.step();
  optimizer.erase(optimizer.begin() + 1);
  optimizer.push_back({8, 3});
  const auto state = running.state_dict();
  CHECK(*state.find("base_lrs") == roster::node(std::vector{1.0, 4.0, 8.0}));
  CHECK(*state.find("_last_lr") == roster::node(std::vector{0.5, 2.0, 8.0}));
  CHECK(running.base_lrs().size() == 3);  // unchanged until the next step
  running.load_state_dict(state);
  CHECK(running.base_lrs()[2] == 8);
}

TEST_CASE("More than eight groups are driven like fewer", "[running_scheduler]") {
  groups optimizer(9, {.lr = 4});
  roster::running_scheduler running(optimizer, roster::schedule(Halving{}));
  running.step();
  CHECK(optimizer == groups(9, {.lr = 2}));
}

TEST_CASE("last_epoch resumes after an epoch; the optimizer has the learning rates of epoch 0", "[running_scheduler]") {
  groups optimizer{{.lr = 1.0}};
  auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 2, .gamma = 0.5}, {.last_epoch = 4});
  CHECK(scheduler.last_epoch() == 5);
  CHECK(optimizer[0].lr == 0.25);
  CHECK(scheduler.base_lrs()[0] == 1.0);
  scheduler.step();
  CHECK(optimizer[0].lr == 0.125);
}

TEST_CASE("A state is enough to resume with another scheduler on another optimizer", "[running_scheduler]") {
  groups optimizer{{.lr = 1.0}, {.lr = 3.0}};
  auto scheduler = roster::create("CosineAnnealingLR", optimizer, {{"T_max", 10}});
  for (int i = 0; i < 4; ++i) scheduler.step();
  const auto state = scheduler.state_dict();
  CHECK(roster::detail::to_text(roster::value(*state.find("scheduler"))) == "\"CosineAnnealingLR\"");
  CHECK(*state.find("last_epoch") == roster::node(roster::value(4)));
  CHECK(*state.find("base_lrs") == roster::node(roster::value({1.0, 3.0})));

  groups fresh{{.lr = 0.1}, {.lr = 0.1}};
  auto resumed = roster::make<"CosineAnnealingLR">(fresh, {.T_max = 10});
  resumed.load_state_dict(state);
  CHECK(fresh == optimizer);
  CHECK(resumed.last_epoch() == 4);
  for (int i = 0; i < 20; ++i) {
    scheduler.step();
    resumed.step();
    CHECK(fresh == optimizer);
  }
  CHECK(resumed.state_dict() == scheduler.state_dict());
}

TEST_CASE("A refused state changes nothing, not even what was set by hand", "[running_scheduler][message]") {
  groups optimizer{{.lr = 1.0}};
  auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 1});
  scheduler.step();
  const auto before = scheduler.state_dict();
  optimizer[0].lr = 7.0;
  CHECK(refusal([&] { scheduler.load_state_dict(3); }) == "state_dict: is 3, expected an object");
  groups other{{.lr = 1.0}};
  const auto foreign = roster::make<"ExponentialLR">(other, {.gamma = 0.5}).state_dict();
  CHECK(refusal([&] { scheduler.load_state_dict(foreign); }) ==
        "state_dict: scheduler is \"ExponentialLR\", expected \"StepLR\"");
  CHECK(scheduler.state_dict() == before);
  CHECK(scheduler.get_last_lr()[0] == 0.1);
  CHECK(optimizer[0].lr == 7.0);
}

TEST_CASE("to_string shows the config", "[running_scheduler]") {
  groups optimizer{{.lr = 1.0}};
  CHECK(to_string(roster::make<"StepLR">(optimizer, {.step_size = 30})) == "StepLR(step_size=30, gamma=0.1)");
  CHECK(to_string(roster::create("CosineAnnealingWarmRestarts", optimizer, {{"T_0", 5}, {"eta_min", 1e-3}})) ==
        "CosineAnnealingWarmRestarts(T_0=5, T_mult=1, eta_min=0.001)");
}

TEST_CASE("verbose prints every learning rate that is set, as in PyTorch 1.13", "[running_scheduler]") {
  groups optimizer{{.lr = 0.1}, {.lr = 1.0}};
  CHECK(printed([&] {
          auto scheduler = roster::create("StepLR", optimizer, {{"step_size", 1}, {"verbose", true}});
          scheduler.step();
        }) ==
        "Adjusting learning rate of group 0 to 1.0000e-01.\n"
        "Adjusting learning rate of group 1 to 1.0000e+00.\n"
        "Adjusting learning rate of group 0 to 1.0000e-02.\n"
        "Adjusting learning rate of group 1 to 1.0000e-01.\n");
  CHECK(printed([&] { roster::make<"StepLR">(optimizer, {.step_size = 1}).step(); }) == "");
  CHECK(printed([&] {
          roster::make<"StepLR">(optimizer, {.step_size = 1},
                                 {.verbose = true, .parameter = "momentum", .groups = {1}});
        }) == "Adjusting momentum of group 1 to 0.0000e+00.\n");
}

TEST_CASE("A scheduler drives another parameter as it would drive the learning rate", "[running_scheduler]") {
  groups of_lr{{.lr = 0.5}}, of_decay{{.lr = 3.0, .weight_decay = 0.5}};
  auto lr = roster::make<"CosineAnnealingLR">(of_lr, {.T_max = 7, .eta_min = 0.125});
  auto decay =
      roster::make<"CosineAnnealingLR">(of_decay, {.T_max = 7, .eta_min = 0.125}, {.parameter = "weight_decay"});
  for (int t = 0; t < 20; ++t) {
    lr.step();
    decay.step();
    CHECK(of_decay == groups{{.lr = 3.0, .weight_decay = of_lr[0].lr}});
    CHECK(decay.get_last_lr()[0] == of_lr[0].lr);
  }
  // Options that were made before
  const roster::scheduler_options options{.parameter = "weight_decay"};
  roster::make<"ConstantLR">(of_decay, {.factor = 0.5}, options);
  CHECK(of_decay[0].weight_decay == of_lr[0].lr / 2);
}

TEST_CASE("Some groups are driven; only these count, and those that join are left alone", "[running_scheduler]") {
  struct layer {
    double lr;
    int id;
    bool operator==(const layer&) const = default;
  };
  std::vector<layer> optimizer{{1.0, 0}, {2.0, 1}, {4.0, 2}};
  auto scheduler = roster::make<"CyclicLR">(
      optimizer, {.base_lr = {0.5, 0.25}, .max_lr = 1.0, .step_size_up = 2, .cycle_momentum = false},
      {.groups = {0, 2}});
  CHECK(optimizer == std::vector<layer>{{0.5, 0}, {2.0, 1}, {0.25, 2}});
  CHECK(scheduler.base_lrs().size() == 2);
  optimizer.push_back({8.0, 3});
  std::swap(optimizer[0], optimizer[2]);
  scheduler.step();
  CHECK(optimizer == std::vector<layer>{{0.625, 2}, {2.0, 1}, {0.75, 0}, {8.0, 3}});
  optimizer.erase(optimizer.begin());  // one that is driven
  scheduler.step();
  CHECK(optimizer == std::vector<layer>{{2.0, 1}, {1.0, 0}, {8.0, 3}});
  const auto state = scheduler.state_dict();
  CHECK(*state.find("options")->find("groups") == roster::node(1));
  optimizer.clear();
  scheduler.step();
  CHECK(scheduler.get_last_lr().empty());
}

TEST_CASE("A value that the parameter does not allow is refused, and nothing changes", "[running_scheduler][message]") {
  groups optimizer{{.lr = 1.0, .momentum = 0.5}, {.lr = 1.0, .momentum = 0.25}};
  auto scheduler = roster::make<"ExponentialLR">(optimizer, {.gamma = 1.5}, {.parameter = "momentum"});
  scheduler.step();
  const auto before = optimizer;
  const auto text =
      "ExponentialLR: would set momentum of group 0 to 1.125 at step 2, expected a real number of at least 0 and below "
      "1";
  CHECK(refusal([&] { scheduler.step(); }) == text);
  CHECK(refusal([&] { scheduler.step(); }) == text);
  CHECK(optimizer == before);
  CHECK(scheduler.last_epoch() == 1);
  CHECK(refusal([&] {
          roster::make<"ConstantLR">(optimizer, {.factor = 0.5}, {.parameter = "momentum"});
          roster::make<"LambdaLR">(optimizer, {.lr_lambda = [](roster::epoch) { return -1.0; }},
                                   {.parameter = "weight_decay"});
          roster::make<"LambdaLR">(optimizer, {.lr_lambda = [](roster::epoch) { return -1.0; }},
                                   {.parameter = "momentum"});
        }) ==
        "LambdaLR: 2 problems\n"
        "  would set momentum of group 0 to -0.375 at step 0, expected a real number of at least 0 and below 1\n"
        "  would set momentum of group 1 to -0.1875 at step 0, expected a real number of at least 0 and below 1");
}

TEST_CASE("No parameter but the learning rate becomes NaN or infinite", "[running_scheduler][message]") {
  groups optimizer{{.lr = 1.0, .weight_decay = 1.0}};
  const auto infinite = [](roster::epoch t) { return t == 0 ? 1.0 : t == 1 ? 1e308 * 10 : 0.0; };
  auto lr = roster::make<"LambdaLR">(optimizer, {.lr_lambda = infinite});
  lr.step();
  CHECK(optimizer[0].lr > 1e308);
  auto decay = roster::make<"LambdaLR">(optimizer, {.lr_lambda = infinite}, {.parameter = "weight_decay"});
  CHECK(refusal([&] { decay.step(); }) ==
        "LambdaLR: would set weight_decay of group 0 to inf at step 1, expected a finite real number of at least 0");
  CHECK(optimizer[0].weight_decay == 1.0);
}

TEST_CASE("A scheduler steps after each epoch, or after each batch", "[running_scheduler][message]") {
  groups optimizer{{.lr = 1.0}};
  auto by_epoch = roster::make<"StepLR">(optimizer, {.step_size = 1, .gamma = 0.5});
  by_epoch.after_batch();
  CHECK(optimizer[0].lr == 1.0);
  by_epoch.after_epoch(0.5);  // a metric that it does not watch
  CHECK(optimizer[0].lr == 0.5);

  auto by_batch = roster::make<"StepLR">(optimizer, {.step_size = 1, .gamma = 0.5}, {.every = "batch"});
  by_batch.after_epoch();
  CHECK(optimizer[0].lr == 0.5);
  by_batch.after_batch();
  CHECK(optimizer[0].lr == 0.25);

  auto plateau = roster::make<"ReduceLROnPlateau">(optimizer, {.factor = 0.5, .patience = 0}, {.monitor = "loss"});
  plateau.after_epoch({{"loss", 1.0}, {"accuracy", 0.5}});
  CHECK(refusal([&] { plateau.after_epoch(2.0); }) ==
        "ReduceLROnPlateau: needs the metric loss, but got one without a name");
  CHECK(optimizer[0].lr == 0.25);
  plateau.after_epoch({{"accuracy", 0.5}, {"loss", 1.0}});
  CHECK(optimizer[0].lr == 0.125);
  auto created = roster::create("ReduceLROnPlateau", optimizer, {{"every", "batch"}});
  CHECK(refusal([&] { created.after_batch(); }) == "ReduceLROnPlateau: needs a metric, but got none");
}

TEST_CASE("A state has the options that are not the defaults, and goes on only with the same",
          "[running_scheduler][message]") {
  groups optimizer{{.lr = 1.0, .weight_decay = 0.5}, {.lr = 1.0, .weight_decay = 0.25}};
  auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 1, .gamma = 0.5},
                                          {.parameter = "weight_decay", .groups = {1}, .every = "batch"});
  scheduler.step();
  const auto state = scheduler.state_dict();
  auto fresh = groups{{.lr = 1.0, .weight_decay = 0.5}, {.lr = 1.0, .weight_decay = 0.25}};
  auto same = roster::make<"StepLR">(fresh, {.step_size = 1, .gamma = 0.5},
                                     {.parameter = "weight_decay", .groups = {1}, .every = "batch"});
  same.load_state_dict(state);
  CHECK(fresh == optimizer);
  auto other = roster::make<"StepLR">(fresh, {.step_size = 1, .gamma = 0.5}, {.groups = {0}});
  const auto text =
      "state_dict: 3 problems\n"
      "  parameter is \"weight_decay\" in the state, but \"lr\" here\n"
      "  groups is 1 in the state, but 0 here\n"
      "  every is \"batch\" in the state, but \"epoch\" here";
  CHECK(refusal([&] { other.load_state_dict(state); }) == text);
  CHECK(refusal([&] { other.load_state_dict(state, roster::config_may_differ); }) == text);

  auto plateau = roster::create("ReduceLROnPlateau", fresh, {{"monitor", "loss"}});
  const auto watched = plateau.state_dict();
  auto another = roster::create("ReduceLROnPlateau", fresh, {{"monitor", "accuracy"}});
  CHECK(refusal([&] { another.load_state_dict(watched); }) ==
        "state_dict: monitor is \"loss\" in the state, but \"accuracy\" here; to go on with the config here, load it "
        "with roster::config_may_differ");
  const auto differences = another.load_state_dict(watched, roster::config_may_differ);
  REQUIRE(differences.size() == 1);
  CHECK(differences[0].sentence() == "monitor was \"loss\", is \"accuracy\"");
}

}  // namespace running_scheduler_tests
