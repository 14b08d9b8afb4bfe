// Properties of every scheduler of the list.
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "roster/roster.hpp"
#include "support/one_of_each.hpp"

namespace every_scheduler_tests {

using groups = std::vector<roster::plain_group>;
using entry = roster::default_registry::entry;
using test::one_of_each;

const groups before{{.lr = 0.1, .momentum = 0.9}, {.lr = 0.25, .momentum = 0.8}};
constexpr int steps = 30;

double metric(int t) { return t % 3 == 0 ? 1.0 / (1 + t) : 5.0; }

template <class Scheduler>
void step(Scheduler& running, int t) {
  if (running.schedule().takes_metric()) {
    running.step(metric(t));
  } else {
    running.step();
  }
}

std::string name_of(const entry& one) {
  return one.visit([](const auto& config) { return roster::config_text(config); });
}

TEST_CASE("Every scheduler of the registry is tested", "[every_scheduler]") {
  std::set<std::string> names;
  for (const auto& one : one_of_each()) names.emplace(one.name());
  CHECK(names.size() == roster::default_registry::size());
}

TEST_CASE("A state alone is enough to resume, even if the optimizer has lost its values", "[every_scheduler]") {
  for (const auto& one : one_of_each()) {
    INFO(name_of(one));
    auto optimizer = before;
    auto running = roster::create(one, optimizer);
    for (int k = 0; k < steps; ++k) {
      if (k > 0) step(running, k);
      groups fresh(2, {.lr = 7.0, .momentum = 0.123});
      auto resumed = roster::create(one, fresh);
      resumed.load_state_dict(running.state_dict());
      for (auto& group : fresh) {
        // If the schedule does not move the momentum, it stays the optimizer's.
        if (!resumed.schedule().moves_momentum())
          group.momentum = optimizer[static_cast<std::size_t>(&group - fresh.data())].momentum;
      }
      REQUIRE(fresh == optimizer);
      REQUIRE(resumed.state_dict() == running.state_dict());
      auto original = optimizer;
      auto twin = roster::create(one, original);
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
  for (const auto& one : one_of_each()) {
    INFO(name_of(one));
    for (int k = 0; k < steps; ++k) {
      auto optimizer = before;
      auto resumed = roster::create(one, optimizer);
      auto late = before;
      entry jumping = one;
      jumping.options.last_epoch = k;
      auto jumped = roster::create(jumping, late);
      CHECK(jumped.last_epoch() == k + 1);
      if (jumped.schedule().takes_metric()) continue;  // it had no metrics
      for (int t = 1; t <= k + 1; ++t) resumed.step();
      for (std::size_t i = 0; i < before.size(); ++i) {
        INFO("k = " << k);
        CHECK(std::abs(late[i].lr - optimizer[i].lr) <= 1e-14);
        CHECK(late[i].momentum == optimizer[i].momentum);
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
  for (const auto& one : one_of_each()) {
    INFO(name_of(one));
    auto optimizer = before;
    auto running = roster::create(one, optimizer);
    auto alone = before;
    auto undisturbed = roster::create(one, alone);
    for (int t = 1; t < steps; ++t) {
      if (t == 5) optimizer.push_back({.lr = 0.5, .momentum = 0.7});
      step(running, t);
      step(undisturbed, t);
      CHECK(optimizer[0] == alone[0]);
      CHECK(optimizer[1] == alone[1]);
    }
    REQUIRE(running.base_lrs().size() == 3);
    const bool own_base = running.schedule().as<roster::CyclicLR>() || running.schedule().as<roster::OneCycleLR>();
    if (!own_base) CHECK(running.base_lrs()[2] == 0.5);
    CHECK(running.get_last_lr().size() == 3);

    groups fresh(3, {.lr = 7.0});
    auto resumed = roster::create(one, fresh);
    resumed.load_state_dict(running.state_dict());
    CHECK(std::vector<double>{fresh[0].lr, fresh[1].lr, fresh[2].lr} ==
          std::vector<double>{optimizer[0].lr, optimizer[1].lr, optimizer[2].lr});
  }
}

TEST_CASE("A group that is removed is forgotten", "[every_scheduler]") {
  for (const auto& one : one_of_each()) {
    INFO(name_of(one));
    auto optimizer = before;
    auto running = roster::create(one, optimizer);
    groups alone{before[0]};
    auto undisturbed = roster::create(one, alone);
    for (int t = 1; t < steps; ++t) {
      if (t == 5) optimizer.pop_back();
      step(running, t);
      step(undisturbed, t);
      CHECK(optimizer[0] == alone[0]);
    }
    CHECK(running.state_dict() == undisturbed.state_dict());
  }
}

TEST_CASE("A list with one value per group must be as long as there are groups", "[every_scheduler][message]") {
  groups optimizer{{.lr = 0.1}, {.lr = 0.2}};
  const auto refused = [&](const entry& one) {
    try {
      roster::create(one, optimizer);
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
      CHECK(std::string(error.what()) == "SWALR: swa_lr has 2 elements, expected 3, one for each group");
    }
  }
  CHECK(optimizer == before_step);
  CHECK(running.last_epoch() == 0);
  try {
    running.load_state_dict(running.state_dict());
    FAIL("loaded");
  } catch (const roster::error& error) {
    CHECK(std::string(error.what()) == "state_dict: swa_lr has 2 elements, expected 3, one for each group");
  }
}

}  // namespace every_scheduler_tests
