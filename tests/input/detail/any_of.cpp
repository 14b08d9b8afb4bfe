#include "roster/input/detail/any_of.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace any_of_tests {

struct point {
  double x, y;
};
/// Counts the living objects.
struct guest {
  explicit guest(std::shared_ptr<int> key) : held(std::move(key)) {}
  std::shared_ptr<int> held;
};
struct alignas(32) aligned {
  double x;
};
struct types : roster::detail::alternatives<point, guest, aligned, std::string> {};
using any = roster::detail::any_of<types>;

TEST_CASE("any_of holds nothing, or one object of its types", "[any_of]") {
  any one;
  CHECK(one.position() == any::none);
  CHECK_FALSE(one.as<point>());
  one.emplace<point>(point{1, 2});
  CHECK(one.position() == 0);
  CHECK(one.as<point>()->y == 2);
  CHECK(one.object() == one.as<point>());
  CHECK_FALSE(one.as<guest>());
  one.emplace<aligned>(aligned{3});
  CHECK(reinterpret_cast<std::uintptr_t>(one.as<aligned>()) % 32 == 0);
  one.reset();
  CHECK(one.position() == any::none);
}

TEST_CASE("any_of copies, moves and destroys its objects", "[any_of]") {
  const auto key = std::make_shared<int>(1);
  {
    any one;
    one.emplace<guest>(key);
    CHECK(key.use_count() == 2);
    any two = one;
    CHECK(key.use_count() == 3);
    any three = std::move(two);
    CHECK(three.as<guest>()->held == key);
    CHECK(key.use_count() == 3);  // the source of the move holds an empty guest
    one.emplace<point>(point{1, 2});
    CHECK(key.use_count() == 2);
    three = one;
    CHECK(key.use_count() == 1);
    CHECK(three.as<point>()->x == 1);
    any four;
    four.emplace<std::string>("a text that is too long for the string itself");
    one = std::move(four);
    CHECK(*one.as<std::string>() == "a text that is too long for the string itself");
    const auto& same = one;
    one = same;
    CHECK(one.as<std::string>()->size() == 45);
    one = any();
    CHECK(one.position() == any::none);
    one.emplace<guest>(key);
  }
  CHECK(key.use_count() == 1);
}

}  // namespace any_of_tests
