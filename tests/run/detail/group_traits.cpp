#include "roster/run/detail/group_traits.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "roster/run/default_registry.hpp"
#include "support/refusal.hpp"

namespace group_traits_tests {

/// An optimizer whose traits say as little as they may.
struct Tiny {
  std::vector<float> rates;
};

}  // namespace group_traits_tests

template <>
struct roster::optimizer_traits<group_traits_tests::Tiny> {
  using optimizer = group_traits_tests::Tiny;
  using group = float;
  template <class Scheduler>
  struct face {
    explicit face(optimizer&) {}
  };
  static std::size_t size(const optimizer& of) { return of.rates.size(); }
  template <class F>
  static void for_each_group(optimizer& of, F&& f) {
    for (auto& one : of.rates) f(one);
  }
  static double lr(const group& of) { return of; }
  static void set_lr(group& of, double lr) { of = static_cast<float>(lr); }
};

namespace group_traits_tests {

TEST_CASE("Traits may leave out all but the learning rate", "[group_traits][message]") {
  Tiny tiny{{1.0F, 2.0F}};
  auto scheduler = roster::make<"StepLR">(tiny, {.step_size = 1, .gamma = 0.5}, {.groups = {1}});
  scheduler.step();
  CHECK(tiny.rates == std::vector{1.0F, 1.0F});
  CHECK(test::refusal([&] { roster::make<"StepLR">(tiny, {.step_size = 1}, {.parameter = "momentum"}); }) ==
        "StepLR: parameter is \"momentum\", but group 0 of the optimizer has only lr");
  tiny.rates.pop_back();
  CHECK(test::refusal([&] { scheduler.step(); }) ==
        "StepLR: has 1 group in place of 2, but cannot tell which of them left; give each an identity in "
        "optimizer_traits of its own, or make a new scheduler");
}

}  // namespace group_traits_tests
