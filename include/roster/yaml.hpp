#pragma once

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/emitter.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "roster/document.hpp"
#include "roster/error.hpp"
#include "roster/file.hpp"
#include "roster/node.hpp"
#include "roster/place.hpp"
#include "roster/text.hpp"
#include "roster/tree_builder.hpp"
#include "roster/value.hpp"

namespace roster {

namespace detail {

/// A scalar without quotes by the rules of YAML 1.2's core schema, of which JSON's are a part: `5e-4` is a number,
/// `yes` is text. Nothing, if it is a number that no double holds.
inline std::optional<node> plain_scalar(const std::string& text) {
  const auto is = [&](auto... names) { return ((text == names) || ...); };
  if (is("", "~", "null", "Null", "NULL")) return node();
  if (is("true", "True", "TRUE")) return node(value(true));
  if (is("false", "False", "FALSE")) return node(value(false));
  constexpr auto infinity = std::numeric_limits<double>::infinity();
  if (is(".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF")) return node(value(infinity));
  if (is("-.inf", "-.Inf", "-.INF")) return node(value(-infinity));
  if (is(".nan", ".NaN", ".NAN")) return node(value(std::numeric_limits<double>::quiet_NaN()));

  const auto* const end = text.data() + text.size();
  const auto whole = [&](auto& number, const char* begin, auto format) {
    const auto [stop, failed] = std::from_chars(begin, end, number, format);
    return stop == end ? failed : std::errc::invalid_argument;
  };
  std::int64_t integer = 0;
  const auto prefixed = [&](std::string_view prefix, int base) {
    return text.starts_with(prefix) && !text.starts_with(std::string(prefix) + "-") &&
           whole(integer, text.data() + 2, base) == std::errc();
  };
  if (prefixed("0x", 16) || prefixed("0o", 8)) return node(value(integer));
  if (text.find_first_not_of("0123456789+-.eE") != text.npos) return node(value(text));
  const auto* const begin = text.data() + (text.starts_with('+') ? 1 : 0);
  if (text.starts_with("+-")) return node(value(text));
  if (whole(integer, begin, 10) == std::errc()) return node(value(integer));
  double real = 0;
  const auto failed = whole(real, begin, std::chars_format::general);
  if (failed == std::errc()) return node(value(real));
  if (failed != std::errc::result_out_of_range) return node(value(text));
  // Too small for a double, or too large.
  const auto exponent = text.find_first_of("eE");
  const bool small =
      exponent == text.npos ? text.find_first_of("123456789") > text.find('.') : text[exponent + 1] == '-';
  if (small) return node(value(0.0));
  return std::nullopt;
}

inline bool is_utf8(std::string_view text) {
  while (const auto length = character_length(text)) text.remove_prefix(length);
  return text.empty();
}

inline location location_of(const YAML::Mark& mark) {
  return {.line = static_cast<std::size_t>(std::max(0, mark.line + 1)),
          .column = static_cast<std::size_t>(std::max(0, mark.column + 1))};
}

/// Builds a tree from what yaml-cpp's parser sees.
class yaml_builder : public YAML::EventHandler {
 public:
  yaml_builder(std::string_view text, std::string_view subject)
      : text_(text), subject_(subject), tree_(tree_builder::most_values) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (std::exchange(begun_, true)) {
      refuse("holds more than one document, or a line that does not belong to those before: check the indentation",
             mark);
    }
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (!is_over() && expects_key()) refuse("has a key that is no text", mark);
    scalar(mark, "?", anchor, "");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    scalar(mark, tag, anchor, text);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (is_over()) return;
    if (expects_key()) refuse("has an alias as a key, expected text", mark);
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) refuse("has an alias within what it stands for", mark);
    done(tree_.add_copy(found->second), mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, false);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, true);
  }
  void OnMapEnd() override { close(); }

  node made() && {
    if (is_over()) throw error(subject_, {*odd_key_});
    check_last_quote();
    return std::move(tree_.made);
  }

 private:
  struct level {
    bool is_object;
    bool expects_key;
    YAML::anchor_t anchor;
    YAML::Mark mark;
  };

  [[noreturn]] void refuse(std::string text, const YAML::Mark& mark) const {
    throw error(subject_, {{problem_kind::unreadable, "", std::move(text), "", location_of(mark)}});
  }
  bool expects_key() const { return !open_.empty() && open_.back().expects_key; }
  bool is_over() const { return odd_key_.has_value(); }
  void check_tag(const std::string& tag, const YAML::Mark& mark) const {
    if (!tag.empty() && tag != "?" && tag != "!") refuse("has the tag " + to_text(tag) + ", expected none", mark);
  }

  void scalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& text) {
    if (is_over()) return;
    check_tag(tag, mark);
    const bool quoted = tag == "!";
    // For these, yaml-cpp has a byte.
    if (!is_utf8(text)) refuse("has an escape \\N or \\_: write \\u0085 or \\u00a0", mark);
    if (quoted) last_quoted_ = {mark, text.ends_with(' ') || text.ends_with('\n')};
    const auto read = quoted ? node(value(text)) : plain_scalar(text);
    if (expects_key()) {
      if (text == "<<" && !quoted) refuse("has a merge key (<<), which YAML 1.2 has not: write the members out", mark);
      keep(anchor, read.value_or(node(value(text))), mark);
      tree_.key(text, location_of(mark));
      open_.back().expects_key = false;
      return;
    }
    if (!read)
      refuse("has the number " + text.substr(0, 60) + (text.size() > 60 ? "…" : "") + ", which no double holds", mark);
    done(tree_.add(*read, location_of(mark)), mark);
    keep(anchor, tree_.last(), mark);
  }
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, bool is_object) {
    if (is_over()) return;
    check_tag(tag, mark);
    if (expects_key()) {
      // A bracket that is never closed looks like one, until the parser sees the end.
      odd_key_ = {problem_kind::unreadable, "", "has a key that is no text", "", location_of(mark)};
      return;
    }
    if (!(is_object ? tree_.open_object(location_of(mark)) : tree_.open_list(location_of(mark))))
      refuse(tree_.failure, mark);
    open_.push_back({.is_object = is_object, .expects_key = is_object, .anchor = anchor, .mark = mark});
  }
  void close() {
    if (is_over()) return;
    const auto closed = open_.back();
    open_.pop_back();
    tree_.close();
    done(true, closed.mark);
    keep(closed.anchor, tree_.last(), closed.mark);
  }
  void done(bool added, const YAML::Mark& mark) {
    if (!added) refuse(tree_.failure, mark);
    if (!open_.empty()) open_.back().expects_key = open_.back().is_object;
  }
  /// For the aliases that follow.
  void keep(YAML::anchor_t anchor, const node& whole, const YAML::Mark& mark) {
    if (anchor == 0) return;
    if (!tree_.count_copy(whole)) refuse(tree_.failure, mark);
    anchors_.insert_or_assign(anchor, whole);
  }

  /// yaml-cpp lets the end of a line close a quote, if it is the end of the text too.
  void check_last_quote() const {
    const auto& [mark, ends_with_space] = last_quoted_;
    if (!ends_with_space) return;
    auto at = text_.find_first_of("'\"", static_cast<std::size_t>(mark.pos));
    if (at == text_.npos) return;
    const char quote = text_[at];
    while (++at < text_.size()) {
      if (quote == '"' && text_[at] == '\\') {
        ++at;
      } else if (text_[at] == quote) {
        return;  // of '', the first is as good
      }
    }
    refuse("has a quote that is never closed", mark);
  }

  std::string_view text_;
  std::string_view subject_;
  tree_builder tree_;
  bool begun_ = false;
  std::vector<level> open_;
  std::map<YAML::anchor_t, node> anchors_;
  std::optional<problem> odd_key_;
  std::pair<YAML::Mark, bool> last_quoted_;
};

