#pragma once

#include <type_traits>

#include "roster/input/detail/text.hpp"
#include "roster/input/error.hpp"

namespace roster {

namespace detail {

/// A name as a path shows it: quoted, unless it is a short plain identifier.
inline std::string name_in_path(std::string_view name) {
  constexpr auto plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  if (!name.empty() && name.size() <= 60 && name.find_first_not_of(plain) == name.npos) return std::string(name);
  return to_text(name);
}

}  // namespace detail

/// A place in an input, such as `schedulers[1].gamma`. A problem there is reported through it. It refers to the place
/// around it and to the list of all problems, which have to outlive it. Allocates only when there is a problem.
class place {
 public:
  /// The whole input.
  explicit place(std::vector<problem>& problems) noexcept : problems_(problems) {}

  /// The member of that name here.
  place member(std::string_view name) const noexcept { return {problems_, this, name}; }
  /// The element at that position here.
  place element(std::size_t position) const noexcept { return {problems_, this, position}; }

  /// Adds a problem at this place. `text` follows the path: "is -1, expected …".
  void report(problem_kind kind, std::string text, std::string_view meant = {}) const {
    problems_.push_back({kind, path(), std::move(text), std::string(meant)});
  }

  /// Adds what is wrong with values that do not fit together: `{"is ", 5, ", but the limit is ", 4}`.
  void report_rule(std::initializer_list<value> parts) const {
    std::string text;
    for (const auto& part : parts) {
      const auto* words = part.as<std::string_view>();
      text += words ? std::string(*words) : detail::to_text(part);
    }
    report(problem_kind::rule, std::move(text));
  }

  /// Adds a problem that was reported to `apart` of this place.
  void report(problem reported) const { problems_.push_back(std::move(reported)); }

  /// The same place with another list of problems, for an attempt that may be given up.
  place apart(std::vector<problem>& problems) const noexcept {
    return is_element_ ? place(problems, parent_, position_) : place(problems, parent_, name_);
  }

  /// The number of problems so far, in the whole input.
  std::size_t problems() const noexcept { return problems_.size(); }

  /// "schedulers[1].gamma"; empty for the whole input.
  std::string path() const {
    if (!parent_) return {};
    const auto before = parent_->path();
    if (is_element_) return detail::concat({before, "[", std::to_string(position_), "]"});
    return detail::concat({before, before.empty() ? "" : ".", detail::name_in_path(name_)});
  }

 private:
  place(std::vector<problem>& problems, const place* parent, std::string_view name) noexcept
      : problems_(problems), parent_(parent), name_(name) {}
  place(std::vector<problem>& problems, const place* parent, std::size_t position) noexcept
      : problems_(problems), parent_(parent), is_element_(true), position_(position) {}

  std::vector<problem>& problems_;
  const place* parent_ = nullptr;
  std::string_view name_;
  bool is_element_ = false;
  std::size_t position_ = 0;
};

/// Calls `f(place)` and returns its result. Throws an `error` with all problems that were reported. `subject`: what the
/// input is for ("StepLR") or where it is from ("recipe.json").
template <class F>
auto checked(std::string_view subject, F&& f) {
  std::vector<problem> problems;
  if constexpr (std::is_void_v<std::invoke_result_t<F, const place&>>) {
    f(place(problems));
    if (!problems.empty()) throw error(subject, std::move(problems));
  } else {
    auto made = f(place(problems));
    if (!problems.empty()) throw error(subject, std::move(problems));
    return made;
  }
}

}  // namespace roster
