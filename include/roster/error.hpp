#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace roster {

/// What kind of thing is wrong with an input.
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

/// One thing that is wrong with an input.
struct problem {
  problem_kind kind;
  std::string path;        ///< where: "scheduler.schedulers[1].gamma"; empty for the whole input
  std::string text;        ///< what, to be read behind the path: "is -1, expected a real number above 0"
  std::string meant = {};  ///< the name that was probably meant, or empty

  std::string sentence() const {
    auto all = path + (path.empty() ? "" : " ") + text;
    if (!meant.empty()) all += "; did you mean " + meant + "?";
    return all;
  }
  bool operator==(const problem&) const = default;
};

/// Everything that is wrong with an input, at once. `what()` is the subject and a sentence for each problem.
class error : public std::runtime_error {
 public:
  /// `subject`: what the input is for ("StepLR") or where it is from ("recipe.json").
  error(std::string_view subject, std::vector<problem> problems)
      : std::runtime_error(text(subject, problems)), problems_(std::move(problems)) {}

  const std::vector<problem>& problems() const noexcept { return problems_; }

 private:
  static std::string text(std::string_view subject, const std::vector<problem>& problems) {
    auto all = std::string(subject) + ": ";
    if (problems.size() == 1) return all + problems.front().sentence();
    all += std::to_string(problems.size()) + " problems";
    for (const auto& one : problems) all += "\n  " + one.sentence();
    return all;
  }

  std::vector<problem> problems_;
};

/// A value, or the error that stood against it.
template <class T>
class result {
 public:
  using value_type = T;

  result(T made) : held_(std::in_place_index<0>, std::move(made)) {}
  result(roster::error failed) : held_(std::in_place_index<1>, std::move(failed)) {}

  bool has_value() const noexcept { return held_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  /// The value; throws the error if there is none.
  T& value() & {
    if (!has_value()) throw error();
    return std::get<0>(held_);
  }
  T&& value() && {
    if (!has_value()) throw error();
    return std::get<0>(std::move(held_));
  }
  T& operator*() noexcept { return *std::get_if<0>(&held_); }
  T* operator->() noexcept { return std::get_if<0>(&held_); }
  /// The error, of a result without a value.
  const roster::error& error() const { return std::get<1>(held_); }

 private:
  std::variant<T, roster::error> held_;
};

}  // namespace roster
