// Which types are optimizers: containers of groups, and types with a specialisation of their own.
#include "roster/run/optimizer_traits.hpp"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <concepts>
#include <cstddef>
#include <deque>
#include <list>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "roster/run/default_registry.hpp"

namespace optimizer_traits_tests {

struct bare {
  double lr;
  bool operator==(const bare&) const = default;
};

/// A container that a user wrote.
class two_layers {
 public:
  bare& operator[](std::size_t i) { return groups_[i]; }
  std::size_t size() const { return groups_.size(); }
  bare* begin() { return groups_.data(); }
  bare* end() { return groups_.data() + groups_.size(); }

 private:
  std::array<bare, 2> groups_{{{1.0}, {2.0}}};
};

/// An optimizer that is not a container and has its own names for everything.
class Lion {
 public:
  struct block {
    float rate;
    float beta;
  };
  explicit Lion(std::vector<block> all) : blocks(std::move(all)) {}
  std::vector<block> blocks;
};
class CautiousLion : public Lion {
 public:
  using Lion::Lion;
};
struct not_an_optimizer {
  float lr;
};

}  // namespace optimizer_traits_tests

/// A user's specialisation, for an optimizer and all that derive from it.
template <std::derived_from<optimizer_traits_tests::Lion> Optimizer>
struct roster::optimizer_traits<Optimizer> {
  using optimizer = optimizer_traits_tests::Lion;
  template <class Scheduler>
  class face {
   public:
    explicit face(optimizer& of) : begun_with_(of.blocks.size()) {}
    std::size_t begun_with() const { return begun_with_; }
    double first() const { return static_cast<const Scheduler&>(*this).get_last_lr()[0]; }

   private:
    std::size_t begun_with_;
  };

  using group = optimizer_traits_tests::Lion::block;

  static std::size_t size(const optimizer& of) { return of.blocks.size(); }
  template <class F>
  static void for_each_group(optimizer& of, F&& f) {
    for (auto& one : of.blocks) f(one);
  }
  static double lr(const group& of) { return of.rate; }
  static void set_lr(group& of, double lr) { of.rate = static_cast<float>(lr); }
  static std::span<const roster::parameter<group>> parameters(const group&) {
    static constexpr roster::parameter<group> all[] = {
        {"lr", [](group& of) -> double { return of.rate; },
         [](group& of, double to) { of.rate = static_cast<float>(to); }},
        {"momentum", [](group& of) -> double { return of.beta; },
         [](group& of, double to) { of.beta = static_cast<float>(to); }, roster::from_to_below(0, 1)}};
    return all;
  }
};

