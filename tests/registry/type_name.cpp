#include "roster/registry/type_name.hpp"

#include <string_view>

namespace type_name_tests {
namespace {

namespace zoo {
struct cat {};
template <class T>
struct cage {
  struct door {};
};
template <bool Locked>
struct gate {};
}  // namespace zoo

struct renamed {
  static constexpr std::string_view name = "another name";
};
struct literally_renamed {
  static constexpr auto name = "a literal";
};
struct numbered {
  static constexpr int name = 3;
};
struct with_a_field {
  std::string_view name = "Tom";
};
struct with_a_function {
  std::string_view name() const;
};

static_assert(roster::type_name<zoo::cat> == "cat");
static_assert(roster::type_name<zoo::cage<zoo::cage<int>>> == "cage");
static_assert(roster::type_name<zoo::cage<zoo::cat>::door> == "door");
static_assert(roster::type_name<zoo::gate<(3 > 2)>> == "gate");
static_assert(roster::type_name<int> == "int");
static_assert(roster::type_name<renamed> == "another name");
static_assert(roster::type_name<literally_renamed> == "a literal");
static_assert(roster::type_name<numbered> == "numbered", "a name that is not text does not count");
static_assert(roster::type_name<with_a_field> == "with_a_field");
static_assert(roster::type_name<with_a_function> == "with_a_function");

using roster::detail::unqualified;
static_assert(unqualified("a") == "a");
static_assert(unqualified("a::b::c") == "c");
static_assert(unqualified("a::b<c::d>") == "b");
static_assert(unqualified("a<b>::c<d<e>, f>") == "c");
static_assert(unqualified("a<b::c>::d") == "d");

}  // namespace
}  // namespace type_name_tests
