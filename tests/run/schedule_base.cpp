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
  void take_groups(const roster::settings& all) override { take_base_lrs(all); }
  void prepare(roster::origins from, const roster::place&) override { prepare_base_lrs(from); }
  void regroup(const roster::settings& all, roster::origins from) noexcept override { regroup_base_lrs(all, from); }
  void start(const roster::settings& all) override { take_groups(all); }
  void start_at(const roster::settings& all, roster::epoch) override { take_groups(all); }
  void advance(const roster::settings&, const std::optional<double>&) override { ++last_epoch_; }
  void undo() override { --last_epoch_; }
  void at(std::span<const double>, roster::epoch, std::span<double>, const roster::place&) const override {}
  void set_companions(const roster::settings&) const override {}
  using schedule_base::resume;
};

std::vector<double> to_vector(std::span<const double> all) { return {all.begin(), all.end()}; }

TEST_CASE("Before its start a schedule has no groups and no epoch; by default it has no end", "[schedule_base]") {
  const constant one;
  CHECK(one.name() == "constant");
  CHECK(one.last_epoch() == -1);
  CHECK(one.base_lrs().empty());
  CHECK(one.last() == std::numeric_limits<roster::epoch>::max());
  CHECK_FALSE(one.takes_metric());
  CHECK_FALSE(one.moves("momentum"));
  CHECK_FALSE(one.moves("weight_decay"));
  CHECK_FALSE(one.has_own_base());
}

TEST_CASE("Groups start from the base values that are known, or from what they have", "[schedule_base]") {
  constant one;
  std::vector<double> lr{1, 2, 3};
  const std::vector<double> base{10, 20};
  one.take_groups({.lr = lr, .momentum = {}, .base_lr = base});
  CHECK(to_vector(one.base_lrs()) == std::vector<double>{10, 20, 3});
  lr = {5, 6};
  one.take_groups({.lr = lr, .momentum = {}});
  CHECK(to_vector(one.base_lrs()) == std::vector<double>{5, 6});
}

TEST_CASE("Each group keeps its base value, whichever left, joined or moved", "[schedule_base]") {
  constant one;
  std::vector<double> lr{1, 2, 3};
  one.take_groups({.lr = lr, .momentum = {}});
  lr = {7, 7, 7, 7};
  const std::vector<double> base{0, 0, 9};
  const std::vector<std::size_t> from{2, 0, 3, 4};
  roster::checked("constant", [&](const roster::place& here) { one.prepare(from, here); });
  CHECK(to_vector(one.base_lrs()) == std::vector<double>{1, 2, 3});
  one.regroup({.lr = lr, .momentum = {}, .base_lr = base}, from);
  CHECK(to_vector(one.base_lrs()) == std::vector<double>{3, 1, 9, 7});
}

TEST_CASE("A schedule resumes from saved values", "[schedule_base]") {
  constant one;
  one.resume(7, std::vector<double>{0.5});
  CHECK(one.last_epoch() == 7);
  CHECK(one.base_lrs()[0] == 0.5);
}

}  // namespace schedule_base_tests
