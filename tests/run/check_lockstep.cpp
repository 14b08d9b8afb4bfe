#include "roster/run/check_lockstep.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "roster/run/default_registry.hpp"
#include "roster/run/schedule_set.hpp"
#include "support/ranks.hpp"

namespace check_lockstep_tests {

using groups = std::vector<roster::plain_group>;
using gathering = test::ranks::gather;
using strings = std::vector<std::string>;
using entry = roster::default_registry::entry;

struct own_group {
  double lr;
};

const roster::StepLR halving{.step_size = 1, .gamma = 0.5};

TEST_CASE("Ranks that do the same are in lockstep", "[check_lockstep]") {
  const auto refused = test::ranks(3).run([](std::size_t, const gathering& gather) {
    groups optimizer{{.lr = 0.1}, {.lr = 0.2, .momentum = 0.9}};
    auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 1});
    for (int epoch = 0; epoch < 3; ++epoch) {
      scheduler.step();
      roster::check_lockstep(scheduler, optimizer, gather);
    }
  });
  CHECK(refused == strings(3));
}

TEST_CASE("A rank that has stepped once more is named on all, with its epoch and learning rates",
          "[check_lockstep][message]") {
  const auto refused = test::ranks(3).run([](std::size_t rank, const gathering& gather) {
    groups optimizer{{.lr = 1.0}, {.lr = 4.0}};
    auto scheduler = roster::create(halving, optimizer);
    scheduler.step();
    if (rank == 1) scheduler.step();
    roster::check_lockstep(scheduler, optimizer, gather);
  });
  CHECK(refused == strings(3,
                           "lockstep: 3 problems\n"
                           "  last_epoch is 2 on rank 1, but 1 on ranks 0 and 2\n"
                           "  groups[0].lr is 0.25 on rank 1, but 0.5 on ranks 0 and 2\n"
                           "  groups[1].lr is 1.0 on rank 1, but 2.0 on ranks 0 and 2"));
}

TEST_CASE("Whatever a scheduler can drive is compared, whether one drives it or not", "[check_lockstep][message]") {
  const auto refused = test::ranks(2).run([](std::size_t rank, const gathering& gather) {
    groups optimizer{{.lr = 1.0}, {.lr = 4.0}};
    const auto scheduler = roster::create(halving, optimizer);
    if (rank == 1) optimizer[1].weight_decay = 0.5;
    roster::check_lockstep(scheduler, optimizer, gather);
  });
  CHECK(refused == strings(2, "lockstep: groups[1].weight_decay is 0.5 on rank 1, but 0.0 on rank 0"));
}

TEST_CASE("A scheduler in a set and a child of a composite have paths of their own", "[check_lockstep][message]") {
  const auto refused = test::ranks(2).run([](std::size_t rank, const gathering& gather) {
    groups optimizer{{.lr = 1.0}};
    const roster::SequentialLR both{.schedulers = {halving, roster::ExponentialLR{.gamma = rank == 0 ? 0.5 : 0.25}},
                                    .milestones = {5}};
    auto set = roster::create({entry(both), entry(halving, {.parameter = "momentum", .every = "batch"})}, optimizer);
    if (rank == 0) set.after_batch();
    set.after_epoch();
    roster::check_lockstep(set, optimizer, gather);
  });
  CHECK(refused == strings(2,
                           "lockstep: 2 problems\n"
                           "  schedulers[0]._schedulers[1].config.gamma is 0.25 on rank 1, but 0.5 on rank 0\n"
                           "  schedulers[1].last_epoch is 0 on rank 1, but 1 on rank 0"));
}

TEST_CASE("Other schedulers, numbers of them, options and groups are found", "[check_lockstep][message]") {
  const auto refused = [](const std::function<std::vector<entry>(std::size_t)>& chosen) {
    return test::ranks(2).run([&](std::size_t rank, const gathering& gather) {
      groups optimizer{{.lr = 1.0}, {.lr = 4.0}};
      const auto set = roster::create(chosen(rank), optimizer);
      roster::check_lockstep(set, optimizer, gather);
    });
  };
  CHECK(refused([](std::size_t rank) {
          return std::vector{rank == 0 ? entry(halving) : entry(roster::ExponentialLR{.gamma = 0.5})};
        }) == strings(2, "lockstep: schedulers[0].scheduler is \"ExponentialLR\" on rank 1, but \"StepLR\" on rank 0"));
  CHECK(refused([](std::size_t rank) {
          std::vector all{entry(halving)};
          if (rank == 1) all.push_back(entry(halving, {.parameter = "momentum"}));
          return all;
        }) == strings(2, "lockstep: schedulers has 2 elements on rank 1, but 1 element on rank 0"));
  CHECK(refused([](std::size_t rank) {
          return std::vector{rank == 0 ? entry(halving) : entry(halving, {.every = "batch"})};
        }) == strings(2, "lockstep: schedulers[0].options.every is \"batch\" on rank 1, but missing on rank 0"));

  CHECK(test::ranks(2).run([](std::size_t rank, const gathering& gather) {
    groups optimizer(1 + rank, {.lr = 1.0});
    const auto scheduler = roster::create(halving, optimizer);
    roster::check_lockstep(scheduler, optimizer, gather);
  }) == strings(2,
                "lockstep: 2 problems\n"
                "  base_lrs has 2 elements on rank 1, but 1 element on rank 0\n"
                "  groups has 2 elements on rank 1, but 1 element on rank 0"));
  CHECK(test::ranks(2).run([](std::size_t rank, const gathering& gather) {
    groups optimizer{{.lr = 1.0}};
    const auto scheduler = roster::create(rank == 0 ? entry(halving) : entry(roster::LinearLR{}), optimizer);
    roster::check_lockstep(scheduler, optimizer, gather);
  }) == strings(2, "lockstep: scheduler is \"LinearLR\" on rank 1, but \"StepLR\" on rank 0"));
}

