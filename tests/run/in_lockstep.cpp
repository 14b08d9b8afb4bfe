#include "roster/run/in_lockstep.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "roster/run/check_lockstep.hpp"
#include "roster/run/default_registry.hpp"
#include "roster/run/schedule_set.hpp"
#include "support/ranks.hpp"

namespace in_lockstep_tests {

using groups = std::vector<roster::plain_group>;
using gathering = test::ranks::gather;
using strings = std::vector<std::string>;
using entry = roster::default_registry::entry;

const roster::ReduceLROnPlateau plateau{.factor = 0.5, .patience = 0};

/// The loss of each rank on its own share; the mean falls in each epoch, rank 1's does not.
double loss(std::size_t rank, int epoch) { return rank == 1 ? 0.25 * epoch : 10.0 - 2.0 * epoch; }

TEST_CASE("A plateau that each rank drives with its own metric goes out of step, and all ranks learn where",
          "[in_lockstep][message]") {
  std::vector<groups> optimizers(3, groups{{.lr = 1.0}});
  std::vector<int> epochs(3);
  const auto refused = test::ranks(3).run([&](std::size_t rank, const gathering& gather) {
    auto scheduler = roster::create(plateau, optimizers[rank]);
    for (int epoch = 0; epoch < 4; ++epoch) {
      scheduler.step(loss(rank, epoch));
      epochs[rank] = epoch;
      roster::check_lockstep(scheduler, optimizers[rank], gather);
    }
  });
  CHECK(refused == strings(3, "lockstep: best is 0.0 on rank 1, but 10.0 on ranks 0 and 2"));
  CHECK(epochs == std::vector<int>(3, 0));

  const auto later = test::ranks(3).run([&](std::size_t rank, const gathering& gather) {
    groups optimizer{{.lr = 1.0}};
    auto scheduler = roster::create(plateau, optimizer);
    for (int epoch = 0; epoch < 4; ++epoch) scheduler.step(loss(rank, epoch));
    roster::check_lockstep(scheduler, optimizer, gather);
  });
  CHECK(later == strings(3,
                         "lockstep: 2 problems\n"
                         "  best is 0.0 on rank 1, but 4.0 on ranks 0 and 2\n"
                         "  groups[0].lr is 0.125 on rank 1, but 1.0 on ranks 0 and 2"));
}

TEST_CASE("With the mean over the ranks, a plateau stays in step", "[in_lockstep]") {
  std::vector<groups> optimizers(3, groups{{.lr = 1.0}});
  std::vector<std::vector<double>> means(3);
  const auto refused = test::ranks(3).run([&](std::size_t rank, const gathering& gather) {
    auto scheduler = roster::make<"ReduceLROnPlateau">(optimizers[rank], plateau);
    for (int epoch = 0; epoch < 4; ++epoch) {
      means[rank].push_back(roster::in_lockstep(scheduler, loss(rank, epoch), rank == 1 ? 8 : 1, gather));
      roster::check_lockstep(scheduler, optimizers[rank], gather);
    }
  });
  CHECK(refused == strings(3));
  CHECK(means == std::vector(3, std::vector{2.0, 1.8, 1.6, 1.4}));
  CHECK(optimizers == std::vector(3, groups{{.lr = 1.0}}));
}

TEST_CASE("A set and a scheduler from a name take the mean too", "[in_lockstep]") {
  std::vector<groups> optimizers(2, groups{{.lr = 1.0}, {.lr = 4.0}});
  const auto refused = test::ranks(2).run([&](std::size_t rank, const gathering& gather) {
    auto& optimizer = optimizers[rank];
    auto set = roster::create({entry(plateau, {.groups = {0}}), entry(plateau, {.groups = {1}})}, optimizer);
    (void)roster::in_lockstep(set, rank == 0 ? 1.0 : 3.0, 1, gather);
    (void)roster::in_lockstep(set, rank == 0 ? 4.0 : 0.0, 1, gather);
    set.after_epoch(roster::mean_over_ranks(rank == 0 ? 5.0 : 0.0, 1, gather));
    roster::check_lockstep(set, optimizer, gather);
  });
  CHECK(refused == strings(2));
  CHECK(optimizers == std::vector(2, groups{{.lr = 0.25}, {.lr = 1.0}}));
}

TEST_CASE("Only a scheduler that takes a metric can be stepped with one", "[in_lockstep]") {
  const auto gather = [](std::string_view mine) { return strings{std::string(mine)}; };
  groups optimizer{{.lr = 1.0}};
  auto takes = roster::make<"ReduceLROnPlateau">(optimizer, {});
  auto takes_none = roster::make<"StepLR">(optimizer, {.step_size = 1});
  auto may_take = roster::create(entry(roster::StepLR{.step_size = 1}), optimizer);
  const auto compiles = [&](auto& scheduler) { return requires { roster::in_lockstep(scheduler, 0.5, 1, gather); }; };
  CHECK(compiles(takes));
  CHECK_FALSE(compiles(takes_none));
  CHECK(compiles(may_take));
  CHECK(test::refusal([&] { (void)roster::in_lockstep(may_take, 0.5, 1, gather); }) ==
        "StepLR: does not take a metric: call step()");
}

TEST_CASE("If the ranks have no mean, no scheduler has changed", "[in_lockstep][message]") {
  std::vector<groups> optimizers(2, groups{{.lr = 1.0}});
  std::vector<roster::node> before(2), now(2);
  const auto refused = test::ranks(2).run([&](std::size_t rank, const gathering& gather) {
    auto scheduler = roster::create(plateau, optimizers[rank]);
    scheduler.step(0.5);
    before[rank] = scheduler.state_dict();
    try {
      (void)roster::in_lockstep(scheduler, 1.0, rank == 0 ? 1 : -1, gather);
    } catch (...) {
      now[rank] = scheduler.state_dict();
      throw;
    }
  });
  CHECK(refused == strings(2, "mean_over_ranks: samples is -1 on rank 1, expected an integer of at least 0"));
  CHECK(now == before);
  CHECK(optimizers == std::vector(2, groups{{.lr = 1.0}}));
}

}  // namespace in_lockstep_tests
