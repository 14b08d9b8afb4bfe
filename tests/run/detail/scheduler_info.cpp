#include "roster/run/detail/scheduler_info.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <optional>
#include <vector>

namespace scheduler_info_tests {

using roster::epoch;
using roster::group;
using roster::settings;
using roster::detail::scheduler_info_of;

struct Inverse {
  double at(group g, epoch t) const { return g.base_lr / static_cast<double>(1 + t); }
};
struct Everything {
  double by = 2;
  bool moves = true;
  static constexpr bool counts_steps = true;
  double next(group g, epoch) const { return g.lr * by + static_cast<double>(g.index); }
  double at(group g, epoch t) const { return g.base_lr + static_cast<double>(t); }
  double base(group g) const { return g.lr * by; }
  double momentum(group g, epoch t) const { return g.lr + static_cast<double>(t); }
  bool moves_momentum() const { return moves; }
  double weight_decay(group g, epoch) const { return g.base_lr; }
  epoch last() const { return 7; }
};
struct Partly {
  struct state {
    std::int64_t metrics = 0;
  };
  void step(state&, settings, epoch, std::optional<double>) const {}
  bool needs_metric(epoch t) const { return t > 2; }
};

TEST_CASE("A type has no functions for members that it does not have", "[scheduler_info]") {
  constexpr auto& info = scheduler_info_of<Inverse>;
  CHECK(info.config->name == "Inverse");
  CHECK_FALSE(info.state);
  CHECK_FALSE(info.takes_metric);
  CHECK_FALSE(info.counts_steps);
  CHECK_FALSE(info.next);
  CHECK(info.rule == info.at);
  CHECK_FALSE(info.set_companions);
  CHECK_FALSE(info.moves);
  CHECK_FALSE(info.base);
  CHECK_FALSE(info.last);
  CHECK_FALSE(info.needs_metric);
}

TEST_CASE("Rules set the values of all groups, and what moves along", "[scheduler_info]") {
  constexpr auto& info = scheduler_info_of<Everything>;
  CHECK(info.rule == info.next);
  CHECK(info.counts_steps);
  const Everything config{.by = 3};
  const std::vector base{10.0, 20.0};
  std::vector lr{1.0, 2.0}, momentum{0.0, 0.0}, weight_decay{0.0, 0.0};
  const settings all{.lr = lr, .momentum = momentum, .weight_decay = weight_decay};
  info.next(&config, lr.data(), base.data(), 2, 5);
  CHECK(lr == std::vector{3.0, 7.0});
  info.set_companions(&config, all, base.data(), 5);
  CHECK(momentum == std::vector{8.0, 12.0});
  CHECK(weight_decay == base);
  info.at(&config, lr.data(), base.data(), 2, 5);
  CHECK(lr == std::vector{15.0, 25.0});

  const Everything still{.moves = false};
  info.set_companions(&still, all, base.data(), 5);
  CHECK(momentum == std::vector{8.0, 12.0});
  CHECK(info.moves(&config)[0].moves);
  CHECK_FALSE(info.moves(&still)[0].moves);
  CHECK(info.base(&config, {.index = 0, .lr = 2, .base_lr = 1}) == 6);
  CHECK(info.last(&config) == 7);
}

TEST_CASE("The constant data of a type says which metrics and which state it has", "[scheduler_info]") {
  constexpr auto& info = scheduler_info_of<Partly>;
  CHECK(info.takes_metric);
  CHECK_FALSE(info.rule);
  const Partly config;
  CHECK_FALSE(info.needs_metric(&config, 2));
  CHECK(info.needs_metric(&config, 3));
  REQUIRE(info.state);
  CHECK(info.state->fields.size() == 1);
}

}  // namespace scheduler_info_tests
