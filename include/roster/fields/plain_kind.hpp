#pragma once

#include <optional>

#include "roster/fields/detail/reflect.hpp"
#include "roster/fields/steps.hpp"

// Truth, text, and any value; a value or none. number_kind.hpp has the numbers.
namespace roster {

template <>
struct field_kind<bool> {
  static std::string one() { return "true or false"; }
  static std::string many() { return "booleans"; }
  static bool read(const value& given, bool& field, const limit&, const place&) {
    const auto* truth = given.as<bool>();
    if (truth) field = *truth;
    return truth;
  }
  static void check(bool, const limit&, const place&) {}
  static node write(bool field) { return field; }
  static node::object schema(const limit&, definitions&) { return detail::schema_of_type("boolean"); }
};

/// One character of ASCII, which is all that a `char` can hold of UTF-8.
template <>
struct field_kind<char> {
  static std::string one() { return "a single character of ASCII"; }
  static std::string many() { return "single characters of ASCII"; }
  static bool read(const value& given, char& field, const limit&, const place& here) {
    const auto* text = given.as<std::string_view>();
    if (!text) return false;
    if (text->size() == 1 && static_cast<unsigned char>(text->front()) < 0x80) {
      field = text->front();
    } else {
      here.report(problem_kind::wrong_length, detail::is_not(*text, one()));
    }
    return true;
  }
  static void check(char, const limit&, const place&) {}
  static node write(char field) { return std::string_view(&field, 1); }
  static node::object schema(const limit&, definitions&) {
    auto schema = detail::schema_of_type("string");
    for (const auto* bound : {"minLength", "maxLength"}) schema.push_back({bound, 1});
    return schema;
  }
};

template <>
struct field_kind<std::string> {
  static std::string one() { return "text"; }
  static std::string many() { return "texts"; }
  static bool read(const value& given, std::string& field, const limit&, const place&) {
    const auto* text = given.as<std::string_view>();
    if (text) field = *text;
    return text;
  }
  static void check(const std::string&, const limit&, const place&) {}
  static node write(const std::string& field) { return field; }
  static node::object schema(const limit&, definitions&) { return detail::schema_of_type("string"); }
};

/// Any input, kept as it is.
template <>
struct field_kind<node> {
  static std::string one() { return "a value"; }
  static std::string many() { return "values"; }
  static bool read(const value& given, node& field, const limit&, const place&) {
    field = node(given);
    return true;
  }
  static void check(const node&, const limit&, const place&) {}
  static node write(const node& field) { return field; }
  static node::object schema(const limit&, definitions&) { return {}; }
};

/// Null, or a `T`.
template <class T>
struct field_kind<std::optional<T>> {
  using parts = types<T>;
  static constexpr limit range = detail::range_of<T>;

  static std::string one() { return detail::concat({"null or ", field_kind<T>::one()}); }
  static std::string many() { return detail::concat({"nulls or ", field_kind<T>::many()}); }
  static bool read(const value& given, std::optional<T>& field, const limit& allowed, const place& here) {
    if (given.is_null()) {
      field.reset();
      return true;
    }
    auto some = detail::fresh<T>();
    if (!field_kind<T>::read(given, some, allowed, here)) return false;
    field = std::move(some);
    return true;
  }
  static void check(const std::optional<T>& field, const limit& allowed, const place& here) {
    if (field) field_kind<T>::check(*field, allowed, here);
  }
  static void check_groups(const std::optional<T>& field, std::size_t groups, const place& here)
    requires requires { field_kind<T>::check_groups(*field, groups, here); }
  {
    if (field) field_kind<T>::check_groups(*field, groups, here);
  }
  static void check_origins(const std::optional<T>& field, origins from, const place& here)
    requires requires { field_kind<T>::check_origins(*field, from, here); }
  {
    if (field) field_kind<T>::check_origins(*field, from, here);
  }
  static void regroup(std::optional<T>& field, origins from) noexcept
    requires requires { field_kind<T>::regroup(*field, from); }
  {
    if (field) field_kind<T>::regroup(*field, from);
  }
  static void each_steps(std::optional<T>& field, const limit& allowed, const place& here, const steps_visitor& visitor)
    requires detail::holds_steps<T>
  {
    if (field) field_kind<T>::each_steps(*field, allowed, here, visitor);
  }
  static node write(const std::optional<T>& field) { return field ? field_kind<T>::write(*field) : node(); }
  static node::object schema(const limit& allowed, definitions& parts) {
    return detail::schema_of_any(field_kind<T>::schema(allowed, parts), detail::schema_of_type("null"));
  }
};

}  // namespace roster
