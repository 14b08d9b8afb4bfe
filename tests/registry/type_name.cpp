#include "roster/registry/type_name.hpp"

namespace type_name_tests {
namespace {

namespace zoo {
struct cat {};
template <class T>
struct cage {
  struct door {};
};
}  // namespace zoo

struct renamed {
  static constexpr std::string_view name = "another name";
};

static_assert(roster::type_name<zoo::cat> == "cat");
static_assert(roster::type_name<zoo::cage<zoo::cage<int>>> == "cage");
static_assert(roster::type_name<zoo::cage<zoo::cat>::door> == "door");
static_assert(roster::type_name<renamed> == "another name");
static_assert(roster::type_name<int> == "int");

}  // namespace
}  // namespace type_name_tests
