#include "roster/files/detail/text_places.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "support/large_input.hpp"

namespace text_places_tests {

using roster::location;
using roster::detail::text_places;

TEST_CASE("Columns count characters", "[text_places]") {
  text_places places("aé\r\n😀b\n");
  CHECK(places.at(0) == location{1, 1});
  CHECK(places.at(1) == location{1, 2});
  CHECK(places.at(3) == location{1, 3});
  CHECK(places.at(5) == location{2, 1});
  CHECK(places.at(9) == location{2, 2});
  CHECK(places.at(11) == location{3, 1});
  CHECK(places.at(99) == location{3, 1});
}

TEST_CASE("A location does not depend on the order of the questions", "[text_places]") {
  const std::string text = "é\n\nb😀c\n  d";
  std::vector<location> forward;
  text_places places(text);
  for (std::size_t i = 0; i <= text.size(); ++i) forward.push_back(places.at(i));
  for (std::size_t i = text.size() + 1; i-- > 0;) CHECK(places.at(i) == forward[i]);
  CHECK(places.at(text.size()) == forward.back());
}

TEST_CASE("All locations of a long line are found quickly", "[text_places]") {
  const std::string text(std::size_t{1} << 20, 'x');
  CHECK(test::ends([&] {
    text_places places(text);
    for (std::size_t i = 0; i < text.size(); ++i) (void)places.at(i);
    CHECK(places.at(text.size()) == location{1, text.size() + 1});
  }));
}

}  // namespace text_places_tests
