#include "roster/fields/indirect.hpp"

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <catch2/catch_test_macros.hpp>
#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "roster/fields/entry.hpp"
#include "roster/fields/function.hpp"
#include "roster/fields/per_group.hpp"
#include "roster/files/json.hpp"
#include "roster/registry/registry.hpp"
#include "support/fields.hpp"

namespace indirect_tests {

using roster::indirect;
using test::read;

struct Leaf {
  roster::required<std::int64_t> size;

  static constexpr roster::rule rules[] = {{"size", "how large", roster::at_least(1)}};
};
/// Holds any type of its own list, itself included.
template <class Registry>
struct Branch {
  roster::required<indirect<roster::entry<Registry>>> child;
  double angle = 0.5;
};
struct Stone {
  double weight = 1;
};

inline constexpr auto list = boost::hana::make_tuple(boost::hana::type_c<Leaf>, boost::hana::template_<Branch>);
using plants = roster::registry<list>;
using plant = roster::entry<plants>;
using branch = plants::type<"Branch">;

static_assert(std::regular<indirect<std::string>> && std::copyable<branch>);
static_assert(!std::equality_comparable<indirect<Stone>>);
static_assert(std::is_nothrow_move_constructible_v<branch>);
static_assert(std::is_convertible_v<Leaf, roster::required<indirect<plant>>>);
static_assert(!std::is_convertible_v<Stone, roster::required<indirect<plant>>>);
static_assert(!std::is_convertible_v<double, indirect<std::int64_t>>, "30.5 is not an integer");
static_assert(!std::is_convertible_v<int, indirect<std::string>>);
static_assert(roster::detail::refuses<indirect<plant>, Stone> && !roster::detail::refuses<indirect<plant>, Leaf>);
static_assert(!roster::detail::refuses<indirect<std::string>, Stone>);
static_assert(roster::detail::is_function<indirect<std::function<double(double)>>>);

TEST_CASE("An indirect value is copied, compared and used like the value that it holds", "[indirect]") {
  indirect<std::string> text = "one";
  auto copy = text;
  CHECK(copy == text);
  *copy += " and two";
  CHECK(*text == "one");
  CHECK(copy->size() == 11);
  CHECK_FALSE(copy == text);
  text = copy;
  CHECK(copy == text);
  const auto moved = std::move(text);
  CHECK(moved == copy);
  text = "again";  // one that was moved from can be assigned
  CHECK(*text == "again");
  const indirect<std::string> other = std::exchange(text, indirect<std::string>());
  const auto nothing = std::move(text);
  const auto copy_of_nothing = text;  // and copied
  CHECK(nothing->empty());
}

TEST_CASE("A type of a list may hold any type of the list, itself included", "[indirect]") {
  const branch outer{.child = branch{.child = Leaf{.size = 3}, .angle = 0.25}};
  CHECK(roster::config_text(outer) == "Branch(child=Branch(child=Leaf(size=3), angle=0.25), angle=0.5)");
  auto copy = outer;
  CHECK((**copy.child).as<branch>()->angle == 0.25);
  **copy.child = Leaf{.size = 4};
  CHECK(roster::config_text(copy) == "Branch(child=Leaf(size=4), angle=0.5)");
  CHECK((**outer.child).name() == "Branch");
}

TEST_CASE("An indirect field is read, checked and written as what it holds", "[indirect][message]") {
  indirect<std::int64_t> number = 1;
  CHECK(read(number, 30) == "");
  CHECK(*number == 30);
  CHECK(read(number, "thirty") == "not one");
  CHECK(read(number, 0, roster::at_least(1)) == "x: is 0, expected an integer of at least 1");
  CHECK(test::check(indirect<std::int64_t>(-1), roster::at_least(0)) == "x: is -1, expected an integer of at least 0");
  CHECK(roster::to_json(roster::field_kind<indirect<std::int64_t>>::write(7)) == "7");
  CHECK(test::schema_of<indirect<std::int64_t>>(roster::at_least(1)) ==
        test::schema_of<std::int64_t>(roster::at_least(1)));
  CHECK(roster::detail::range_of<indirect<std::uint8_t>> == roster::detail::range_of<std::uint8_t>);
  CHECK(roster::field_kind<indirect<plant>>::one() == roster::field_kind<plant>::one());
  CHECK(roster::field_kind<indirect<plant>>::many() == roster::field_kind<plant>::many());

  plant read_plant;
  const auto json =
      roster::parse_json(R"({"name": "Branch", "child": {"name": "Branch", "child": {"name": "Leaf", "size": 2}}})");
  CHECK(read(read_plant, json) == "");
  CHECK(roster::to_json(roster::field_kind<plant>::write(read_plant)) ==
        R"({"name": "Branch", "child": {"name": "Branch", "child": {"name": "Leaf", "size": 2}, "angle": 0.5}, )"
        R"("angle": 0.5})");
  CHECK(test::check_config(branch{.child = branch{.child = Leaf{.size = 0}}}) ==
        "Branch: child.child.size is 0, expected an integer of at least 1");
}

TEST_CASE("Problems with an indirect field are those of what it holds", "[indirect][message]") {
  plant made;
  const auto told = [&](const char* json) { return read(made, roster::parse_json(json)); };
  CHECK(told(R"({"name": "Branch"})") == "x: child is missing, expected an object with the name of an entry");
  CHECK(told(R"({"name": "Branch", "child": 3})") == "x: child is 3, expected an object with the name of an entry");
  CHECK(told(R"({"name": "Branch", "child": {"name": "Leav", "size": 0}, "angel": 1})") ==
        "x: 3 problems\n"
        "  child.name is \"Leav\", expected the name of an entry (Leaf, Branch); did you mean Leaf?\n"
        "  child.size is 0, expected an integer of at least 1\n"
        "  angel is not a field of Branch (its fields: child, angle, name); did you mean angle?");
  CHECK(told(R"({"name": "Branch", "child": {"name": "Branch", "child": null}})") ==
        "x: child.child is null, expected an object with the name of an entry");
}

TEST_CASE("A list for the groups follows them in an indirect field too", "[indirect][message]") {
  struct Rates {
    indirect<roster::per_group<double>> lr = roster::per_group<double>{0.1, 0.2, 0.3};
    indirect<double> factor = 2.0;
  };
  Rates rates;
  const auto& info = roster::detail::info_of<Rates>;
  CHECK(info.fields[1].type->check_groups == nullptr);
  CHECK(test::reported("x", [&](const auto& here) { info.check_groups(&rates, 2, here); }) ==
        "x: lr has 3 elements, expected 2, one for each group");
  const std::vector<std::size_t> joined{0, 3}, moved{2, 0};
  CHECK(test::reported("x", [&](const auto& here) { info.check_origins(&rates, joined, here); }) ==
        "x: lr has no value for group 1, which joined");
  info.regroup(&rates, moved);
  CHECK(*rates.lr->for_each() == std::vector{0.3, 0.1});
}

}  // namespace indirect_tests
