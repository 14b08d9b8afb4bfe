#include "roster/fields/origins.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <numeric>
#include <string>
#include <vector>

namespace origins_tests {

TEST_CASE("Whatever the new order is, each element goes where its group is", "[origins]") {
  // All ways to choose and order up to five of five
  std::vector<std::size_t> order(5);
  std::iota(order.begin(), order.end(), 0);
  do {
    for (std::size_t size = 0; size <= order.size(); ++size) {
      std::vector<std::string> list{"a", "b", "c", "d", "e"};
      const auto before = list;
      roster::detail::put_in_order(list.data(), {order.data(), size});
      for (std::size_t i = 0; i < size; ++i) CHECK(list[i] == before[order[i]]);
      std::sort(list.begin(), list.end());
      CHECK(list == before);
    }
  } while (std::next_permutation(order.begin(), order.end()));
}

}  // namespace origins_tests
