#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "roster/input/detail/printable.hpp"

namespace roster {

/// The kinds of problems. `rule`: a config's own rule is broken; `unreadable`: a file or a text cannot be read.
enum class problem_kind {
  unknown_name,
  unknown_field,
  missing,
  given_twice,
  wrong_type,
  wrong_length,
  not_finite,
  out_of_range,
  rule,
  unreadable,
};

/// A line and a column (in characters) of a text, counted from 1; both are 0 for what was not read from a text.
struct location {
  std::size_t line = 0;
  std::size_t column = 0;

  explicit operator bool() const noexcept { return line > 0; }
  auto operator<=>(const location&) const = default;
};

/// One thing that is wrong with an input.
struct problem {
  problem_kind kind;
  std::string path;        ///< where: "scheduler.schedulers[1].gamma"; empty for the whole input
  std::string text;        ///< what, to be read after the path: "is -1, expected a real number above 0"
  std::string meant = {};  ///< the name that was probably meant, or empty
  location where = {};     ///< where in the file

  /// The path, the text and the name that was probably meant: on one line, bounded, and safe to print.
  std::string sentence() const {
    const auto at = detail::printable(path), what = detail::printable(text), name = detail::printable(meant);
    return detail::concat(
        {at, at.empty() ? "" : " ", what, name.empty() ? "" : "; did you mean ", name, name.empty() ? "" : "?"});
  }
  bool operator==(const problem&) const = default;
};

/// All problems of an input. `what()` is the subject and a sentence for each problem, with line and column where they
/// are known: "recipe.json:4:7: gamma is -1, expected …".
class error : public std::runtime_error {
 public:
  /// `what()` shows at most this many problems, and how many more there are.
  static constexpr std::size_t most_told = 50;

  /// `subject`: what the input is for ("StepLR") or where it is from ("recipe.json").
  error(std::string_view subject, std::vector<problem> problems)
      : std::runtime_error(text(subject, problems)), problems_(std::move(problems)) {}

  const std::vector<problem>& problems() const noexcept { return problems_; }

 private:
  static std::string text(std::string_view subject, const std::vector<problem>& problems) {
    if (problems.size() == 1) {
      return detail::concat({prefix(subject, problems.front().where), problems.front().sentence()});
    }
    auto all = detail::concat({prefix(subject, {}), std::to_string(problems.size()), " problems"});
    for (std::size_t i = 0; i < problems.size() && i < most_told; ++i) {
      const auto& one = problems[i];
      all += detail::concat({"\n  ", one.where ? prefix(subject, one.where) : "", one.sentence()});
    }
    if (problems.size() > most_told) {
      all += detail::concat({"\n  and ", std::to_string(problems.size() - most_told), " more"});
    }
    return all;
  }
  static std::string prefix(std::string_view subject, location where) {
    const auto shown = detail::printable(subject);
    if (!where) return detail::concat({shown, ": "});
    return detail::concat({shown, ":", std::to_string(where.line), ":", std::to_string(where.column), ": "});
  }

  std::vector<problem> problems_;
};

/// A value, or the `error` that prevented it.
template <class T>
class result {
 public:
  using value_type = T;

  result(T made) : made_(std::move(made)) {}
  result(roster::error failed) : failed_(std::move(failed)) {}

  bool has_value() const noexcept { return made_.has_value(); }
  explicit operator bool() const noexcept { return has_value(); }

  /// The value. Throws the `error` if there is none.
  T& value() & {
    if (!made_) throw error();
    return *made_;
  }
  T&& value() && {
    if (!made_) throw error();
    return *std::move(made_);
  }
  /// The value, which has to be there.
  T& operator*() noexcept { return *made_; }
  T* operator->() noexcept { return &*made_; }
  /// The error. Throws `std::bad_optional_access` if there is a value.
  const roster::error& error() const { return failed_.value(); }

 private:
  std::optional<T> made_;
  std::optional<roster::error> failed_;
};

namespace detail {

/// The result of `f`, or the `error` that it throws.
template <class F>
auto result_of(F&& f) -> result<decltype(f())> {
  try {
    return f();
  } catch (const error& failed) {
    return failed;
  }
}

}  // namespace detail

}  // namespace roster
