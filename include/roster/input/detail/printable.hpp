#pragma once

#include <string>

#include "roster/input/detail/concat.hpp"
#include "roster/input/detail/utf8.hpp"

namespace roster::detail {

/// "0a"
inline std::string hex(unsigned char byte) {
  constexpr char digits[] = "0123456789abcdef";
  return {digits[byte / 16], digits[byte % 16]};
}

/// Characters from `first` to `last`.
struct character_range {
  char32_t first;
  char32_t last;
};

/// Characters that people do not see, that look like a plain space, or that terminals obey: controls, spaces, marks of
/// direction, and letters that are empty.
inline constexpr character_range unseen_characters[] = {
    {0x00, 0x1F},     {0x7F, 0xA0},     {0xAD, 0xAD},     {0x34F, 0x34F},     {0x61C, 0x61C},
    {0x115F, 0x1160}, {0x1680, 0x1680}, {0x17B4, 0x17B5}, {0x180B, 0x180E},   {0x2000, 0x200F},
    {0x2028, 0x202F}, {0x205F, 0x206F}, {0x2800, 0x2800}, {0x3000, 0x3000},   {0x3164, 0x3164},
    {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF},
};

inline bool is_unseen(char32_t character) {
  for (const auto [first, last] : unseen_characters) {
    if (character >= first && character <= last) return true;
  }
  return false;
}

/// The text with an escape for each character that is unseen and each byte that is not UTF-8: `\x1b`, `\u202e`. Cut
/// after `most` bytes of the text, but never within a character. Characters of `masked` get a backslash.
inline std::string printable(std::string_view text, std::size_t most, std::string_view masked = {}) {
  std::string shown;
  for (std::size_t at = 0; at < text.size();) {
    const auto length = character_length(text.substr(at));
    const auto bytes = text.substr(at, length ? length : 1);
    if (at + bytes.size() > most) return shown + "…";
    const auto character = length ? code_point(bytes) : 0;
    if (length == 0 || (character < 0x80 && is_unseen(character))) {
      shown += "\\x" + hex(static_cast<unsigned char>(bytes[0]));
    } else if (is_unseen(character)) {
      shown += character > 0xFFFF ? "\\U00" : "\\u";
      if (character > 0xFFFF) shown += hex(static_cast<unsigned char>(character >> 16));
      shown +=
          hex(static_cast<unsigned char>(character >> 8 & 0xFF)) + hex(static_cast<unsigned char>(character & 0xFF));
    } else {
      if (masked.find(bytes[0]) != masked.npos) shown += '\\';
      shown += bytes;
    }
    at += bytes.size();
  }
  return shown;
}

/// The longest part of a message, in bytes: a file's name, a path, a sentence.
inline constexpr std::size_t most_message_bytes = 4096;

/// A part of a message, on one line, bounded, and without what a terminal obeys, whoever wrote it.
inline std::string printable(std::string_view text) { return printable(text, most_message_bytes); }

}  // namespace roster::detail
