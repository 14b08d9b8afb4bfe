// EXPECT: is_a_format.*toml_format
// EXPECT: a format needs static constexpr std::string_view extensions\[\] = {".toml"}
// EXPECT: a format needs static roster::node parse\(std::string_view text, std::string_view subject\)
// EXPECT: a format's looks_like must be static bool looks_like\(std::string_view text\)
#include "roster/files/formats.hpp"

struct toml_format {
#ifdef BAD
  static constexpr std::string_view extensions[] = {"toml"};
  static roster::node parse(std::string_view) { return {}; }
  bool looks_like(std::string_view) { return true; }
#else
  static constexpr std::string_view extensions[] = {".toml"};
  static roster::node parse(std::string_view, std::string_view) { return {}; }
  static bool looks_like(std::string_view) { return true; }
#endif
};

inline constexpr auto formats = boost::hana::append(roster::formats, boost::hana::type_c<toml_format>);
static_assert(roster::detail::format_table<formats>.size() == 4);
