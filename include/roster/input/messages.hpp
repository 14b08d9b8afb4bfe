#pragma once

#include <span>

#include "roster/input/detail/odd_text.hpp"
#include "roster/input/detail/text.hpp"

// The parts of messages. Each follows the path of a place: "gamma is -1, expected …".
namespace roster::detail {

/// "is -1, expected a real number above 0"; of a text that people do not see as it is, what is odd about it;
/// "is empty, expected an integer"
inline std::string is_not(const value& given, std::string_view expected) {
  const auto* const text = given.as<std::string_view>();
  const auto odd = text ? what_is_odd(*text) : std::string();
  return concat({"is ", given.is_nothing() ? "empty" : to_text(given), odd.empty() ? "" : ", which ", odd,
                 ", expected ", expected});
}

/// "is missing, expected an integer"
inline std::string is_missing(std::string_view expected = {}) {
  return expected.empty() ? "is missing" : concat({"is missing, expected ", expected});
}

/// "is empty, expected a function"
inline std::string is_empty(std::string_view expected) { return concat({"is empty, expected ", expected}); }

/// "has 1 element, expected 2, one for each group"
inline std::string has_length(std::size_t given, std::string_view expected) {
  return concat({"has ", elements(given), ", expected ", expected});
}

/// "has 1 element, expected 2, one for each group"
inline std::string has_not_one_for_each_group(std::size_t given, std::size_t groups) {
  return has_length(given, concat({std::to_string(groups), ", one for each group"}));
}

/// "has 2 groups in place of 3, but cannot tell which of them left; give each a member id of its own, or make a new
/// scheduler"
inline std::string cannot_tell_who_left(std::size_t before, std::size_t now, std::string_view told_apart_by) {
  return concat({"has ", std::to_string(now), now == 1 ? " group" : " groups", " in place of ", std::to_string(before),
                 ", but cannot tell which of them left; give each ", told_apart_by,
                 " of its own, or make a new scheduler"});
}

/// "has no value for group 2, which joined"
inline std::string has_none_for(std::size_t joined) {
  return concat({"has no value for group ", std::to_string(joined), ", which joined"});
}

/// "is given twice"
inline std::string is_given_twice() { return "is given twice"; }

/// "is 0.1, but 0.2 in this StepLR"
template <class T, class U>
std::string differs(const T& given, const U& own, std::string_view owner) {
  return concat({"is ", to_text(given), ", but ", to_text(own), " in this ", owner});
}

/// "moves the momentum, but group 0 has neither momentum nor betas; set cycle_momentum to false or choose another
/// optimizer"; `off` may be empty.
inline std::string cannot_move(std::string_view what, std::string_view group, std::string_view has,
                               std::string_view off) {
  return concat({"moves ", what, ", but ", group, " has ", has, "; ", off, off.empty() ? "" : " or ",
                 "choose another optimizer"});
}

/// "needs a metric: call step(metric)"
inline std::string needs_metric() { return "needs a metric: call step(metric)"; }

/// "has no closed form: SWALR can only be stepped"
inline std::string has_no_closed_form(std::string_view scheduler) {
  return concat({"has no closed form: ", scheduler, " can only be stepped"});
}

/// "step_size, gamma, verbose", or with " or " before the last
inline std::string enumerated(std::span<const std::string_view> names, std::string_view last = ", ") {
  std::string all;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) all += i + 1 == names.size() ? last : ", ";
    all += names[i];
  }
  return all;
}

/// "is not a field of StepLR (its fields: step_size, gamma)"; before that, what is odd about the `name` that was given
inline std::string is_not_a_field(std::string_view name, std::string_view subject,
                                  std::span<const std::string_view> fields) {
  const auto odd = what_is_odd(name);
  return concat({odd, odd.empty() ? "" : " and ", "is not a field of ", subject,
                 fields.empty() ? " (it has no fields" : " (its fields: ", enumerated(fields), ")"});
}

}  // namespace roster::detail
