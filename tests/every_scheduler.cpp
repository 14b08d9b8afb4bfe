// Properties of every scheduler of the list.
#include <algorithm>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "roster/roster.hpp"
#include "support/one_of_each.hpp"
#include "support/refusal.hpp"

namespace every_scheduler_tests {

using groups = std::vector<roster::plain_group>;
#ifdef ROSTER_LIBRARY
using registry = roster::default_registry;  // what the library has compiled
#else
using registry = roster::all_registry;
#endif
using types = registry::entry::registry;
using entry = registry::entry;
using test::step;

const groups before{{.lr = 0.1, .momentum = 0.9, .weight_decay = 0.5},
                    {.lr = 0.25, .momentum = 0.8, .weight_decay = 0.25}};
constexpr int steps = 30;

std::string name_of(const entry& one) {
  return one.visit([](const auto& config) { return roster::config_text(config); });
}

TEST_CASE("Every scheduler of the registry is tested", "[every_scheduler]") {
  std::set<std::string> names;
  for (const auto& one : test::one_of_each<registry>()) names.emplace(one.name());
  CHECK(names.size() == registry::size());
}

TEST_CASE("A state alone is enough to resume, even if the optimizer has lost its values", "[every_scheduler]") {
  for (const auto& one : test::one_of_each<registry>()) {
    INFO(name_of(one));
    auto optimizer = before;
    auto running = registry::create(one, optimizer);
    for (int k = 0; k < steps; ++k) {
      if (k > 0) step(running, k);
      groups fresh(2, {.lr = 7.0, .momentum = 0.123, .weight_decay = 0.123});
      auto resumed = registry::create(one, fresh);
      resumed.load_state_dict(running.state_dict());
      for (std::size_t i = 0; i < fresh.size(); ++i) {
        // What the schedule does not move stays the optimizer's.
        if (!resumed.schedule().moves("momentum")) fresh[i].momentum = optimizer[i].momentum;
        if (!resumed.schedule().moves("weight_decay")) fresh[i].weight_decay = optimizer[i].weight_decay;
      }
      REQUIRE(fresh == optimizer);
      REQUIRE(resumed.state_dict() == running.state_dict());
      auto original = optimizer;
      auto twin = registry::create(one, original);
      twin.load_state_dict(running.state_dict());
      for (int t = k + 1; t < steps; ++t) {
        step(resumed, t);
        step(twin, t);
        REQUIRE(fresh == original);
      }
    }
  }
}

TEST_CASE("last_epoch = k is epoch k + 1, by the closed form where there is one", "[every_scheduler]") {
  for (const auto& one : test::one_of_each<registry>()) {
    INFO(name_of(one));
    for (int k = 0; k < steps; ++k) {
      auto optimizer = before;
      auto resumed = registry::create(one, optimizer);
      auto late = before;
      entry jumping = one;
      jumping.options.last_epoch = k;
      auto jumped = registry::create(jumping, late);
      CHECK(jumped.last_epoch() == k + 1);
      if (jumped.schedule().takes_metric()) continue;  // it had no metrics
      for (int t = 1; t <= k + 1; ++t) resumed.step();
      for (std::size_t i = 0; i < before.size(); ++i) {
        INFO("k = " << k);
        CHECK(std::abs(late[i].lr - optimizer[i].lr) <= 1e-14);
        CHECK(late[i].momentum == optimizer[i].momentum);
        CHECK(late[i].weight_decay == optimizer[i].weight_decay);
      }
      std::vector<double> expected;
      try {
        expected = jumped.at(k + 1);
      } catch (const roster::error&) {
        for (const auto& group : optimizer) expected.push_back(group.lr);
      }
      CHECK(std::vector<double>{late[0].lr, late[1].lr} == expected);
    }
  }
}

TEST_CASE("A group that joins later has its own base value", "[every_scheduler]") {
  for (const auto& one : test::one_of_each<registry>()) {
    INFO(name_of(one));
    auto optimizer = before;
    auto running = registry::create(one, optimizer);
    auto alone = before;
    auto undisturbed = registry::create(one, alone);
    for (int t = 1; t < steps; ++t) {
      if (t == 5) optimizer.push_back({.lr = 0.5, .momentum = 0.7});
      step(running, t);
      step(undisturbed, t);
      CHECK(optimizer[0] == alone[0]);
      CHECK(optimizer[1] == alone[1]);
    }
    REQUIRE(running.base_lrs().size() == 3);
    const bool own_base = running.schedule().has_own_base();
    if (!own_base) CHECK(running.base_lrs()[2] == 0.5);
    CHECK(running.get_last_lr().size() == 3);

    groups fresh(3, {.lr = 7.0});
    auto resumed = registry::create(one, fresh);
    resumed.load_state_dict(running.state_dict());
    CHECK(std::vector<double>{fresh[0].lr, fresh[1].lr, fresh[2].lr} ==
          std::vector<double>{optimizer[0].lr, optimizer[1].lr, optimizer[2].lr});
  }
}

struct layer {
  double lr;
  double momentum;
  int id;
  double weight_decay = 0.0;

