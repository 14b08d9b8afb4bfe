#include "roster/registry/nearest.hpp"

#include <array>
#include <string>
#include <string_view>

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
static_assert(meant("SDG") == "SGD");
static_assert(meant("Adam").empty());
static_assert(meant("").empty());
static_assert(meant("x").empty());
static_assert(
    meant(std::string_view("a very long name, longer than any that is compared with the others, and then some"))
        .empty());

static_assert(roster::detail::distance("", "") == 0);
static_assert(roster::detail::distance("abc", "") == 3);
static_assert(roster::detail::distance("kitten", "sitting") == 3);
static_assert(roster::detail::distance("ca", "abc") == 3);

}  // namespace nearest_tests
