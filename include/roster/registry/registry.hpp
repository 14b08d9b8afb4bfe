#pragma once

#include <array>
#include <boost/hana/append.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <initializer_list>
#include <optional>

#include "roster/registry/detail/dispatch.hpp"
#include "roster/registry/detail/name_table.hpp"
#include "roster/registry/fixed_string.hpp"
#include "roster/registry/nearest.hpp"
#include "roster/registry/type_name.hpp"

namespace roster {

/// Shown by the compiler when no type of the registry has a name: the nearest type, or `void`.
template <class Nearest>
struct did_you_mean {};

namespace detail {

/// Whether all of them are `wanted`. Not a fold expression: Clang takes no more than 256 operands.
constexpr bool all_are(bool wanted, std::initializer_list<bool> answers) noexcept {
  for (const bool one : answers) {
    if (one != wanted) return false;
  }
  return true;
}

// People read the names of these templates in compiler messages.
#if __cplusplus > 202302L && __cpp_static_assert >= 202306L  // Clang warns of it in older standards
/// "no type is named StepLr; did you mean StepLR?", for the compiler to print.
template <fixed_string Asked, class DidYouMean>
struct unknown_name;
template <fixed_string Asked, class Nearest>
struct unknown_name<Asked, did_you_mean<Nearest>> {
  static constexpr bool is_near = !std::is_void_v<Nearest>;
  static constexpr std::string_view parts[] = {"roster: no type is named ", Asked, is_near ? "; did you mean " : "",
                                               is_near ? type_name<Nearest> : "", is_near ? "?" : ""};
  static constexpr std::size_t size() {
    std::size_t all = 0;
    for (const auto part : parts) all += part.size();
    return all;
  }
  static constexpr auto text = [] {
    std::array<char, size()> made{};
    std::size_t at = 0;
    for (const auto part : parts) {
      for (const char letter : part) made[at++] = letter;
    }
    return made;
  }();
  static constexpr const char* data() { return text.data(); }
};
template <fixed_string Asked, class DidYouMean, bool Found>
struct is_registered {
  static_assert(Found, unknown_name<Asked, DidYouMean>{});
};
#else
template <fixed_string Asked, class DidYouMean, bool Found>
struct is_registered {
  static_assert(Found, "roster: no type of this name is registered; did_you_mean<…> above has the nearest one");
};
#endif
template <class First, class Second, bool Differ>
struct have_different_names {
  static_assert(Differ, "roster: two types of one registry have the same name");
};
template <class Type, bool Named>
struct has_a_name {
  static_assert(Named, "roster: this type's name is empty");
};

}  // namespace detail

/// A list of types that are found by name. It consists of constant data and functions: nothing is mutable, and nothing
/// runs before main. Two types with the same name, or an empty name, do not compile.
template <class... Types>
class basic_registry {
 public:
  static constexpr std::size_t size() noexcept { return sizeof...(Types); }

  /// The types' names, in the list's order.
  static constexpr std::array<std::string_view, sizeof...(Types)> names{type_name<Types>...};

 private:
  using table = detail::name_table<names>;

  // void after the last type means "none"
  using pieces = detail::cut<Types..., void>;
  template <std::size_t I>
  using nth = detail::type_at<I, pieces>;

 public:
  /// The position of the named type in the list, if it is there: a look-up in constant data. Allocates nothing.
  static constexpr std::optional<std::size_t> find(std::string_view name) noexcept {
    const auto at = table::find(name);
    if (at == size()) return std::nullopt;
    return at;
  }

  /// Calls `f` with the named type as `std::type_identity<T>`, or `otherwise()` if no type has the name. Returns the
  /// result, which has one type for all. A look-up in constant data and a generated switch. Allocates nothing.
  template <class F, class Otherwise>
  static constexpr decltype(auto) visit(std::string_view name, F&& f, Otherwise&& otherwise) {
    return detail::switch_for<size()>::template jump<pieces, 0, size()>(table::find(name), f, otherwise);
  }

