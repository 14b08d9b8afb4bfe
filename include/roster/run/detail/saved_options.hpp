#pragma once

#include "roster/fields/fields.hpp"
#include "roster/run/detail/compare.hpp"
#include "roster/run/scheduler_options.hpp"

// The options of a scheduler in its state.
namespace roster::detail {

/// The options that say what a scheduler drives and counts; only those that are not the defaults.
inline node::object saved_options(const scheduler_options& options) {
  node::object saved;
  if (options.parameter != "lr") saved.push_back({"parameter", options.parameter});
  if (!options.groups.are_all()) saved.push_back({"groups", field_kind<which_groups>::write(options.groups)});
  if (options.every != scheduler_options().every) saved.push_back({"every", options.every.name()});
  if (options.monitor) saved.push_back({"monitor", *options.monitor});
  return saved;
}

inline constexpr std::string_view compared_options[] = {"parameter", "groups", "every", "monitor"};

/// Reports the options of a state that differ. Another metric may be watched from now on: that is a difference like
/// those of the config.
inline void compare_options(const value& then, const scheduler_options& now, const place& here,
                            std::vector<difference>& differences) {
  const node all = write_fields(now);
  const node defaults = write_fields(scheduler_options());
  const auto* const members = then.as<object_view>();
  if (!members && !then.is_null()) {
    return here.member("options").report(problem_kind::wrong_type, is_not(then, "an object"));
  }
  for (const auto name : compared_options) {
    const auto saved = members ? member_of(*members, name) : value::nothing();
    std::vector<difference> found;
    compare(saved.is_nothing() ? value(*defaults.find(name)) : saved, *all.find(name), here.member(name), found);
    for (auto& one : found) {
      if (name == "monitor") {
        differences.push_back(std::move(one));
      } else {
        here.report({problem_kind::rule, one.path, differs(one)});
      }
    }
  }
}

}  // namespace roster::detail