namespace optimizer_traits_tests {

using groups = std::vector<roster::plain_group>;

static_assert(roster::has_parameter_groups<groups> && roster::has_parameter_groups<std::deque<bare>> &&
              roster::has_parameter_groups<std::array<bare, 2>> && roster::has_parameter_groups<two_layers> &&
              roster::has_parameter_groups<Lion> && roster::has_parameter_groups<CautiousLion>);
static_assert(!roster::has_parameter_groups<std::list<bare>> && !roster::has_parameter_groups<std::vector<double>> &&
              !roster::has_parameter_groups<std::vector<not_an_optimizer>> && !roster::has_parameter_groups<bare> &&
              !roster::has_parameter_groups<int>);

std::vector<std::string_view> names_of(auto parameters) {
  std::vector<std::string_view> names;
  for (const auto& one : parameters) names.push_back(one.name);
  return names;
}

TEST_CASE("A container of groups is read and set group by group", "[optimizer_traits]") {
  using traits = roster::optimizer_traits<groups>;
  static_assert(std::is_same_v<traits::optimizer, groups> && std::is_same_v<traits::group, roster::plain_group>);
  groups all{{.lr = 1.0, .momentum = 0.5}, {.lr = 2.0}};
  CHECK(traits::size(all) == 2);
  std::vector<double> seen;
  traits::for_each_group(all, [&](roster::plain_group& one) {
    seen.push_back(traits::lr(one));
    traits::set_lr(one, 3.0);
  });
  CHECK(seen == std::vector{1.0, 2.0});
  CHECK(all == groups{{.lr = 3.0, .momentum = 0.5}, {.lr = 3.0}});
}

TEST_CASE("Schedulers can drive all real numbers of a plain group, within its rules", "[optimizer_traits]") {
  using traits = roster::optimizer_traits<groups>;
  roster::plain_group one{.lr = 1.0, .momentum = 0.5, .weight_decay = 0.25};
  const auto all = traits::parameters(one);
  CHECK(names_of(all) == std::vector<std::string_view>{"lr", "momentum", "weight_decay"});
  CHECK(all[1].get(one) == 0.5);
  CHECK(all[1].allowed == roster::from_to_below(0, 1));
  all[2].set(one, 0.125);
  CHECK(one == roster::plain_group{.lr = 1.0, .momentum = 0.5, .weight_decay = 0.125});

  struct noisy {
    std::string name;
    double lr;
    float scale;
    std::array<double, 2> betas;
    bool frozen;
  };
  CHECK(names_of(roster::optimizer_traits<std::vector<noisy>>::parameters({})) ==
        std::vector<std::string_view>{"lr", "beta1", "beta2"});
}

TEST_CASE("A group that is not an aggregate has its learning rate and perhaps a momentum", "[optimizer_traits]") {
  struct closed {
    closed() = default;
    double lr = 1.0;
  };
  struct with_momentum {
    with_momentum() = default;
    double lr = 1.0;
    double momentum = 0.5;
  };
  CHECK(names_of(roster::optimizer_traits<std::vector<closed>>::parameters({})) == std::vector<std::string_view>{"lr"});
  with_momentum one;
  const auto all = roster::optimizer_traits<std::vector<with_momentum>>::parameters(one);
  CHECK(names_of(all) == std::vector<std::string_view>{"lr", "momentum"});
  all[1].set(one, 0.25);
  CHECK(one.momentum == 0.25);
}

TEST_CASE("Groups with a member id can be told apart, others cannot", "[optimizer_traits]") {
  struct layer {
    double lr;
    std::string id;
  };
  using traits = roster::optimizer_traits<std::vector<layer>>;
  static_assert(std::is_same_v<traits::identity, std::string>);
  const layer one{1.0, "head"};
  CHECK(traits::identify(one) == "head");
  CHECK(traits::is(one, "head"));
  CHECK_FALSE(traits::is(one, "tail"));

  using plain = roster::optimizer_traits<groups>;
  CHECK(plain::identify({.lr = 1.0}) == plain::identify({.lr = 2.0}));
  CHECK(plain::is({.lr = 1.0}, plain::identify({.lr = 2.0})));
}

TEST_CASE("Schedulers drive any container of groups, the user's own too", "[optimizer_traits]") {
  const auto step = [](auto& optimizer) {
    auto scheduler = roster::create("StepLR", optimizer, {{"step_size", 1}, {"gamma", 0.5}});
    scheduler.step();
  };
  std::array<bare, 2> array{{{1.0}, {2.0}}};
  step(array);
  CHECK(array == std::array<bare, 2>{{{0.5}, {1.0}}});
  std::deque<roster::plain_group> deque{{.lr = 1.0, .momentum = 0.5}};
  step(deque);
  CHECK(deque == std::deque<roster::plain_group>{{.lr = 0.5, .momentum = 0.5}});
  two_layers own;
  step(own);
  CHECK(own[0].lr == 0.5);
  CHECK(own[1].lr == 1.0);
}

TEST_CASE("A specialisation opens another optimizer, its momentum, and a base class for schedulers",
          "[optimizer_traits]") {
  CautiousLion lion({{.rate = 1.0F, .beta = 0.9F}, {.rate = 2.0F, .beta = 0.9F}});
  auto scheduler = roster::create(
      "CyclicLR", lion,
      {{"base_lr", 0.25}, {"max_lr", 0.75}, {"step_size_up", 2}, {"base_momentum", 0.5}, {"max_momentum", 0.75}});
  scheduler.step();
  CHECK(lion.blocks[0].rate == 0.5F);
  CHECK(lion.blocks[1].beta == 0.625F);

  // A scheduler on a derived optimizer has the same type as one on the optimizer itself.
  static_assert(std::is_same_v<decltype(scheduler), roster::default_registry::any_scheduler<Lion>>);
  CHECK(scheduler.begun_with() == 2);
  CHECK(scheduler.first() == 0.5);
}

}  // namespace optimizer_traits_tests
