#pragma once

#include "roster/input/detail/printable.hpp"

namespace roster::detail {

/// A character that people do not see, or take for another, and Unicode's name for it.
struct odd_character {
  char32_t code;
  std::string_view name;
};
inline constexpr odd_character odd_characters[] = {
    {0x00A0, "NO-BREAK SPACE"},
    {0x00AD, "SOFT HYPHEN"},
    {0x1680, "OGHAM SPACE MARK"},
    {0x2000, "EN QUAD"},
    {0x2001, "EM QUAD"},
    {0x2002, "EN SPACE"},
    {0x2003, "EM SPACE"},
    {0x2004, "THREE-PER-EM SPACE"},
    {0x2005, "FOUR-PER-EM SPACE"},
    {0x2006, "SIX-PER-EM SPACE"},
    {0x2007, "FIGURE SPACE"},
    {0x2008, "PUNCTUATION SPACE"},
    {0x2009, "THIN SPACE"},
    {0x200A, "HAIR SPACE"},
    {0x200B, "ZERO WIDTH SPACE"},
    {0x200C, "ZERO WIDTH NON-JOINER"},
    {0x200D, "ZERO WIDTH JOINER"},
    {0x200E, "LEFT-TO-RIGHT MARK"},
    {0x200F, "RIGHT-TO-LEFT MARK"},
    {0x2010, "HYPHEN"},
    {0x2011, "NON-BREAKING HYPHEN"},
    {0x2012, "FIGURE DASH"},
    {0x2013, "EN DASH"},
    {0x2014, "EM DASH"},
    {0x2018, "LEFT SINGLE QUOTATION MARK"},
    {0x2019, "RIGHT SINGLE QUOTATION MARK"},
    {0x201A, "SINGLE LOW-9 QUOTATION MARK"},
    {0x201C, "LEFT DOUBLE QUOTATION MARK"},
    {0x201D, "RIGHT DOUBLE QUOTATION MARK"},
    {0x201E, "DOUBLE LOW-9 QUOTATION MARK"},
    {0x2028, "LINE SEPARATOR"},
    {0x2029, "PARAGRAPH SEPARATOR"},
    {0x202A, "LEFT-TO-RIGHT EMBEDDING"},
    {0x202B, "RIGHT-TO-LEFT EMBEDDING"},
    {0x202C, "POP DIRECTIONAL FORMATTING"},
    {0x202D, "LEFT-TO-RIGHT OVERRIDE"},
    {0x202E, "RIGHT-TO-LEFT OVERRIDE"},
    {0x202F, "NARROW NO-BREAK SPACE"},
    {0x205F, "MEDIUM MATHEMATICAL SPACE"},
    {0x2060, "WORD JOINER"},
    {0x2066, "LEFT-TO-RIGHT ISOLATE"},
    {0x2067, "RIGHT-TO-LEFT ISOLATE"},
    {0x2068, "FIRST STRONG ISOLATE"},
    {0x2069, "POP DIRECTIONAL ISOLATE"},
    {0x2212, "MINUS SIGN"},
    {0x3000, "IDEOGRAPHIC SPACE"},
    {0xFEFF, "ZERO WIDTH NO-BREAK SPACE"},
    {0xFF0C, "FULLWIDTH COMMA"},
    {0xFF0D, "FULLWIDTH HYPHEN-MINUS"},
    {0xFF1A, "FULLWIDTH COLON"},
};

/// Whether people do not see the character, or take it for another. ASCII's controls are plain in their escapes.
inline bool is_odd(char32_t character) {
  if (character < 0x80) return false;
  for (const auto& one : odd_characters) {
    if (one.code == character) return true;
  }
  return is_unseen(character);
}

/// "U+00A0 NO-BREAK SPACE"; "U+001B", if this library does not know the name
inline std::string name_of_character(char32_t character) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string name = "U+";
  for (int bits = character > 0xFFFFF ? 20 : character > 0xFFFF ? 16 : 12; bits >= 0; bits -= 4) {
    name += digits[character >> bits & 0xF];
  }
  for (const auto& one : odd_characters) {
    if (one.code == character) return concat({name, " ", one.name});
  }
  return name;
}

/// Where the first character is for which `is` is true, and its bytes; none, with the text's size.
struct found_character {
  std::size_t at;
  std::string_view bytes;
};
inline found_character find_character(std::string_view text, bool (*is)(char32_t)) {
  for (std::size_t at = 0; at < text.size();) {
    const auto length = character_length(text.substr(at));
    if (length > 0 && is(code_point(text.substr(at, length)))) return {at, text.substr(at, length)};
    at += length ? length : 1;
  }
  return {text.size(), {}};
}

/// Whether a text is a name and a value without a space between: "step_size:30".
inline bool is_glued(std::string_view text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  const auto colon = text.find_first_not_of(plain);
  return colon != 0 && colon != text.npos && (text[0] < '0' || text[0] > '9') && text[colon] == ':' &&
         colon + 1 < text.size() && text[colon + 1] != ' ' && text[colon + 1] != ':';
}

/// What people may not see in a text: "ends with U+00A0 NO-BREAK SPACE"; empty if nothing is odd.
inline std::string what_is_odd(std::string_view text) {
  const auto [at, bytes] = find_character(text, is_odd);
  if (bytes.empty()) return is_glued(text) ? "has no space after the colon" : "";
  const auto* const has = at == 0 ? "begins with " : at + bytes.size() == text.size() ? "ends with " : "has ";
  return concat({has, name_of_character(code_point(bytes)), *has == 'h' ? " inside" : ""});
}

/// A name without odd characters, and without a value that is glued to it: what people believe that they wrote.
inline std::string name_as_seen(std::string_view text) {
  std::string seen;
  if (is_glued(text)) text = text.substr(0, text.find(':'));
  while (!text.empty()) {
    const auto [at, bytes] = find_character(text, is_odd);
    seen += text.substr(0, at);
    text.remove_prefix(at + bytes.size());
  }
  return seen;
}

}  // namespace roster::detail
