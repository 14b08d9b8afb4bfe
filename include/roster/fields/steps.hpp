#pragma once

#include <algorithm>
#include <array>
#include <compare>

#include "roster/fields/number_kind.hpp"
#include "roster/registry/nearest.hpp"

namespace roster {

/// What the number of a length counts.
enum class length_unit : unsigned char { steps, epochs, batches, percent };

/// A number of steps, or a length that becomes one when it is known how long the run is (lengths.hpp): `30`,
/// `epochs(5)`. In formulas, it is an integer.
class steps {
 public:
  /// The type of number that this is in formulas.
  using number = std::int64_t;

  constexpr steps() = default;
  template <detail::integer T>
  constexpr steps(T count) noexcept
      : count_(std::in_range<number>(count) ? static_cast<number>(count) : std::numeric_limits<number>::max()) {}
  /// A length, such as 0.5 epochs.
  constexpr steps(double length, length_unit unit) noexcept : count_(1), length_(length), unit_(unit) {}

  /// The number of steps; of a length, it is 1, so that no formula divides by 0.
  constexpr operator number() const noexcept { return count_; }

  constexpr bool is_length() const noexcept { return unit_ != length_unit::steps; }
  /// Of a length, the number of its units.
  constexpr double length() const noexcept { return length_; }
  constexpr length_unit unit() const noexcept { return unit_; }

  // Templates, so that numbers do not convert to steps to be compared
  template <std::same_as<steps> T>
  friend constexpr bool operator==(const T& a, const T& b) noexcept {
    return a.count_ == b.count_ && a.length_ == b.length_ && a.unit_ == b.unit_;
  }
  /// Numbers by size; lengths come after all numbers.
  template <std::same_as<steps> T>
  friend constexpr std::weak_ordering operator<=>(const T& a, const T& b) noexcept {
    if (a.unit_ != b.unit_) return a.unit_ <=> b.unit_;
    if (!a.is_length()) return a.count_ <=> b.count_;
    return a.length_ < b.length_   ? std::weak_ordering::less
           : b.length_ < a.length_ ? std::weak_ordering::greater
                                   : std::weak_ordering::equivalent;
  }

