// The door for several processes that train together: a user without LibTorch includes only this for them.
#include "roster/lockstep.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "roster/roster.hpp"
#include "support/ranks.hpp"

namespace door_lockstep_tests {

constexpr std::size_t ranks = 2;
constexpr int epochs = 6;

/// What a rank does in a run: each has its own share of the data. Returns the learning rates.
std::vector<double> train(std::size_t rank, const test::ranks::gather& gather) {
  std::vector<roster::plain_group> optimizer{{.lr = 1.0}, {.lr = 0.5}};
  roster::check_same(roster::node(roster::node::object{{"epochs", epochs}, {"shards", 4}}), gather, "recipe");
  auto plateau = roster::make<"ReduceLROnPlateau">(optimizer, {.factor = 0.5, .patience = 0}, {.groups = {0}});
  auto schedules = roster::create({{roster::ReduceLROnPlateau{.mode = "max", .factor = 0.5, .patience = 0},
                                    {.groups = {1}, .monitor = "accuracy"}}},
                                  optimizer);
  std::vector<double> rates;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    const auto loss_here = rank == 0 ? 1.0 : 1.0 - 0.1 * epoch;
    const auto right_here = rank == 0 ? 0.5 : 0.75 - 0.1 * epoch;
    const auto count = static_cast<std::int64_t>(3 + rank);
    const auto loss = roster::in_lockstep(plateau, loss_here, count, gather);
    schedules.after_epoch(roster::mean_over_ranks({{"loss", loss}, {"accuracy", right_here}}, count, gather));
    roster::check_lockstep(plateau, optimizer, gather);
    roster::check_lockstep(schedules, optimizer, gather);
    for (const auto& one : optimizer) rates.push_back(one.lr);
  }
  return rates;
}

TEST_CASE("lockstep.hpp keeps ranks in step", "[lockstep]") {
  std::vector<std::vector<double>> rates(ranks);
  const auto refused = test::ranks(ranks).run(
      [&](std::size_t rank, const test::ranks::gather& gather) { rates[rank] = train(rank, gather); });
  CHECK(refused == std::vector<std::string>(ranks));
  CHECK(rates ==
        std::vector(ranks, std::vector{1.0, 0.5, 1.0, 0.25, 1.0, 0.125, 1.0, 0.0625, 1.0, 0.03125, 1.0, 0.015625}));
}

TEST_CASE("lockstep.hpp says on all ranks where they differ", "[lockstep][message]") {
  const auto refused = test::ranks(ranks).run([&](std::size_t rank, const test::ranks::gather& gather) {
    std::vector<roster::plain_group> optimizer{{.lr = 1.0}};
    auto scheduler = roster::make<"StepLR">(optimizer, {.step_size = 1, .gamma = 0.5});
    for (int epoch = 0; epoch < epochs; ++epoch) {
      scheduler.step();
      if (rank == 1 && epoch == 3) scheduler.step();  // once too often
      roster::check_lockstep(scheduler, optimizer, gather);
    }
  });
  CHECK(refused == std::vector<std::string>(ranks,
                                            "lockstep: 2 problems\n"
                                            "  last_epoch is 5 on rank 1, but 4 on rank 0\n"
                                            "  groups[0].lr is 0.03125 on rank 1, but 0.0625 on rank 0"));
}

}  // namespace door_lockstep_tests
