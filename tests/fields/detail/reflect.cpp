#include "roster/fields/detail/reflect.hpp"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "roster/fields/fields.hpp"

namespace reflect_tests {

struct AllSorts {
  roster::required<std::int64_t> count;
  double weight = 0.5;
  std::unique_ptr<int> only_moved = nullptr;
  std::array<int, 2> pair = {1, 2};
  static constexpr int no_field = 3;
};
struct NoFields {};

#ifdef __cpp_impl_reflection
struct Undecorated {
  std::int64_t step_size;
  roster::required<double> lr;
  double gamma = 0.1;
};
#endif

using namespace roster::detail;

static_assert(field_count<AllSorts> == 4 && field_count<NoFields> == 0);
static_assert(field_names<AllSorts> == std::array<std::string_view, 4>{"count", "weight", "only_moved", "pair"});
static_assert(std::is_same_v<field_type<0, AllSorts>, roster::required<std::int64_t>>);
static_assert(std::is_same_v<field_type<3, AllSorts>, std::array<int, 2>>);
static_assert(is_required_field<0, AllSorts> && !is_required_field<1, AllSorts>);
static_assert(required_count<AllSorts> == 1 && required_count<NoFields> == 0);

TEST_CASE("Every field is visited once, in order, and can be changed", "[reflect]") {
  auto object = defaults<AllSorts>();
  CHECK(object.weight == 0.5);
  std::string visited;
  for_each_field(object, [&](auto i, auto& field) {
    visited += std::string(field_names<AllSorts>[i]) + " ";
    if constexpr (i == 1) field = 2.5;
  });
  CHECK(visited == "count weight only_moved pair ");
  CHECK(object.weight == 2.5);
  const auto& constant = object;
  for_each_field(constant,
                 [](auto, auto& field) { static_assert(std::is_const_v<std::remove_reference_t<decltype(field)>>); });
}

#ifdef __cpp_impl_reflection
TEST_CASE("With C++26, a field that is declared without a default is required, whatever its type", "[reflect]") {
  const auto problems_of = [](roster::keywords given) {
    std::vector<roster::problem> problems;
    roster::read_config<Undecorated>(as_object(given), roster::place(problems));
    return problems.empty() ? "" : std::string(roster::error("Undecorated", problems).what());
  };
  CHECK(problems_of({{"step_size", 3}, {"lr", 0.1}}) == "");
  CHECK(problems_of({{"gamma", 0.5}}) ==
        "Undecorated: 2 problems\n"
        "  step_size is missing, expected an integer\n"
        "  lr is missing, expected a real number");
  const auto fields = roster::describe<Undecorated>();
  REQUIRE(fields.size() == 3);
  CHECK(fields[0].is_required);
  CHECK(fields[1].is_required);
  CHECK_FALSE(fields[2].is_required);
}
#endif

}  // namespace reflect_tests