 private:
  number count_ = 0;
  double length_ = 0;
  length_unit unit_ = length_unit::steps;
};

/// The steps of that many epochs: `epochs(0.5)`
constexpr steps epochs(double number) noexcept { return {number, length_unit::epochs}; }
constexpr steps batches(double number) noexcept { return {number, length_unit::batches}; }
/// A part of the run: `percent(10)`
constexpr steps percent(double number) noexcept { return {number, length_unit::percent}; }

/// Called with each number of steps in a field.
struct steps_visitor {
  void (*visit)(const steps_visitor& by, steps& found, const limit& allowed, const place& here);
  void* self;
  bool by_epoch = false;  ///< a step is an epoch here, whatever it is elsewhere in the run
};

namespace detail {

/// Whether a field of type `T` may hold numbers of steps.
template <class T>
concept holds_steps = requires(T& field, const limit& allowed, const place& here, const steps_visitor& visitor) {
  field_kind<T>::each_steps(field, allowed, here, visitor);
};

template <class Types>
inline constexpr bool any_takes_lengths = false;
/// Whether a field of type `T` is steps or made of them, other than in a struct: its text may be a length.
template <class T>
inline constexpr bool takes_lengths = std::same_as<T, steps>;
template <class T>
  requires requires { typename field_kind<T>::parts; }
inline constexpr bool takes_lengths<T> = any_takes_lengths<typename field_kind<T>::parts>;
template <class... Types>
inline constexpr bool any_takes_lengths<types<Types...>> = (takes_lengths<Types> || ...);

// As a text, a length has at most 15 digits before the point, so that its number is below this.
inline constexpr double most_length = 1e15;
inline constexpr auto length_pattern = "^[0-9]{1,15}(\\.[0-9]+)? *(epochs?|batch(es)?|%)$";

struct unit_name {
  std::string_view name;
  length_unit unit;
  bool is_right;  ///< otherwise, it is what people may write instead
};
inline constexpr unit_name unit_names[] = {
    {"epochs", length_unit::epochs, true},   {"epoch", length_unit::epochs, true},
    {"batches", length_unit::batches, true}, {"batch", length_unit::batches, true},
    {"%", length_unit::percent, true},       {"percent", length_unit::percent, false},
    {"steps", length_unit::steps, false},    {"iterations", length_unit::steps, false},
};

/// "5 epochs", "1 epoch", "10 %"
inline std::string length_text(const steps& given) {
  char number[400];  // the smallest double has 325 digits
  const auto end = std::to_chars(number, std::end(number), given.length(), std::chars_format::fixed).ptr;
  constexpr std::string_view names[] = {"", " epochs", " batches", " %", "", " epoch", " batch", " %"};
  const auto unit = static_cast<std::size_t>(given.unit());
  return concat({std::string_view(number, end), names[given.length() == 1 ? unit + 4 : unit]});
}
/// A number or a length as a person would write it.
inline std::string steps_text(const steps& given) {
  return given.is_length() ? length_text(given) : to_text(std::int64_t{given});
}

/// "an integer of at least 1, or a length such as …"
inline std::string steps_or_length(const limit& allowed) {
  return concat({bounded("an integer", allowed), R"(, or a length such as "5 epochs", "500 batches" or "10 %")"});
}

/// What was probably meant by a number with a wrong unit, or with none.
inline std::string meant_length(std::string_view number, std::string_view wrong) {
  if (number.size() > 20 || wrong.find_first_of("0123456789.") != wrong.npos) return {};
  const auto seen = name_as_seen(wrong);
  std::array<std::string_view, std::size(unit_names)> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = unit_names[i].name;
  // Nearly all short words are near "%".
  const auto at = seen.size() < 3 && seen != "%" ? names.size() : nearest(seen, names);
  const bool is_whole = number.find('.') == number.npos;
  if (seen.empty() || (at < names.size() && unit_names[at].unit == length_unit::steps)) {
    return is_whole ? std::string(number) : "";
  }
  if (at == names.size()) return {};
  return concat({number, " ", unit_names[at].unit == length_unit::percent ? "%" : names[at]});
}

/// Reads a length. Reports a text that is not one, and leaves the field as it is.
inline void read_length(std::string_view text, steps& field, const limit& allowed, const place& here) {
  constexpr std::string_view digits = "0123456789";
  const auto whole = std::min(text.find_first_not_of(digits), text.size());
  auto end = whole;
  if (text.substr(whole, 1) == ".") end = std::min(text.find_first_not_of(digits, whole + 1), text.size());
  const auto unit = std::min(text.find_first_not_of(' ', end), text.size());
  const bool is_number = whole > 0 && end != whole + 1;
  for (const auto& one : unit_names) {
    if (!is_number || !one.is_right || one.name != text.substr(unit)) continue;
    if (whole > 15) return here.report(problem_kind::out_of_range, is_not(text, "at most 15 digits before the point"));
    double number = 0;
    const auto failed = std::from_chars(text.data(), text.data() + end, number).ec;
    // The only number that is out of range here is too small. It is not 0.
    field = steps(failed == std::errc() ? number : std::numeric_limits<double>::min(), one.unit);
    return;
  }
  here.report(problem_kind::wrong_type, is_not(text, steps_or_length(allowed)),
              is_number ? meant_length(text.substr(0, end), text.substr(unit)) : "");
}

/// Whether a number is one of a length. Those of code may be any.
inline bool is_length_number(double number) { return number >= 0 && number < most_length; }

inline void report_wrong_length(const steps& given, const limit& allowed, const place& here) {
  here.report(problem_kind::out_of_range, is_not(length_text(given), steps_or_length(allowed)));
}

}  // namespace detail

/// An integer, or a length as text: "5 epochs". A length has to be resolved (lengths.hpp) before it is used.
template <>
struct field_kind<steps> {
  static std::string one() { return "an integer"; }
  static std::string many() { return "integers"; }
  static bool read(const value& given, steps& field, const limit& allowed, const place& here) {
    if (const auto* text = given.as<std::string_view>()) {
      detail::read_length(*text, field, allowed, here);
      return true;
    }
    std::int64_t count = field;
    if (!detail::read_integer(given, count, allowed, here)) return false;
    field = count;
    return true;
  }
  static void check(const steps& field, const limit& allowed, const place& here) {
    if (!field.is_length()) return detail::check_integer(field, allowed, here);
    if (!detail::is_length_number(field.length())) return detail::report_wrong_length(field, allowed, here);
    here.report(problem_kind::missing, detail::concat({"is ", detail::to_text(detail::length_text(field)),
                                                       ", which needs the length of the run, expected ",
                                                       detail::bounded("an integer", allowed)}));
  }
  static void each_steps(steps& field, const limit& allowed, const place& here, const steps_visitor& visitor) {
    visitor.visit(visitor, field, allowed, here);
  }
  static node write(const steps& field) {
    if (field.is_length()) return detail::length_text(field);
    return std::int64_t{field};
  }
  static std::string text(const steps& field) { return detail::steps_text(field); }
  static node::object schema(const limit& allowed, definitions&) {
    // Not `anyOf`: editors then say what is wrong with a text, and show what the field means, of both forms.
    auto length = detail::schema_of_type("string");
    length.push_back({"pattern", detail::length_pattern});
    return {{"if", node(detail::schema_of_type("string"))},
            {"then", node(std::move(length))},
            {"else", node(detail::integer_schema(allowed))},
            {"examples", node(node::list{"5 epochs", "500 batches", "10 %"})}};
  }
};

namespace detail {

// What a visitor may do about a length
inline void note_length(const steps_visitor& by, steps& one, const limit&, const place&) {
  if (one.is_length()) *static_cast<bool*>(by.self) = true;
}
inline void report_length(const steps_visitor&, steps& one, const limit& allowed, const place& here) {
  if (one.is_length()) field_kind<steps>::check(one, allowed, here);
}

}  // namespace detail

}  // namespace roster
