#include "roster/registry/nearest.hpp"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace nearest_tests {

constexpr std::array<std::string_view, 4> names{"StepLR", "MultiStepLR", "CosineAnnealingLR", "SGD"};

constexpr std::string_view meant(std::string_view asked) {
  const auto at = roster::nearest(asked, names);
  return at == names.size() ? std::string_view{} : names[at];
}

static_assert(meant("StepLR") == "StepLR");
static_assert(meant("StepLr") == "StepLR");
static_assert(meant("stpelr") == "StepLR", "neighbours swapped");
static_assert(meant("StepLRR") == "StepLR");
static_assert(meant("MultistepLR") == "MultiStepLR");
static_assert(meant("cosineanealinglr") == "CosineAnnealingLR");
static_assert(meant("Cosine") == "CosineAnnealingLR", "its beginning");
static_assert(meant("cos") == "CosineAnnealingLR" && meant("co").empty(), "a beginning has three letters or more");
static_assert(meant("SDG") == "SGD");
static_assert(meant("Adam").empty());
static_assert(meant("").empty());
static_assert(meant("x").empty());

// Up to a third of the letters may differ: two of six, but not three.
static_assert(meant("StepXX") == "StepLR" && meant("SteXXX").empty());

static_assert(roster::nearest("a", std::array<std::string_view, 0>{}) == 0, "of no names, none");
static_assert(roster::nearest("ac", std::array<std::string_view, 2>{"ab", "ad"}) == 0, "the first of two as near");
static_assert(roster::nearest("ad", std::array<std::string_view, 2>{"ab", "ad"}) == 1);

constexpr std::array<std::string_view, 3> of_systems{"LinearLR", "hf.linear", "keras.CosineDecay"};
static_assert(roster::nearest("linear", of_systems) == 1, "the same without its system");
static_assert(roster::nearest("linea", of_systems) == 0 && roster::nearest("CosinDecay", of_systems) == 2);
static_assert(roster::nearest("keras.CosineDecy", of_systems) == 2);

static_assert(roster::detail::distance("", "") == 0);
static_assert(roster::detail::distance("abc", "") == 3);
static_assert(roster::detail::distance("", "abc") == 3);
static_assert(roster::detail::distance("ABC", "abc") == 0);
static_assert(roster::detail::distance("kitten", "sitting") == 3);
static_assert(roster::detail::distance("ab", "ba") == 1);
static_assert(roster::detail::distance("ca", "abc") == 3, "no letter moves twice");

TEST_CASE("A name of more than 64 letters is near to none", "[nearest]") {
  const std::string longest(64, 'a');
  const auto longer = longest + "a";
  const std::vector<std::string_view> all{longer, longest};
  CHECK(roster::nearest(longest, all) == 1);
  CHECK(roster::nearest(longest + "a", all) == 2);
  CHECK(roster::nearest(std::string(1'000'000, 'a'), all) == 2);
}

}  // namespace nearest_tests
