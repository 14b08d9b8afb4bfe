#include "roster/input/detail/on_ranks.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <string>
#include <vector>

namespace on_ranks_tests {

using roster::detail::differs_on_ranks;

std::string text(const std::vector<std::size_t>& ranks) { return roster::detail::to_text_of_ranks(ranks); }

TEST_CASE("Ranks in a row are named by the first and the last", "[on_ranks][message]") {
  CHECK(text({0}) == "rank 0");
  CHECK(text({0, 1}) == "ranks 0 and 1");
  CHECK(text({1, 2, 7}) == "ranks 1, 2 and 7");
  CHECK(text({1, 2, 3}) == "ranks 1 to 3");
  CHECK(text({0, 1, 2, 3, 5, 7, 8, 9}) == "ranks 0 to 3, 5 and 7 to 9");
  CHECK(text({2, 4, 5}) == "ranks 2, 4 and 5");
}

TEST_CASE("A long list of ranks is cut", "[on_ranks][message]") {
  std::vector<std::size_t> odd;
  for (std::size_t rank = 1; rank < 1000; rank += 2) odd.push_back(rank);
  CHECK(text(odd) == "ranks 1, 3, 5, 7, 9, 11, 13, 15 and 492 more");
}

TEST_CASE("Ranks with the same text are named together, and rank 0 last", "[on_ranks][message]") {
  CHECK(differs_on_ranks("is", std::vector<std::string>{"4", "5"}) == "is 5 on rank 1, but 4 on rank 0");
  CHECK(differs_on_ranks("is", std::vector<std::string>{"4", "5", "5", "4", "6", "4", "4", "5"}) ==
        "is 5 on ranks 1, 2 and 7, 6 on rank 4, but 4 on ranks 0, 3, 5 and 6");
  CHECK(differs_on_ranks("is", std::vector<std::string>{"4"}).empty());
  CHECK(differs_on_ranks("is", std::vector<std::string>(64, "4")).empty());
}

TEST_CASE("Of many different texts, eight are shown", "[on_ranks][message]") {
  std::vector<std::string> all;
  for (int rank = 0; rank < 1000; ++rank) all.push_back(std::to_string(rank * rank));
  CHECK(differs_on_ranks("is", all) ==
        "is 1 on rank 1, 4 on rank 2, 9 on rank 3, 16 on rank 4, 25 on rank 5, 36 on rank 6, 49 on rank 7, 64 on rank "
        "8, something else on 991 more, but 0 on rank 0");
}

}  // namespace on_ranks_tests
