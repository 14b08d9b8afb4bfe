// Lists with an element for each parameter group: those of few in place, of more on the heap.
#include "roster/run/per_group_list.hpp"

#include <catch2/catch_test_macros.hpp>
#include <numeric>
#include <utility>
#include <vector>

namespace per_group_list_tests {

using list = roster::per_group_list<double>;

list counting_to(std::size_t size) {
  list made;
  made.resize(size);
  std::iota(made.data(), made.data() + size, 1.0);
  return made;
}
std::vector<double> elements(const list& of) { return {of.data(), of.data() + of.size()}; }

TEST_CASE("A list keeps its elements when it grows or shrinks, and new ones are zero", "[per_group_list]") {
  for (const std::size_t from : {0u, 1u, 7u, 8u, 9u, 20u}) {
    for (const std::size_t to : {0u, 1u, 7u, 8u, 9u, 20u}) {
      CAPTURE(from, to);
      auto one = counting_to(from);
      one.resize(to);
      auto expected = elements(counting_to(from));
      expected.resize(to);
      CHECK(elements(one) == expected);
      one.resize(from);
      expected.resize(from);
      CHECK(elements(one) == expected);
    }
  }
}

TEST_CASE("A copy of a list has elements of its own", "[per_group_list]") {
  for (const std::size_t size : {3u, 12u}) {
    const auto one = counting_to(size);
    auto other = one;
    other[2] = 30;
    CHECK(one[2] == 3);
    other = one;
    CHECK(elements(other) == elements(one));
  }
}

TEST_CASE("A list that is assigned loses the elements it had", "[per_group_list]") {
  for (const std::size_t from : {0u, 3u, 12u}) {
    for (const std::size_t to : {0u, 5u, 20u}) {
      CAPTURE(from, to);
      auto one = counting_to(from);
      const auto other = counting_to(to);
      one = other;
      CHECK(elements(one) == elements(other));
      const auto& same = one;
      one = same;
      CHECK(elements(one) == elements(other));
      one = counting_to(from);
      CHECK(elements(one) == elements(counting_to(from)));
    }
  }
}

TEST_CASE("A list that was moved from can be used again", "[per_group_list]") {
  for (const std::size_t size : {3u, 12u}) {
    auto one = counting_to(size);
    const auto other = std::move(one);
    CHECK(elements(other) == elements(counting_to(size)));
    one.resize(2);
    one[1] = 5;
    CHECK(one.size() == 2);
    CHECK(one[1] == 5);
  }
}

}  // namespace per_group_list_tests
