// EXPECT: have_different_names<Cat, elsewhere::Cat
// EXPECT: two types of one registry have the same name
#include "roster/registry/registry.hpp"

struct Cat {};
struct Dog {};
namespace elsewhere {
struct Cat {};
struct Ox {};
}  // namespace elsewhere

#ifdef BAD
inline constexpr auto animals = boost::hana::tuple_t<Dog, Cat, elsewhere::Cat>;
#else
inline constexpr auto animals = boost::hana::tuple_t<Dog, Cat, elsewhere::Ox>;
#endif
static_assert(roster::registry<animals>::size() == 3);