  bool operator==(const layer&) const = default;
};

TEST_CASE("Each group keeps its base value, whichever left, joined or moved", "[every_scheduler]") {
  using layers = std::vector<layer>;
  const layers all{{0.1, 0.9, 0}, {0.25, 0.8, 1}, {0.4, 0.7, 2}};
  const layer joins{0.3, 0.6, 3};
  void (*const changes[])(layers&, const layer&){
      [](layers& now, const layer&) { now.erase(now.begin()); },
      [](layers& now, const layer&) { now.erase(now.begin() + 1); },
      [](layers& now, const layer&) { now.pop_back(); },
      [](layers& now, const layer&) { now = {now[1]}; },
      [](layers& now, const layer&) { std::reverse(now.begin(), now.end()); },
      [](layers& now, const layer& another) { now = {now[2], another, now[0]}; },
      [](layers& now, const layer& another) { now = {another, now[1], now[2], now[0]}; },
  };
  for (const auto& one : test::one_of_each<registry>()) {
    INFO(name_of(one));
    for (const auto change : changes) {
      auto optimizer = all;
      auto running = registry::create(one, optimizer);
      std::vector<layers> alone;  // each of the groups in an optimizer of its own
      std::vector<registry::any_scheduler<layers>> undisturbed;
      for (const auto& group : all) alone.push_back({group});
      for (auto& group : alone) undisturbed.push_back(registry::create(one, group));
      for (int t = 1; t < steps; ++t) {
        if (t == 3) {
          change(optimizer, joins);
          // A state of this moment goes on in the same way.
          auto resumed_groups = optimizer;
          auto resumed = registry::create(one, resumed_groups);
          resumed.load_state_dict(running.state_dict());
          step(resumed, t);
          auto copy = optimizer;
          auto twin = registry::create(one, copy);
          twin.load_state_dict(running.state_dict());
          step(running, t);
          REQUIRE(resumed_groups == optimizer);
        } else {
          step(running, t);
        }
        for (auto& scheduler : undisturbed) step(scheduler, t);
        for (const auto& group : optimizer) {
          if (group.id < 3) REQUIRE(group == alone[static_cast<std::size_t>(group.id)][0]);
        }
      }
      CHECK(running.base_lrs().size() == optimizer.size());
      CHECK(running.get_last_lr().size() == optimizer.size());
    }
  }
}

TEST_CASE("Lists with one value for each group follow their groups", "[every_scheduler]") {
  using layers = std::vector<layer>;
  const auto halves = [](roster::epoch t) { return std::pow(0.5, static_cast<double>(t)); };
  const auto thirds = [](roster::epoch t) { return std::pow(1.0 / 3, static_cast<double>(t)); };
  const roster::LinearLR warmup{.start_factor = 0.5};
  // For each list, the same scheduler of the last group alone
  const std::pair<entry, entry> lists[]{
      {roster::LambdaLR{.lr_lambda = {halves, thirds}}, roster::LambdaLR{.lr_lambda = thirds}},
      {roster::MultiplicativeLR{.lr_lambda = {halves, thirds}}, roster::MultiplicativeLR{.lr_lambda = thirds}},
      {roster::CyclicLR{.base_lr = {0.1, 0.2}, .max_lr = {1, 2}, .step_size_up = 4, .max_momentum = {0.9, 0.95}},
       roster::CyclicLR{.base_lr = 0.2, .max_lr = 2, .step_size_up = 4, .max_momentum = 0.95}},
      {roster::OneCycleLR{.max_lr = {1, 2}, .total_steps = 20}, roster::OneCycleLR{.max_lr = 2, .total_steps = 20}},
      {roster::ReduceLROnPlateau{.patience = 0, .min_lr = {0.01, 0.2}},
       roster::ReduceLROnPlateau{.patience = 0, .min_lr = 0.2}},
      {roster::SWALR{.swa_lr = {0.1, 0.02}}, roster::SWALR{.swa_lr = 0.02}},
#ifndef ROSTER_LIBRARY
      {roster::megatron::OptimizerParamScheduler{.max_lr = {0.1, 0.2},
                                                 .lr_decay_steps = 20,
                                                 .start_wd = roster::per_group<double>{0.1, 0.2},
                                                 .end_wd = 0.2,
                                                 .wd_incr_steps = 9,
                                                 .wd_incr_style = "linear",
                                                 .wd_mult = {1, 0.5}},
       roster::megatron::OptimizerParamScheduler{.max_lr = 0.2,
                                                 .lr_decay_steps = 20,
                                                 .start_wd = 0.2,
                                                 .end_wd = 0.2,
                                                 .wd_incr_steps = 9,
                                                 .wd_incr_style = "linear",
                                                 .wd_mult = 0.5}},
#endif
      {roster::basic_SequentialLR<types>{.schedulers = {warmup, roster::SWALR{.swa_lr = {0.1, 0.02}}},
                                         .milestones = {5}},
       roster::basic_SequentialLR<types>{.schedulers = {warmup, roster::SWALR{.swa_lr = 0.02}}, .milestones = {5}}},
      {roster::basic_ChainedScheduler<types>{
           .schedulers = {warmup, roster::MultiplicativeLR{.lr_lambda = {halves, thirds}}}},
       roster::basic_ChainedScheduler<types>{.schedulers = {warmup, roster::MultiplicativeLR{.lr_lambda = thirds}}}},
  };
  for (const auto& [both, last] : lists) {
    INFO(name_of(both));
    layers optimizer{{0.3, 0.9, 0}, {0.4, 0.9, 1}};
    layers alone{optimizer[1]};
    auto running = registry::create(both, optimizer);
    auto undisturbed = registry::create(last, alone);
    for (int t = 1; t < 15; ++t) {
      if (t == 3) std::swap(optimizer[0], optimizer[1]);
      if (t == 8) optimizer.pop_back();
      step(running, t);
      step(undisturbed, t);
      REQUIRE(optimizer[t < 3 ? 1 : 0] == alone[0]);
    }
    const auto before_step = optimizer;
    optimizer.push_back({0.1, 0.9, 2});
    const auto said = test::refusal([&] { step(running, 15); });
    CHECK(said.ends_with(" has no value for group 1, which joined"));
    CHECK(optimizer[0] == before_step[0]);
    CHECK(running.last_epoch() == 14);
  }
}

TEST_CASE("A list with one value per group must be as long as there are groups", "[every_scheduler][message]") {
  groups optimizer{{.lr = 0.1}, {.lr = 0.2}};
  const auto refused = [&](const entry& one) {
    try {
      registry::create(one, optimizer);
    } catch (const roster::error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(refused(roster::OneCycleLR{.max_lr = {1.0, 1.0, 1.0}, .total_steps = 10, .base_momentum = {0.8}}) ==
        "OneCycleLR: 2 problems\n"
        "  max_lr has 3 elements, expected 2, one for each group\n"
        "  base_momentum has 1 element, expected 2, one for each group");
  CHECK(refused(roster::ReduceLROnPlateau{.min_lr = {1.0, 1.0, 1.0}}) ==
        "ReduceLROnPlateau: min_lr has 3 elements, expected 2, one for each group");

  auto running = roster::make<"SWALR">(optimizer, {.swa_lr = {0.1, 0.2}});
  optimizer.push_back({.lr = 0.3});
  const auto before_step = optimizer;
  for (int i = 0; i < 2; ++i) {
    try {
      running.step();
      FAIL("stepped");
    } catch (const roster::error& error) {
      CHECK(std::string(error.what()) == "SWALR: swa_lr has no value for group 2, which joined");
    }
  }
  CHECK(optimizer == before_step);
  CHECK(running.last_epoch() == 0);
  try {
    running.load_state_dict(running.state_dict());
    FAIL("loaded");
  } catch (const roster::error& error) {
    CHECK(std::string(error.what()) == "SWALR: swa_lr has no value for group 2, which joined");
  }
}

}  // namespace every_scheduler_tests
