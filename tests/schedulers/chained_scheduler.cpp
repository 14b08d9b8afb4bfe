#include "roster/schedulers/chained_scheduler.hpp"

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <limits>
#include <vector>

#include "roster/registry/registry.hpp"
#include "roster/schedulers/exponential_lr.hpp"
#include "support/fields.hpp"

namespace chained_scheduler_tests {

using roster::ExponentialLR;

/// A scheduler that ends
struct Ending {
  roster::required<std::int64_t> steps;
  double at(roster::group g, roster::epoch) const { return g.base_lr; }
  roster::epoch last() const { return steps; }
};

constexpr auto list = boost::hana::make_tuple(boost::hana::type_c<ExponentialLR>, boost::hana::type_c<Ending>,
                                              boost::hana::template_<roster::basic_ChainedScheduler>);
using registry = roster::registry<list>;
using ChainedScheduler = registry::type<"ChainedScheduler">;

const ExponentialLR endless{.gamma = 0.5};

TEST_CASE("A chain ends with the first of its schedulers that ends", "[chained_scheduler]") {
  CHECK(ChainedScheduler{.schedulers = {endless, endless}}.last() == std::numeric_limits<roster::epoch>::max());
  CHECK(ChainedScheduler{.schedulers = {Ending{7}, endless, Ending{3}}}.last() == 3);
  const ChainedScheduler inner{.schedulers = {endless, Ending{2}}};
  CHECK(ChainedScheduler{.schedulers = {inner, Ending{3}}}.last() == 2);
}

TEST_CASE("Every scheduler of a chain is at the chain's epoch", "[chained_scheduler]") {
  const ChainedScheduler two{.schedulers = {endless, Ending{3}}};
  CHECK(two.epoch_of(0, 5) == 5);
  CHECK(two.epoch_of(1, 5) == 5);
  CHECK(two.attributes(5, 2).empty());
}

TEST_CASE("A chain needs a scheduler, and problems with its schedulers are reported with their paths",
          "[chained_scheduler][message]") {
  CHECK(test::check_config(ChainedScheduler{.schedulers = std::vector<roster::entry<registry>>{}}) ==
        "ChainedScheduler: schedulers is empty, expected at least one scheduler");
  CHECK(test::check_config(ChainedScheduler{.schedulers = {endless, Ending{3}}}) == "");
  const ChainedScheduler inner{.schedulers = {ExponentialLR{.gamma = 0}, endless}};
  CHECK(test::check_config(ChainedScheduler{.schedulers = {ExponentialLR{.gamma = -1}, inner}}) ==
        "ChainedScheduler: 2 problems\n"
        "  schedulers[0].gamma is -1.0, expected a real number above 0\n"
        "  schedulers[1].schedulers[0].gamma is 0.0, expected a real number above 0");
}

}  // namespace chained_scheduler_tests
