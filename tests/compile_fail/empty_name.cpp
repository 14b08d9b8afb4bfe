// EXPECT: has_a_name<Nameless
// EXPECT: this type's name is empty
#include <string_view>

#include "roster/registry/registry.hpp"

struct Cat {};
struct Nameless {
#ifdef BAD
  static constexpr std::string_view name = "";
#else
  static constexpr std::string_view name = "x";
#endif
};

inline constexpr auto animals = boost::hana::tuple_t<Cat, Nameless>;
static_assert(roster::registry<animals>::size() == 2);