TEST_CASE("Loading a state on one rank only is found", "[check_lockstep][message]") {
  const auto refused = test::ranks(2).run([](std::size_t rank, const gathering& gather) {
    groups optimizer{{.lr = 1.0}}, other{{.lr = 1.0}};
    auto scheduler = roster::make<"ReduceLROnPlateau">(optimizer, {.patience = 3});
    auto saved = roster::make<"ReduceLROnPlateau">(other, {.patience = 3});
    for (const double loss : {0.5, 0.75, 0.25, 0.75}) saved.step(loss);
    if (rank == 0) scheduler.load_state_dict(saved.state_dict());
    roster::check_lockstep(scheduler, optimizer, gather);
  });
  CHECK(refused == strings(2,
                           "lockstep: 3 problems\n"
                           "  last_epoch is 0 on rank 1, but 4 on rank 0\n"
                           "  best is inf on rank 1, but 0.25 on rank 0\n"
                           "  num_bad_epochs is 0 on rank 1, but 1 on rank 0"));
}

TEST_CASE("A rank that cannot make its state does not keep the others waiting", "[check_lockstep][message]") {
  const auto refused = test::ranks(2).run([](std::size_t rank, const gathering& gather) {
    groups optimizer{{.lr = 1.0}, {.lr = 4.0}};
    const auto scheduler = roster::create(halving, optimizer);
    if (rank == 1) optimizer.pop_back();
    roster::check_lockstep(scheduler, optimizer, gather);
  });
  CHECK(refused == strings(2,
                           "lockstep: rank 1 failed: StepLR: has 1 group in place of 2, but cannot tell which of them "
                           "left; give each a member id of its own, or make a new scheduler"));
}

TEST_CASE("Of groups that only have a learning rate, it is compared", "[check_lockstep][message]") {
  const auto refused = test::ranks(2).run([](std::size_t rank, const gathering& gather) {
    std::vector<own_group> optimizer{{1.0}};
    const auto scheduler = roster::create(halving, optimizer);
    if (rank == 1) optimizer[0].lr = -0.0;
    roster::check_lockstep(scheduler, optimizer, gather);
  });
  CHECK(refused == strings(2, "lockstep: groups[0].lr is -0.0 on rank 1, but 1.0 on rank 0"));
}

TEST_CASE("Nothing changes, whether the ranks differ or not", "[check_lockstep]") {
  std::vector<groups> left(2, groups{{.lr = 1.0}});
  std::vector<roster::node> states(2);
  const auto refused = test::ranks(2).run([&](std::size_t rank, const gathering& gather) {
    auto& optimizer = left[rank];
    auto scheduler = roster::create(halving, optimizer);
    optimizer[0].momentum = rank == 0 ? 0.25 : 0.5;
    const auto before = scheduler.state_dict();
    try {
      roster::check_lockstep(scheduler, optimizer, gather);
    } catch (const roster::error&) {
      if (scheduler.state_dict() == before) states[rank] = before;
    }
  });
  CHECK(refused == strings(2));
  CHECK(left == std::vector<groups>{{{.lr = 1.0, .momentum = 0.25}}, {{.lr = 1.0, .momentum = 0.5}}});
  for (const auto& one : states) CHECK(one.find("last_epoch") != nullptr);
}

/// A scheduler of the user's own.
struct own_scheduler {
  double best = 0;
  roster::node state_dict() const { return roster::node(best); }
};

TEST_CASE("Whatever has a state can be compared", "[check_lockstep][message]") {
  const auto refused = test::ranks(2).run([](std::size_t rank, const gathering& gather) {
    groups optimizer{{.lr = 1.0}};
    roster::check_lockstep(own_scheduler{rank == 0 ? 1.0 : 0.5}, optimizer, gather);
  });
  CHECK(refused == strings(2, "lockstep: state is 0.5 on rank 1, but 1.0 on rank 0"));
}

}  // namespace check_lockstep_tests