/// Throws an `error` with the place of the first byte that is no UTF-8, or a control character: YAML has none, and
/// yaml-cpp ends at some, and takes what is no UTF-8 for something else.
inline void check_characters(std::string_view text, std::string_view subject) {
  location where{.line = 1, .column = 1};
  for (std::size_t i = 0; i < text.size();) {
    const auto length = character_length(text.substr(i));
    const bool control =
        static_cast<unsigned char>(text[i]) < 0x20 && std::string_view("\t\n\r").find(text[i]) == text.npos;
    if (length == 0 || control) {
      const auto byte = "0x" + hex(static_cast<unsigned char>(text[i]));
      throw error(subject,
                  {{problem_kind::unreadable, "", "has the byte " + byte + ", expected text in UTF-8", "", where}});
    }
    where = text[i] == '\n' ? location{.line = where.line + 1, .column = 1}
                            : location{.line = where.line, .column = where.column + length};
    i += length;
  }
}

/// What is wrong at a place of a text, in yaml-cpp's words, and what it does not say.
inline std::string yaml_failure(std::string_view text, const YAML::Exception& failed) {
  if (dynamic_cast<const YAML::DeepRecursion*>(&failed)) return too_deep();
  std::string words = "is no YAML: ";
  for (const char c : failed.msg) {
    // It quotes single bytes of the text.
    if (c >= ' ' && c <= '~') {
      words += c;
    } else {
      words += "\\x" + hex(static_cast<unsigned char>(c));
    }
  }
  auto begin = std::size_t{0};
  for (int line = 0; line < failed.mark.line && begin != text.npos; ++line) begin = text.find('\n', begin) + 1;
  const auto line = text.substr(std::min(begin, text.size()));
  const auto indent = line.substr(0, std::min(line.find_first_not_of(" \t"), line.size()));
  if (indent.find('\t') != indent.npos) words += " (the line begins with a tab: YAML is indented with spaces)";
  return words;
}

