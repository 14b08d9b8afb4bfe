#include "roster/fields/detail/refusal.hpp"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "roster/fields/container_kind.hpp"
#include "roster/fields/tuple_kind.hpp"
#include "roster/fields/variant_kind.hpp"

// What the compiler says of these is tested by compile_fail/not_a_field.cpp.
namespace refusal_tests {

using roster::detail::unfit;
using roster::detail::unknown_in;
using roster::detail::why_unfit;

struct unknown {
  explicit unknown(int);
};

static_assert(why_unfit<double> == unfit::fits && why_unfit<std::vector<std::optional<int>>> == unfit::fits);
static_assert(why_unfit<double*> == unfit::pointer && why_unfit<const char*> == unfit::pointer &&
              why_unfit<std::unique_ptr<int>> == unfit::pointer &&
              why_unfit<std::shared_ptr<const int>> == unfit::pointer &&
              why_unfit<std::optional<int*>> == unfit::pointer);
static_assert(why_unfit<std::string_view> == unfit::view && why_unfit<std::span<int>> == unfit::view &&
              why_unfit<std::vector<std::string_view>> == unfit::view && why_unfit<roster::value> == unfit::view);
static_assert(why_unfit<unknown> == unfit::unknown && why_unfit<wchar_t> == unfit::unknown &&
              why_unfit<std::map<int, int>> == unfit::unknown);

// The type to name is the one inside.
static_assert(std::is_same_v<unknown_in<std::map<std::string, std::vector<unknown>>>::type, unknown>);
static_assert(std::is_same_v<unknown_in<std::tuple<int, std::variant<int, unknown>, int*>>::type, unknown>);
static_assert(std::is_void_v<unknown_in<std::tuple<int, std::variant<int, double>, bool>>::type>);

}  // namespace refusal_tests
