#include "roster/registry/fixed_string.hpp"

#include <string_view>
#include <type_traits>

namespace fixed_string_tests {

using roster::fixed_string;

template <fixed_string Name>
struct tagged {
  static constexpr std::string_view name = Name;
};

static_assert(std::string_view(fixed_string("StepLR")) == "StepLR");
static_assert(std::string_view(fixed_string("")).empty());
static_assert(std::string_view(fixed_string("a\0b")) == std::string_view("a\0b", 3), "a zero inside is a letter");
static_assert(tagged<"StepLR">::name == "StepLR");
static_assert(std::is_same_v<tagged<"a">, tagged<"a">> && !std::is_same_v<tagged<"a">, tagged<"b">> &&
                  !std::is_same_v<tagged<"a">, tagged<"ab">>,
              "equal letters, and only these, are the same template argument");

}  // namespace fixed_string_tests