  /// Calls `f` with the type at that position, as `std::type_identity<T>`, and returns the result. The position has to
  /// be below `size()`.
  template <class F>
    requires(sizeof...(Types) > 0)
  static constexpr decltype(auto) visit_at(std::size_t position, F&& f) {
    // The last type gets all that is left, so that every path returns.
    const auto last = [&]() -> decltype(auto) { return f(std::type_identity<nth<size() - 1>>{}); };
    return detail::switch_for<size() - 1>::template jump<pieces, 0, size() - 1>(position, f, last);
  }

  /// Calls `f` with every type as `std::type_identity<T>`, in order.
  template <class F>
  static constexpr void for_each(F&& f) {
    const bool called[] = {true, (f(std::type_identity<Types>{}), true)...};
    (void)called;
  }

  /// Whether `f` returns true for every type, called with `std::type_identity<T>`.
  template <class F>
  static constexpr bool every(F&& f) {
    return detail::all_are(true, {f(std::type_identity<Types>{})...});
  }

  template <class T>
  static constexpr bool contains = !detail::all_are(false, {std::is_same_v<T, Types>...});

  /// `Template<Types...>`
  template <template <class...> class Template>
  using apply = Template<Types...>;

  /// The name that an unknown name probably meant; empty if none is near.
  static constexpr std::string_view nearest(std::string_view asked) noexcept {
    const auto at = roster::nearest(asked, names);
    return at == size() ? std::string_view{} : names[at];
  }

 private:
  template <fixed_string Name>
  static constexpr auto lookup() {
    constexpr auto found = table::find(Name);
    constexpr auto meant = found != size() ? found : roster::nearest(Name, names);
    (void)detail::is_registered<Name, did_you_mean<nth<meant>>, found != size()>{};
    return std::type_identity<nth<meant>>{};
  }

  static constexpr bool checked = [] {
    constexpr auto nameless = table::empty;
    (void)detail::has_a_name<nth<nameless>, nameless == sizeof...(Types)>{};
    constexpr auto twins = table::duplicate;
    (void)detail::have_different_names<nth<twins.first>, nth<twins.second>, twins.first == sizeof...(Types)>{};
    return true;
  }();
  static_assert(checked);

 public:
  /// The type of that name. An unknown name does not compile; the compiler's message shows the nearest type.
  template <fixed_string Name>
  using type = typename decltype(lookup<Name>())::type;
};

namespace detail {

template <class Entry, class Registry>
struct entry_of {
  using type = typename Entry::type;
};
template <template <class...> class Template, class Registry>
struct entry_of<boost::hana::template_t<Template>, Registry> {
  using type = Template<Registry>;
};

template <class Entry>
inline constexpr bool is_a_template = false;
template <template <class...> class Template>
inline constexpr bool is_a_template<boost::hana::template_t<Template>> = true;
template <class Entry>
concept names_a_type = is_a_template<Entry> || std::is_same_v<boost::hana::tag_of_t<Entry>, boost::hana::type_tag>;

template <class... Entries>
inline constexpr bool name_types = all_are(true, {names_a_type<Entries>...});

/// Shown by the compiler: what was given in place of a list of types.
template <class Given, bool Is>
struct is_a_list_of_types {
  static_assert(Is,
                "roster: a registry needs a list of types, declared as inline constexpr auto animals = "
                "boost::hana::tuple_t<cat, dog>;");
};

template <class Given, class Registry>
struct registry_of : is_a_list_of_types<Given, false> {
  using type = basic_registry<>;
};
template <class... Entries, class Registry>
  requires name_types<Entries...>
struct registry_of<boost::hana::tuple<Entries...>, Registry> {
  using type = basic_registry<typename entry_of<Entries, Registry>::type...>;
};

}  // namespace detail

/// The registry of a list that is declared as
/// `inline constexpr auto animals = boost::hana::tuple_t<cat, dog>;`
/// In a header it has to be `inline`: otherwise each file has a list, and a registry, of its own.
/// A template in the list, `boost::hana::template_<herd>`, becomes the type `herd<registry<animals>>`, which may hold
/// any types of its own registry.
template <const auto& List>
class registry : public detail::registry_of<std::remove_cvref_t<decltype(List)>, registry<List>>::type {};

/// `Registry::type<Name>`, for signatures: compiler messages show it instead of the list of all types.
template <class Registry, fixed_string Name>
struct type_named {
  using type = typename Registry::template type<Name>;
};

}  // namespace roster
