#include "roster/run/detail/children.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "roster/run/default_registry.hpp"

namespace children_tests {

namespace detail = roster::detail;

const roster::StepLR first{.step_size = 1};
const roster::LinearLR second{};

/// The names of the children with their places: "schedulers[0]: StepLR".
template <class Config>
std::vector<std::string> children_of(const Config& config) {
  std::vector<roster::problem> problems;
  const roster::place whole(problems);
  const auto here = whole.member("outer");
  const detail::places_of_children<Config> places(here);
  std::vector<std::string> all;
  const auto entries = detail::entries_of_children(config);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    all.push_back(places[i].path() + ": " + std::string(entries[i].name()));
  }
  return all;
}

TEST_CASE("The children of a composite are in a list, or there is one", "[children]") {
  static_assert(detail::field_of_children<roster::SequentialLR> == "schedulers");
  static_assert(detail::field_of_children<roster::Warmup> == "scheduler");
  CHECK(children_of(roster::ChainedScheduler{.schedulers = {first, second}}) ==
        std::vector<std::string>{"outer.schedulers[0]: StepLR", "outer.schedulers[1]: LinearLR"});
  CHECK(children_of(roster::Warmup{.length = 3, .scheduler = second}) ==
        std::vector<std::string>{"outer.scheduler: LinearLR"});
}

TEST_CASE("The children of a config can be replaced", "[children]") {
  roster::Warmup config{.length = 3, .scheduler = first};
  detail::entries_of_children(config)[0] = second;
  CHECK((**config.scheduler).name() == "LinearLR");
}

}  // namespace children_tests
