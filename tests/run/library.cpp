// The default registry's instances, compiled once in roster::library, which these tests link. The tests of the default
// registry and of every scheduler run with it too.
#include "roster/run/library.hpp"

#include <boost/hana/append.hpp>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "support/refusal.hpp"

#ifndef ROSTER_LIBRARY
#error "roster::library defines ROSTER_LIBRARY"
#endif

namespace library_tests {

using groups = std::vector<roster::plain_group>;

TEST_CASE("With roster::library, create gives the values and the messages of the headers alone", "[library]") {
  groups optimizer{{.lr = 1.0}};
  auto running = roster::create("StepLR", optimizer, {{"step_size", 2}, {"gamma", 0.5}});
  std::vector<double> values{optimizer[0].lr};
  for (int t = 0; t < 4; ++t) {
    running.step();
    values.push_back(optimizer[0].lr);
  }
  CHECK(values == std::vector{1.0, 1.0, 0.5, 0.5, 0.25});
  CHECK(to_string(running) == "StepLR(step_size=2, gamma=0.5)");
  CHECK(test::refusal([&] { roster::create("StepLR", optimizer, {{"step_size", 0}}); }) ==
        "StepLR: step_size is 0, expected an integer of at least 1");
}

TEST_CASE("With roster::library, composites are created, saved and resumed", "[library]") {
  const roster::SequentialLR config{
      .schedulers = {{roster::LinearLR{.start_factor = 0.5, .total_iters = 2}, roster::ExponentialLR{.gamma = 0.5}}},
      .milestones = {2}};
  groups first{{.lr = 1.0}}, second{{.lr = 1.0}};
  auto one = roster::create(roster::default_registry::entry(config), first);
  for (int t = 0; t < 3; ++t) one.step();
  auto other = roster::create(roster::default_registry::entry(config), second);
  other.load_state_dict(one.state_dict());
  CHECK(first == second);
  one.step();
  other.step();
  CHECK(first == groups{{.lr = 0.25}});
  CHECK(first == second);
}

// A registry that the library does not have
struct Half {
  double next(roster::group g, roster::epoch t) const { return t == 0 ? g.lr : g.lr / 2; }
};
inline constexpr auto more = boost::hana::append(roster::schedulers, boost::hana::type_c<Half>);

TEST_CASE("With roster::library, a registry of the user's own is compiled from the headers", "[library]") {
  groups optimizer{{.lr = 1.0}};
  roster::scheduler_registry<more>::create("Half", optimizer).step();
  CHECK(optimizer[0].lr == 0.5);
}

}  // namespace library_tests
