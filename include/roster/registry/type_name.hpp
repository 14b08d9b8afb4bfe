#pragma once

#include <array>
#include <cstddef>
#include <source_location>
#include <string_view>
#include <type_traits>

namespace roster {
namespace detail {

template <class T>
constexpr std::string_view signature() {
  return std::source_location::current().function_name();
}

// A type with a known spelling shows where the compiler writes the type in a signature.
inline constexpr std::size_t signature_prefix = signature<void>().find("void");
inline constexpr std::size_t signature_suffix = signature<void>().size() - signature_prefix - 4;

/// The full name of a type, `a::b<c>`, as the compiler spells it.
template <class T>
constexpr std::string_view qualified_name() {
  auto name = signature<T>();
  name.remove_prefix(signature_prefix);
  name.remove_suffix(signature_suffix);
  return name;
}

/// The end of the character or string literal whose quote is at `at`.
constexpr std::size_t skip_literal(std::string_view name, std::size_t at) {
  for (auto end = at + 1; end < name.size(); ++end) {
    if (name[end] == name[at]) return end + 1;
    if (name[end] == '\\') ++end;
  }
  return at + 1;
}

/// The end of `<`, `->` or another operator with a bracket that begins at `at`, or `at` if none does. In
/// `call<&T::operator>>`, which is the end of the operator? `shortest` decides.
constexpr std::size_t skip_operator(std::string_view name, std::size_t at, bool shortest) {
  for (const std::string_view symbol : {"<=>", "<<=", ">>=", "->*", "<<", ">>", "<=", ">=", "->", "<", ">"}) {
    if (!name.substr(at).starts_with(symbol)) continue;
    return at + symbol.size() - (shortest && symbol.size() > 1 && symbol.ends_with('>'));
  }
  return at;
}

struct name_part {
  std::string_view name;
  bool closed;  ///< whether all brackets are
};
// A loop over plain characters: a compiler takes a million steps in a constant expression, and names may be long.
constexpr name_part find_last_part(std::string_view name, bool shortest_operators) {
  constexpr std::string_view word = "::operator";
  std::size_t begin = 0, end = name.size(), depth = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c == '<' || c == '(' || c == '[' || c == '{') {
      if (depth++ == 0 && c == '<') end = i;
    } else if (c == '>' || c == ')' || c == ']' || c == '}') {
      --depth;
    } else if (c == '\'' || c == '"') {
      i = skip_literal(name, i) - 1;
    } else if (c == ':' && name.substr(i).starts_with(word)) {
      i = skip_operator(name, i + word.size(), shortest_operators) - 1;
    } else if (c == ':' && depth == 0) {
      begin = i + 1;
      end = name.size();
    }
  }
  return {name.substr(begin, end - begin), depth == 0};
}

/// `b` of `a::b<c>`.
constexpr std::string_view unqualified(std::string_view name) {
  const auto part = find_last_part(name, false);
  return part.closed ? part.name : find_last_part(name, true).name;
}

/// Whether `T` has a constant `name`, and not just a field of that name.
template <class T>
concept names_itself = requires {
  requires !std::is_member_pointer_v<decltype(&T::name)>;
  typename std::integral_constant<std::size_t, std::string_view{T::name}.size()>;
};

template <class T>
constexpr std::string_view spelt_name() {
  if constexpr (names_itself<T>) {
    return T::name;
  } else {
    return unqualified(qualified_name<T>());
  }
}

// A copy, so that the object file holds the name and not the whole signature.
template <class T>
inline constexpr auto stored_name = [] {
  constexpr auto name = spelt_name<T>();
  std::array<char, name.size() + 1> copy{};
  for (std::size_t i = 0; i < name.size(); ++i) copy[i] = name[i];
  return copy;
}();

}  // namespace detail

/// The name of a type, without namespaces and template arguments: "StepLR". To give a type another name, declare
/// `static constexpr std::string_view name` in it.
template <class T>
inline constexpr std::string_view type_name{detail::stored_name<T>.data(), detail::stored_name<T>.size() - 1};

}  // namespace roster
