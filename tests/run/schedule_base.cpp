// What all schedules share, tested on one that belongs to no scheduler.
#include "roster/run/schedule_base.hpp"

#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <span>
#include <vector>

namespace schedule_base_tests {

struct constant final : roster::schedule_base {
  constant() : schedule_base("constant") {}
  void check_groups(std::size_t, const roster::place&) const override {}
  void check_step(bool, const roster::place&) const override {}
  void check_epoch(roster::epoch, const roster::place&) const override {}
  void join(const roster::settings& all) override { join_groups(all); }
  void start(const roster::settings& all) override { join(all); }
  void start_at(const roster::settings& all, roster::epoch) override { join(all); }
  void advance(const roster::settings&, const std::optional<double>&) override { ++last_epoch_; }
  void undo() override { --last_epoch_; }
  void at(std::span<const double>, roster::epoch, std::span<double>, const roster::place&) const override {}
  void set_momentum(const roster::settings&) const override {}
  using schedule_base::resume;
};

TEST_CASE("Before its start a schedule has no groups and no epoch; by default it has no end", "[schedule_base]") {
  const constant one;
  CHECK(one.name() == "constant");
  CHECK(one.last_epoch() == -1);
  CHECK(one.base_lrs().empty());
  CHECK(one.last() == std::numeric_limits<roster::epoch>::max());
  CHECK_FALSE(one.takes_metric());
  CHECK_FALSE(one.moves_momentum());
  CHECK(one.momentum_off().empty());
  CHECK_FALSE(one.has_own_base());
}

TEST_CASE("Groups that join start from the base values that are known, or from what they have", "[schedule_base]") {
  constant one;
  std::vector<double> lr{1, 2, 3};
  const std::vector<double> base{10, 20};
  one.join({.lr = lr, .momentum = {}, .base_lr = base});
  CHECK(std::vector(one.base_lrs().begin(), one.base_lrs().end()) == std::vector<double>{10, 20, 3});
  lr = {5, 6};
  one.join({.lr = lr, .momentum = {}});
  CHECK(std::vector(one.base_lrs().begin(), one.base_lrs().end()) == std::vector<double>{10, 20});
}

TEST_CASE("A schedule resumes from saved values", "[schedule_base]") {
  constant one;
  one.resume(7, std::vector<double>{0.5});
  CHECK(one.last_epoch() == 7);
  CHECK(one.base_lrs()[0] == 0.5);
}

}  // namespace schedule_base_tests
