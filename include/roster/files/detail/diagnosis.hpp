#pragma once

#include <optional>

#include "roster/files/detail/text_places.hpp"
#include "roster/input/detail/odd_text.hpp"

namespace roster::detail {

/// What is wrong with a text, and the position of its cause in bytes.
struct diagnosis {
  std::size_t at;
  std::string what;
};

/// The error about a text, with the location of what is wrong.
inline error error_at(std::string_view text, std::string_view subject, const diagnosis& found) {
  return {subject, {{problem_kind::unreadable, "", found.what, "", text_places(text).at(found.at)}}};
}

/// A piece of a document in a message: escaped, and cut to 60 bytes.
inline std::string piece(std::string_view text) { return printable(text, 60); }

inline std::string too_large(std::string_view number) { return concat({piece(number), " is too large for a double"}); }
inline std::string never_closed(std::string_view what) { return concat({"has a ", what, " that is never closed"}); }

/// "has }, but the bracket opened in line 2 is ["
inline std::string wrong_bracket(std::string_view closes, std::string_view opened, std::size_t line) {
  return concat({"has ", closes, ", but the bracket opened in line ", std::to_string(line), " is ", opened});
}
inline std::string wrong_escape(std::string_view escape) {
  return concat({"has ", piece(escape), " inside a text; write \\\\ for a backslash"});
}

/// The first byte that is not UTF-8, or the first control character that no text file has.
inline std::optional<diagnosis> find_no_text(std::string_view text) {
  const auto first = text.substr(0, 2);
  if (first == "\xff\xfe" || first == "\xfe\xff" || (first.size() == 2 && (first[0] == '\0') != (first[1] == '\0'))) {
    return diagnosis{0, "is UTF-16, expected text in UTF-8"};
  }
  for (std::size_t at = 0; at < text.size();) {
    const auto length = character_length(text.substr(at));
    const auto byte = static_cast<unsigned char>(text[at]);
    if (length == 0) return diagnosis{at, concat({"has the byte 0x", hex(byte), ", expected text in UTF-8"})};
    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
      return diagnosis{at, concat({"has the control character ", name_of_character(byte), ", expected text"})};
    }
    at += length;
  }
  return std::nullopt;
}

}  // namespace roster::detail
