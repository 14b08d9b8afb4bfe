// EXPECT: have_different_extensions<json5_format, roster::json_format
// EXPECT: two formats of one list have the same extension
#include "roster/files/formats.hpp"

struct json5_format {
#ifdef BAD
  static constexpr std::string_view extensions[] = {".json5", ".json"};
#else
  static constexpr std::string_view extensions[] = {".json5"};
#endif
  static roster::node parse(std::string_view, std::string_view) { return {}; }
};

inline constexpr auto formats = boost::hana::append(roster::formats, boost::hana::type_c<json5_format>);
static_assert(roster::detail::format_table<formats>.size() == 4);
