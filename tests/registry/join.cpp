#include "roster/registry/join.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string_view>
#include <vector>

#include "roster/registry/registry.hpp"

namespace join_tests {

struct Cat {};
struct Dog {};
struct Cow {};
template <class Registry>
struct basic_Herd {
  static constexpr std::string_view name = "Herd";
};

inline constexpr auto pets = boost::hana::tuple_t<Cat, Dog>;
inline constexpr auto none = boost::hana::tuple_t<>;
inline constexpr auto others = boost::hana::make_tuple(boost::hana::type_c<Cow>, boost::hana::template_<basic_Herd>);
inline constexpr auto all = roster::join(pets, none, others);
inline constexpr auto alone = roster::join(pets);

TEST_CASE("Lists are joined in their order, with their templates", "[join]") {
  using registry = roster::registry<all>;
  CHECK(std::vector<std::string_view>(registry::names.begin(), registry::names.end()) ==
        std::vector<std::string_view>{"Cat", "Dog", "Cow", "Herd"});
  CHECK(registry::contains<basic_Herd<registry>>);
  CHECK(roster::registry<alone>::size() == 2);
}

}  // namespace join_tests