/// Writes a tree as YAML that is read back to the same.
class yaml_writer {
 public:
  yaml_writer() { out.SetNullFormat(YAML::LowerNull); }

  void write(const node& tree, const place& here, bool in_list = false, std::size_t depth = 0) {
    const auto* items = tree.as<node::list>();
    const auto* members = tree.as<node::object>();
    if ((items || members) && depth == deepest_tree) {
      here.add(problem_kind::out_of_range, too_deep());
    } else if (items) {
      if (std::ranges::all_of(*items, is_scalar)) out << YAML::Flow;
      out << YAML::BeginSeq;
      for (std::size_t i = 0; i < items->size(); ++i) write((*items)[i], here.element(i), true, depth + 1);
      out << YAML::EndSeq;
    } else if (members) {
      // On one line, what fits on one and has no parts.
      const bool flat = std::ranges::all_of(*members, [&](const auto& member) { return is_scalar(member.second); });
      if (members->empty() || (depth > 0 && flat && (in_list || members->size() <= 4))) out << YAML::Flow;
      out << YAML::BeginMap;
      for (const auto& [name, member] : *members) {
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
  /// Without quotes only where no reader of YAML can see something else in it.
  void write_text(std::string_view text, const place& here) {
    const std::string owned(text);
    if (!is_utf8(text)) return here.add(problem_kind::wrong_type, "is " + to_text(text) + ", expected UTF-8");
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    const bool word = !text.empty() && letters.find(text.front()) != letters.npos &&
                      text.find_first_not_of(std::string(letters) + "0123456789./*+-") == text.npos;
    out << (word && plain_scalar(owned) == node(value(owned)) ? YAML::Auto : YAML::DoubleQuoted) << owned;
  }
};

}  // namespace detail

/// YAML 1.2 as a tree: one document, without tags; anchors and aliases are replaced by what they stand for. `subject`
/// stands in the error that is thrown if it is no such YAML: the file's name.
inline node parse_yaml(std::string_view text, std::string_view subject = "YAML") {
  if (constexpr std::string_view mark = "\xef\xbb\xbf"; text.starts_with(mark)) text.remove_prefix(mark.size());
  detail::check_characters(text, subject);
  detail::yaml_builder builder(text, subject);
  std::istringstream in{std::string(text)};
  try {
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) continue;
  } catch (const YAML::Exception& failed) {
    throw error(subject, {{problem_kind::unreadable, "", detail::yaml_failure(text, failed), "",
                           detail::location_of(failed.mark)}});
  }
  return std::move(builder).made();
}

/// The same from a file, of at most a mebibyte.
inline document read_yaml(const std::filesystem::path& file) {
  return {file.string(), parse_yaml(read_whole(file, detail::most_document_bytes), file.string())};
}

/// A tree as YAML that `parse_yaml` reads back to the same. Throws an `error` if a text is no UTF-8.
inline std::string to_yaml(const node& tree) {
  std::vector<problem> problems;
  detail::yaml_writer writer;
  writer.write(tree, place(problems));
  if (!problems.empty()) throw error("YAML", std::move(problems));
  return std::string(writer.out.c_str()) + "\n";
}

}  // namespace roster
