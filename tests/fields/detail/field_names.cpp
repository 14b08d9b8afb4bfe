#include "roster/fields/detail/field_names.hpp"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "roster/fields/fields.hpp"

// What the compiler says of rules that do not match is tested by compile_fail/rule_for_no_field.cpp.
namespace field_names_tests {

using namespace roster::detail;

struct Cat {
  double age = 1;
  std::string name_of_owner = {};
  std::vector<int> a = {};

  static constexpr roster::rule rules[] = {{"age", ""}, {"name_of_owner", "who feeds it"}, {"a", ""}};
};
struct Plain {
  double age = 1;
  std::unique_ptr<int> lives = nullptr;
};
struct Nothing {
  static constexpr std::array<roster::rule, 0> rules{};
};
/// Its destructor runs only when a program does.
struct Owner {
  Owner() = default;
  Owner(const Owner&) = default;
  Owner& operator=(const Owner&) = default;
  ~Owner();
};
inline Owner::~Owner() = default;

static_assert(field_names<Cat> == std::array<std::string_view, 3>{"age", "name_of_owner", "a"});
static_assert(field_names<Plain> == std::array<std::string_view, 2>{"age", "lives"});
static_assert(field_names<Nothing>.empty() && has_matching_rules<Nothing> && !has_matching_rules<Plain>);
static_assert(rules_of<Cat>() == Cat::rules);
static_assert(rules_of<Plain>()[1].field == "lives" && rules_of<Plain>()[1].about.empty());
static_assert(std::string_view(fixed_field_name<Cat, 1>()) == "name_of_owner");
static_assert(std::string_view(fixed_field_name<Plain, 1>()) == "lives");

/// Three fields, and rules that name them as asked. Its own name has brackets, commas and colons in it.
template <class, roster::fixed_string First, roster::fixed_string Second, roster::fixed_string Third>
struct Named {
  double gamma = 1;
  bool x_gamma = true;
  Owner step = {};

  static constexpr roster::rule rules[] = {{First, ""}, {Second, ""}, {Third, ""}};
};
template <roster::fixed_string First, roster::fixed_string Second, roster::fixed_string Third>
constexpr bool match() {
  using config = Named<std::array<Cat, 2>, First, Second, Third>;
  constexpr auto all = std::make_index_sequence<field_count<config>>{};
#ifdef __cpp_impl_reflection
  return rules_name_fields<config>(all);
#else
  const bool as_spelt = end_with_names(spelt_fields<config>(all), config::rules);
  return as_spelt && rules_name_fields<config>(all) && name_all(config::rules, reflected_names<config>);
#endif
}
struct Ruleless {
  double age = 1;
  static constexpr std::array<roster::rule, 0> rules{};
};
#ifndef __cpp_impl_reflection
static_assert(!end_with_names(spelt_fields<Ruleless>(std::make_index_sequence<1>{}), Ruleless::rules));
#endif

static_assert(match<"gamma", "x_gamma", "step">());
static_assert(!match<"gamma", "gamma", "step">());    // only the end of the field's name
static_assert(!match<"gamma", "xx_gamma", "ste">());  // of the right length in all
static_assert(!match<"gamma", "y_gamma", "step">());  // of the right length each
static_assert(!match<"x_gamma", "gamma", "step">());  // in another order
static_assert(!match<"gamma", "x_gamma", "">());
static_assert(!match<"", "", "">());
static_assert(
    !match<"gamma", "x_gamma", "step, and more than there is room for in all of the spelling of the fields">());

}  // namespace field_names_tests
