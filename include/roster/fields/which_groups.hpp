#pragma once

#include "roster/fields/list_kind.hpp"
#include "roster/fields/name_patterns.hpp"

namespace roster {

/// Which parameter groups a scheduler drives: all, if it is empty, or those at some positions: `.groups = {0, 2}`. In a
/// recipe also groups by the names of their parameters: `groups: "fc.*"`.
class which_groups {
 public:
  which_groups() = default;
  which_groups(std::initializer_list<std::size_t> at) : positions(at) {}

  std::vector<std::size_t> positions = {};
  std::vector<std::string> patterns = {};  ///< only a recipe can say which groups these are

  bool are_all() const noexcept { return positions.empty() && patterns.empty(); }
  bool operator==(const which_groups&) const = default;
};

template <>
struct field_kind<which_groups> {
  static std::string one() { return "the position of a group, a pattern of parameter names, or a list of these"; }
  static std::string many() { return "lists of groups"; }

  static bool read(const value& given, which_groups& field, const limit&, const place& here) {
    field = {};
    if (given.is_null()) return true;
    const auto* const list = given.as<list_view>();
    if (!list) return read_one(given, field, here);
    if (list->size == 0) here.report(problem_kind::wrong_length, detail::is_empty("at least one group"));
    for (std::size_t i = 0; i < list->size; ++i) {
      const auto there = here.element(i);
      if (!read_one((*list)[i], field, there)) {
        there.report(problem_kind::wrong_type,
                     detail::is_not((*list)[i], "the position of a group or a pattern of parameter names"));
      }
    }
    check(field, {}, here);
    return true;
  }
  static void check(const which_groups& field, const limit&, const place& here) {
    for (std::size_t i = 0; i < field.positions.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (field.positions[i] != field.positions[j]) continue;
        here.report(problem_kind::given_twice,
                    detail::concat({"has group ", std::to_string(field.positions[i]), " twice"}));
      }
    }
  }
  static node write(const which_groups& field) {
    if (field.are_all()) return {};
    node::list all;
    for (const auto one : field.positions) all.push_back(node(one));
    for (const auto& one : field.patterns) all.push_back(node(one));
    return all.size() == 1 ? std::move(all.front()) : node(std::move(all));
  }
  static node::object schema(const limit&, definitions&) {
    const auto position = detail::integer_schema(at_least(0));
    const auto pattern = detail::schema_of_type("string");
    auto list = detail::schema_of_type("array");
    list.push_back({"items", node(detail::schema_of_any(position, pattern))});
    list.push_back({"minItems", 1});
    return {{"anyOf", node(node::list{position, pattern, node(std::move(list)), detail::schema_of_type("null")})}};
  }

 private:
  static bool read_one(const value& given, which_groups& field, const place& here) {
    if (const auto* pattern = given.as<std::string_view>()) {
      field.patterns.emplace_back(*pattern);
      return true;
    }
    std::int64_t at = 0;
    const auto before = here.problems();
    if (given.as<bool>() || !detail::read_integer(given, at, at_least(0), here)) return false;
    if (here.problems() != before) return true;
    field.positions.push_back(static_cast<std::size_t>(at));
    return true;
  }
};

}  // namespace roster
