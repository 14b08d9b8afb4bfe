#pragma once

#include <yaml-cpp/emitter.h>

#include <algorithm>
#include <cmath>

#include "roster/files/detail/yaml_scalar.hpp"
#include "roster/input/detail/utf8.hpp"
#include "roster/input/messages.hpp"
#include "roster/input/place.hpp"

namespace roster::detail {

/// Writes a tree as YAML that reads back to the same tree.
class yaml_writer {
 public:
  yaml_writer() { out.SetNullFormat(YAML::LowerNull); }

  void write(const node& tree, const place& here, bool in_list = false, std::size_t depth = 0) {
    const auto* items = tree.as<node::list>();
    const auto* members = tree.as<node::object>();
    if ((items || members) && depth == deepest_tree) {
      here.report(problem_kind::out_of_range, too_deep());
    } else if (items) {
      if (std::ranges::all_of(*items, is_scalar)) out << YAML::Flow;
      out << YAML::BeginSeq;
      for (std::size_t i = 0; i < items->size(); ++i) write((*items)[i], here.element(i), true, depth + 1);
      out << YAML::EndSeq;
    } else if (members) {
      // Short objects of scalars go on one line.
      const bool flat = std::ranges::all_of(
          *members, [](const auto& member) { return is_scalar(member.given) && !is_long(member.name); });
      if (members->empty() || (depth > 0 && flat && (in_list || members->size() <= 4))) out << YAML::Flow;
      out << YAML::BeginMap;
      for (const auto& [name, member] : *members) {
        if (is_long(name)) out << YAML::LongKey;
        out << YAML::Key;
        write_text(name, here.member(name));
        out << YAML::Value;
        write(member, here.member(name), false, depth + 1);
      }
      out << YAML::EndMap;
    } else {
      write_scalar(tree, here);
    }
  }

  YAML::Emitter out;

 private:
  static bool is_scalar(const node& one) { return !one.as<node::list>() && !one.as<node::object>(); }

  /// Whether a name needs a `?` before it: readers look for its colon within 1024 characters, and an escape has ten.
  static bool is_long(std::string_view name) { return name.size() > 100; }

  void write_scalar(const value& scalar, const place& here) {
    if (const auto* text = scalar.as<std::string_view>()) {
      write_text(*text, here);
    } else if (const auto* real = scalar.as<double>(); real && !std::isfinite(*real)) {
      out << (std::isnan(*real) ? ".nan" : *real > 0 ? ".inf" : "-.inf");
    } else if (scalar.is_null()) {
      out << YAML::Null;
    } else {
      out << to_text(scalar);
    }
  }
  /// Whether a text has one of the characters that Unicode keeps for internal use.
  static bool has_reserved_character(std::string_view text) {
    for (; !text.empty(); text.remove_prefix(character_length(text))) {
      const auto code = code_point(text.substr(0, character_length(text)));
      if ((code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE) return true;
    }
    return false;
  }
  /// A text in quotes, with an escape for all but plain letters.
  static std::string escaped(std::string_view text) {
    std::string all = "\"";
    for (; !text.empty(); text.remove_prefix(character_length(text))) {
      const auto code = code_point(text.substr(0, character_length(text)));
      constexpr auto digits = "0123456789ABCDEF";
      const bool plain = code >= 0x20 && code < 0x7F && code != '"' && code != '\\';
      if (plain) all += text.front();
      if (!plain) all += "\\U";
      for (int shift = plain ? -1 : 28; shift >= 0; shift -= 4) all += digits[code >> shift & 0xF];
    }
    return all + '"';
  }
  /// Omits the quotes only where every YAML reader sees the same text.
  void write_text(std::string_view text, const place& here) {
    const std::string owned(text);
    if (!is_utf8(text)) return here.report(problem_kind::wrong_type, is_not(text, "UTF-8"));
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    const bool word = !text.empty() && letters.find(text.front()) != letters.npos &&
                      text.find_first_not_of(std::string(letters) + "0123456789./*+-") == text.npos;
    // yaml-cpp writes another character for these, even escaped.
    if (has_reserved_character(text)) {
      out.WriteIntegralType(escaped(text));
      return;
    }
    if (!word || plain_scalar(owned) != node(value(owned))) out << YAML::DoubleQuoted;
    out << owned;
  }
};

}  // namespace roster::detail
