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

/// `b` of `a::b<c>`.
constexpr std::string_view unqualified(std::string_view name) {
  if (name.ends_with('>')) {
    std::size_t depth = 0;
    std::size_t at = name.size();
    do {
      --at;
      depth += name[at] == '>';
      depth -= name[at] == '<';
    } while (depth > 0 && at > 0);
    name = name.substr(0, at);
  }
  const auto scope = name.rfind("::");
  return scope == name.npos ? name : name.substr(scope + 2);
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
  std::array<char, spelt_name<T>().size() + 1> copy{};
  std::size_t size = 0;
  for (const char letter : spelt_name<T>()) copy[size++] = letter;
  return copy;
}();

}  // namespace detail

/// The name of a type, without namespaces and template arguments: "StepLR". To give a type another name, declare
/// `static constexpr std::string_view name` in it.
template <class T>
inline constexpr std::string_view type_name{detail::stored_name<T>.data(), detail::stored_name<T>.size() - 1};

}  // namespace roster
