#include "roster/run/running_scheduler.hpp"

#include <unistd.h>

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <string>
#include <vector>

#include "roster/roster.hpp"

namespace scheduler_tests {

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

using groups = std::vector<roster::plain_group>;

template <class Scheduler>
std::string refusal(Scheduler& scheduler, const roster::value& state) {
  try {
    scheduler.load_state_dict(state);
  } catch (const roster::error& error) {
    return error.what();
  }
  return "";
}

roster::node without(const roster::node& state, std::string_view left_out) {
  roster::node::object members;
  const roster::value shown = state;
  for (const auto& [name, member] : *shown.as<roster::object_view>()) {
    if (name != left_out) members.emplace_back(name, member);
  }
  return roster::node(std::move(members));
}

roster::node with(const roster::node& state, std::string_view name, const roster::value& given) {
  roster::node::object members;
  const roster::value shown = state;
  for (const auto& [key, member] : *shown.as<roster::object_view>()) {
    members.emplace_back(key, key == name ? given : member);
  }
  if (!state.find(name)) members.emplace_back(name, given);
  return roster::node(std::move(members));
}

TEST_CASE("A scheduler drives all groups of an optimizer", "[scheduler]") {
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

TEST_CASE("Any type with groups of learning rates is an optimizer", "[scheduler]") {
  struct mine {
    double lr;
  };
  std::array<mine, 2> optimizer{{{1.0}, {2.0}}};
  auto scheduler = roster::create("StepLR", optimizer, {{"step_size", 1}, {"gamma", 0.5}});
  scheduler.step();
  CHECK(optimizer[1].lr == 1.0);
}

TEST_CASE("A recursive rule goes on from what the optimizer has, as PyTorch's", "[scheduler]") {
  groups optimizer{{.lr = 1.0}};
  auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 1, .gamma = 0.5});
  optimizer[0].lr = 8.0;
  scheduler.step();
  CHECK(optimizer[0].lr == 4.0);
}

TEST_CASE("last_epoch goes on from an epoch, the optimizer having the learning rates of epoch 0", "[scheduler]") {
  groups optimizer{{.lr = 1.0}};
  auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 2, .gamma = 0.5}, {.last_epoch = 4});
  CHECK(scheduler.last_epoch() == 5);
  CHECK(optimizer[0].lr == 0.25);
  CHECK(scheduler.base_lrs()[0] == 1.0);
  scheduler.step();
  CHECK(optimizer[0].lr == 0.125);

  groups other{{.lr = 1.0}};
  auto created = roster::create("StepLR", other, {{"step_size", 2}, {"gamma", 0.5}, {"last_epoch", 4}});
  CHECK(other[0].lr == 0.25);
}

TEST_CASE("The state is all that is needed to go on, in another scheduler on another optimizer", "[scheduler]") {
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

TEST_CASE("A state that does not fit is refused as a whole", "[scheduler][message]") {
  groups optimizer{{.lr = 1.0}};
  auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 2});
  for (int i = 0; i < 3; ++i) scheduler.step();
  const auto state = scheduler.state_dict();
  scheduler.step();
  const auto before = scheduler.state_dict();
  const auto lr = optimizer;

  CHECK(refusal(scheduler, 3) == "state_dict: it is 3, expected an object");
  CHECK(refusal(scheduler, without(state, "base_lrs")) == "state_dict: base_lrs is missing");
  CHECK(refusal(scheduler, without(state, "gamma")) == "state_dict: gamma is missing");
  CHECK(refusal(scheduler, without(state, "version")) == "state_dict: version is missing");
  CHECK(refusal(scheduler, without(state, "scheduler")) == "state_dict: scheduler is missing");
  CHECK(refusal(scheduler, with(state, "T_max", 2)) ==
        "state_dict: T_max is no field of a saved StepLR, which has scheduler, version, last_epoch, base_lrs, "
        "_last_lr, _step_count, _is_initial, _get_lr_called_within_step, use_beta1, verbose, step_size and gamma");
  CHECK(refusal(scheduler, with(state, "gama", 2)).ends_with("and gamma; did you mean gamma?"));
  CHECK(refusal(scheduler, with(state, "scheduler", "CosineAnnealingLR")) ==
        "state_dict: scheduler is \"CosineAnnealingLR\", expected \"StepLR\"");
  CHECK(refusal(scheduler, with(state, "step_size", 3)) == "state_dict: step_size is 3, but 2 in this StepLR");
  CHECK(refusal(scheduler, with(state, "version", 2)) == "state_dict: version is 2, expected an integer, exactly 1");
  CHECK(refusal(scheduler, with(state, "last_epoch", -1)) ==
        "state_dict: last_epoch is -1, expected an integer, at least 0");
  CHECK(refusal(scheduler, with(state, "_last_lr", {1.0, 2.0})) ==
        "state_dict: _last_lr has 2 elements, expected 1, one for each group");
  CHECK(refusal(scheduler, with(with(with(state, "_last_lr", {1.0, 2.0}), "last_epoch", 1.5), "scheduler", "x")) ==
        "state_dict: 3 problems\n"
        "  last_epoch is 1.5, expected an integer, at least -1\n"
        "  scheduler is \"x\", expected \"StepLR\"\n"
        "  _last_lr has 2 elements, expected 1, one for each group");

  CHECK(scheduler.state_dict() == before);
  CHECK(optimizer == lr);
  scheduler.load_state_dict(state);
  CHECK(scheduler.state_dict() == state);
  CHECK(optimizer[0].lr == 0.1);
}

TEST_CASE("A scheduler in words is its config", "[scheduler]") {
  groups optimizer{{.lr = 1.0}};
  CHECK(to_string(roster::make<"StepLR">(optimizer, {.step_size = 30})) == "StepLR(step_size=30, gamma=0.1)");
  CHECK(to_string(roster::create("CosineAnnealingWarmRestarts", optimizer, {{"T_0", 5}, {"eta_min", 1e-3}})) ==
        "CosineAnnealingWarmRestarts(T_0=5, T_mult=1, eta_min=0.001)");
}

TEST_CASE("verbose prints every learning rate that is set, as PyTorch 1.13 did", "[scheduler]") {
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
}

TEST_CASE("A refused state leaves even what the optimizer was set to by hand", "[scheduler]") {
  groups optimizer{{.lr = 1.0}};
  auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 1});
  optimizer[0].lr = 7.0;
  CHECK_THROWS_AS(scheduler.load_state_dict(3), roster::error);
  CHECK(scheduler.get_last_lr()[0] == 1.0);
  CHECK(optimizer[0].lr == 7.0);
}

}  // namespace scheduler_tests
