#pragma once

#include <cstddef>
#include <string_view>

namespace roster::detail {

/// The length in bytes of the UTF-8 character at the start of a text; 0 if there is none.
inline std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto first = byte(0);
  if (first < 0x80) return !text.empty();
  const std::size_t length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  // Not UTF-8: an overlong form, a surrogate, or beyond U+10FFFF.
  const auto second = byte(1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
  if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
  return length;
}

/// The code point of a UTF-8 character.
inline char32_t code_point(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return first;
  char32_t code = first & (0x7Fu >> character.size());
  for (const char c : character.substr(1)) code = code << 6 | (static_cast<unsigned char>(c) & 0x3Fu);
  return code;
}

/// Whether a byte of a UTF-8 text is the first one of a character.
inline bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

/// The number of characters of a UTF-8 text.
inline std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += begins_character(c);
  return count;
}

/// The text without the byte order mark that it may begin with.
inline std::string_view without_mark(std::string_view text) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

/// Whether all of a text is UTF-8.
inline bool is_utf8(std::string_view text) {
  while (const auto length = character_length(text)) text.remove_prefix(length);
  return text.empty();
}

}  // namespace roster::detail
