#include "roster/fields/required.hpp"

#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace required_tests {

using roster::required;

static_assert(!std::is_default_constructible_v<required<std::int64_t>>);
static_assert(std::is_convertible_v<int, required<std::int64_t>>);
static_assert(!std::is_convertible_v<double, required<std::int64_t>>, "30.5 is no integer");
static_assert(!std::is_convertible_v<bool, required<std::int64_t>>, "true is no integer");
static_assert(std::is_convertible_v<int, required<double>>);
static_assert(!std::is_convertible_v<bool, required<double>>);
static_assert(std::is_convertible_v<const char*, required<std::string>>);
static_assert(std::is_convertible_v<std::vector<int>, required<std::vector<int>>>);
static_assert(required<std::int64_t>(30) == 30);
static_assert(*required<double>(3) == 3.0);

}  // namespace required_tests
