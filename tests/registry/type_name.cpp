#include "roster/registry/type_name.hpp"

#include <string_view>

#include "roster/registry/fixed_string.hpp"

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

// Names with template arguments that hold brackets, quotes or operators
template <auto Value>
struct mark {
  struct inner {};
};
template <roster::fixed_string Text>
struct named {
  struct inner {};
};
struct my_operator {
  bool operator<(int) const { return true; }
  bool operator>(int) const { return true; }
  int operator>>(int) const { return 0; }
  int operator<<(int) const { return 0; }
  int operator-(int) const { return 0; }
  my_operator* operator->() { return this; }
  void operator()() const {}
  int operator[](int) const { return 0; }
  int lives;
};
template <class T>
struct an_operator {
  struct inner {};
};
enum class size { small };

template <template <auto> class Template, auto... Values>
inline constexpr bool all_called = ((roster::type_name<Template<Values>> == "mark" &&
                                     roster::type_name<typename Template<Values>::inner> == "inner") &&
                                    ...);
static_assert(all_called<mark, '<', '>', '\'', '"', ':', '\\', '{', ')', L'<', 3, 1.5, size::small, size(7)>);
static_assert(all_called < mark,
              &my_operator::operator<, &my_operator::operator>, &my_operator::operator>>, &my_operator::operator<<,
                                     &my_operator::operator-, &my_operator::operator->, &my_operator::operator(),
                                     &my_operator::operator[], &my_operator::lives>);
static_assert(roster::type_name<named<"a::b">> == "named" && roster::type_name<named<"<">::inner> == "inner");
static_assert(roster::type_name<named<"a\"::b<">> == "named" && roster::type_name<named<"')">::inner> == "inner");
static_assert(roster::type_name<an_operator<my_operator>> == "an_operator");
static_assert(roster::type_name<an_operator<my_operator>::inner> == "inner");

constexpr auto local = [] {
  struct in_a_function {};
  return roster::type_name<in_a_function> == "in_a_function" &&
         roster::type_name<typename zoo::cage<in_a_function>::door> == "door";
};
static_assert(local());

using roster::detail::unqualified;
static_assert(unqualified("call<&t::operator>>") == "call");
static_assert(unqualified("call<&t::operator>>>::in") == "in");
static_assert(unqualified("call<&t::operator-->::in") == "in");
static_assert(unqualified("call<&t::operator->") == "call");
static_assert(unqualified("{anonymous}::f<char>()::a") == "a");
static_assert(unqualified("(anonymous namespace)::a<(lambda at b.cpp:1:2)>") == "a");
static_assert(unqualified("a") == "a");
static_assert(unqualified("a::b::c") == "c");
static_assert(unqualified("a::b<c::d>") == "b");
static_assert(unqualified("a<b>::c<d<e>, f>") == "c");
static_assert(unqualified("a<b::c>::d") == "d");

// A name of 4,096 letters: compilers take only so many steps in a constant expression.
#define ROSTER_PASTE(a, b) a##b
#define ROSTER_JOIN(a, b) ROSTER_PASTE(a, b)
#define ROSTER_TWICE(a) ROSTER_JOIN(a, a)
#define ROSTER_8_TIMES(a) ROSTER_TWICE(ROSTER_TWICE(ROSTER_TWICE(a)))
struct ROSTER_8_TIMES(ROSTER_8_TIMES(ROSTER_8_TIMES(abcdefgh))) {};
static_assert(roster::type_name<ROSTER_8_TIMES(ROSTER_8_TIMES(ROSTER_8_TIMES(abcdefgh)))>.size() == 4096);
#undef ROSTER_8_TIMES
#undef ROSTER_TWICE
#undef ROSTER_JOIN
#undef ROSTER_PASTE

}  // namespace
}  // namespace type_name_tests
