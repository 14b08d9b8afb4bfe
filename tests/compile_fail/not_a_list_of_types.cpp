// ERRORS: 4
// EXPECT: is_a_list_of_types<(const )?std::tuple<
// EXPECT: is_a_list_of_types<boost::hana::tuple<cat, dog>
// EXPECT: is_a_list_of_types<boost::hana::type_impl<
// EXPECT: is_a_list_of_types<int
// EXPECT: a registry needs a list of types, declared as inline constexpr auto animals = boost::hana::tuple_t<cat, dog>
#include <tuple>

#include "roster/registry.hpp"

struct cat {};
struct dog {};

#ifdef BAD
inline constexpr auto of_the_library = std::tuple<cat, dog>{};
inline constexpr auto values = boost::hana::make_tuple(cat{}, dog{});
inline constexpr auto one_type = boost::hana::type_c<cat>;
inline constexpr int number = 3;
#else
inline constexpr auto of_the_library = boost::hana::tuple_t<cat, dog>;
inline constexpr auto values = boost::hana::make_tuple(boost::hana::type_c<cat>, boost::hana::type_c<dog>);
inline constexpr auto one_type = boost::hana::tuple_t<cat>;
inline constexpr auto number = boost::hana::append(boost::hana::tuple_t<cat>, boost::hana::type_c<dog>);
#endif

auto a = roster::registry<of_the_library>::find("dog");
auto b = roster::registry<values>::find("dog");
auto c = roster::registry<one_type>::find("dog");
auto d = roster::registry<number>::find("dog");
