#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <vector>

#include "roster/files/json.hpp"
#include "roster/files/yaml.hpp"
#include "roster/registry/registry.hpp"

namespace roster {

/// The formats of files. A format is a struct with
/// - `static constexpr std::string_view extensions[] = {".toml"}`: the extensions of its files
/// - `static node parse(std::string_view text, std::string_view subject)`: parses a text into a tree and sets
///   `node::where` to lines and columns. Throws an `error` about `subject`, the file's name, if the text is not in this
///   format.
/// - optionally, `static bool looks_like(std::string_view text)`: whether a text without a known extension may be in
///   this format. Such a text is tried in each format that recognises it, and then in the first one without
///   `looks_like`; if there are none of them, in the first one.
///
/// To add your own, read with a longer list:
/// `inline constexpr auto mine = boost::hana::append(roster::formats, boost::hana::type_c<toml_format>);`
/// `roster::read_recipe<roster::recipe<>, mine>("recipe.toml")`
inline constexpr auto formats = boost::hana::tuple_t<json_format, jsonc_format, yaml_format>;

namespace detail {

/// A format as data.
struct format_entry {
  std::span<const std::string_view> extensions;
  node (*parse)(std::string_view text, std::string_view subject);
  bool (*looks_like)(std::string_view text);  ///< may be null
};

/// The formats that a text may have, the likeliest first: by the file's extension, or else by the text itself.
inline std::vector<const format_entry*> formats_of(std::span<const format_entry> all, std::string_view extension,
                                                   std::string_view text) {
  std::vector<const format_entry*> found;
  for (const auto& format : all) {
    if (std::ranges::find(format.extensions, extension) != format.extensions.end()) return {&format};
    if (format.looks_like && format.looks_like(text)) found.push_back(&format);
  }
  const auto plain = std::ranges::find(all, nullptr, &format_entry::looks_like);
  if (plain != all.end()) found.push_back(&*plain);
  if (found.empty()) found.push_back(&all.front());
  return found;
}

/// The tree of a text. Throws the `error` of the format that reads the furthest.
inline node parse(std::span<const format_entry> all, std::string_view extension, std::string_view text,
                  std::string_view subject) {
  std::optional<error> failure;
  const auto where = [](const error& failed) {
    return failed.problems().empty() ? location{} : failed.problems().front().where;
  };
  for (const auto* format : formats_of(all, extension, text)) {
    try {
      return format->parse(text, subject);
    } catch (const error& failed) {
      if (!failure || where(*failure) < where(failed)) failure = failed;
    }
  }
  throw error(*failure);
}

/// Whether `std::filesystem::path::extension` can return each of these.
constexpr bool are_extensions(std::span<const std::string_view> all) {
  return !all.empty() && std::ranges::all_of(all, [](auto one) { return one.size() > 1 && one.rfind('.') == 0; });
}

template <class Format>
concept has_extensions = requires { requires are_extensions(Format::extensions); };
template <class Format>
concept has_parse = requires { static_cast<decltype(format_entry::parse)>(&Format::parse); };
template <class Format>
concept names_looks_like = requires { &Format::looks_like; };
template <class Format>
concept has_looks_like = requires { static_cast<decltype(format_entry::looks_like)>(&Format::looks_like); };

/// Only for one order of two formats, so that each pair is reported once.
template <class First, class Second>
concept share_an_extension =
    type_name<First> < type_name<Second> && has_extensions<First> && has_extensions<Second> &&
    std::ranges::find_first_of(First::extensions, Second::extensions) != std::ranges::end(First::extensions);

// People read the names of these templates in compiler messages.
template <class Type>
constexpr bool is_a_format() {
  static_assert(has_extensions<Type>,
                "roster: a format needs static constexpr std::string_view extensions[] = {\".toml\"}; each is the end "
                "of a file's name, from its last dot on");
  static_assert(has_parse<Type>,
                "roster: a format needs static roster::node parse(std::string_view text, std::string_view subject)");
  static_assert(has_looks_like<Type> || !names_looks_like<Type>,
                "roster: a format's looks_like must be static bool looks_like(std::string_view text)");
  return true;
}
template <class First, class Second, bool Differ>
struct have_different_extensions {
  static_assert(Differ, "roster: two formats of one list have the same extension");
};

/// The formats of a list, in its order.
template <const auto& List>
inline constexpr auto format_table = [] {
  using all = registry<List>;
  std::array<format_entry, all::size()> table{};
  static_assert(!table.empty(), "roster: a list of formats needs at least one format");
  std::size_t next = 0;
  all::for_each([&]<class Format>(std::type_identity<Format>) {
    (void)is_a_format<Format>();
    all::for_each([]<class Other>(std::type_identity<Other>) {
      (void)have_different_extensions<Format, Other, !share_an_extension<Format, Other>>{};
    });
    if constexpr (has_extensions<Format> && has_parse<Format>) {
      table[next].extensions = Format::extensions;
      table[next].parse = &Format::parse;
      if constexpr (has_looks_like<Format>) table[next].looks_like = &Format::looks_like;
      ++next;
    }
  });
  return table;
}();

}  // namespace detail

}  // namespace roster
