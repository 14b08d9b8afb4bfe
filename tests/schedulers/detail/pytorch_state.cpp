#include "roster/schedulers/detail/pytorch_state.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <vector>

namespace pytorch_state_tests {

using roster::node;
namespace detail = roster::detail;

TEST_CASE("Numbers and members of a state are found, whatever it holds", "[pytorch_state]") {
  const node state(node::object{{"a", 3}, {"b", 0.5}, {"c", true}});
  CHECK(detail::number_of(detail::member_of(state, "a")) == 3);
  CHECK(detail::number_of(detail::member_of(state, "b")) == 0.5);
  CHECK(std::isnan(detail::number_of(detail::member_of(state, "c"))));
  CHECK(std::isnan(detail::number_of(detail::member_of(state, "d"))));
  CHECK(detail::member_of(node(7), "a") == node());
}

TEST_CASE("Whole numbers become integers", "[pytorch_state]") {
  CHECK(detail::whole(4.0) == node(4));
  CHECK(detail::whole(1e300) == node(1e300));
}

TEST_CASE("A list of the same value for each group is that value", "[pytorch_state]") {
  const node state(
      node::object{{"same", std::vector{0.5, 0.5}}, {"others", std::vector{0.5, 1.0}}, {"none", node::list()}});
  CHECK(detail::for_all_groups(state, "same") == node(0.5));
  CHECK(detail::for_all_groups(state, "others") == node(std::vector{0.5, 1.0}));
  CHECK(detail::for_all_groups(state, "none") == node(node::list()));
  CHECK(detail::for_all_groups(state, "missing") == node());
}

}  // namespace pytorch_state_tests
