#pragma once

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
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "roster/document.hpp"
#include "roster/error.hpp"
#include "roster/file.hpp"
#include "roster/node.hpp"
#include "roster/text.hpp"
#include "roster/tree_builder.hpp"
#include "roster/value.hpp"

namespace roster {

namespace detail {

/// A scalar without quotes by the rules of YAML 1.2's core schema, of which JSON's are a part: `5e-4` is a number,
/// `yes` is text. Throws std::out_of_range for a number that no double holds.
inline node plain_scalar(const std::string& text) {
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
  if (text.starts_with("0x") && whole(integer, text.data() + 2, 16) == std::errc()) return node(value(integer));
  if (text.starts_with("0o") && whole(integer, text.data() + 2, 8) == std::errc()) return node(value(integer));
  if (text.find_first_not_of("0123456789+-.eE") != text.npos) return node(value(text));
  const auto* const begin = text.data() + (text.starts_with('+') ? 1 : 0);
  if (text.starts_with("+-")) return node(value(text));
  if (whole(integer, begin, 10) == std::errc()) return node(value(integer));
  double real = 0;
  const auto failed = whole(real, begin, std::chars_format::general);
  if (failed == std::errc()) return node(value(real));
  if (failed != std::errc::result_out_of_range) return node(value(text));
  if (text.find("e-") != text.npos || text.find("E-") != text.npos) return node(value(0.0));
  throw std::out_of_range("number overflow: " + to_text(text));
}

/// Builds a tree from what yaml-cpp's parser sees.
class yaml_builder : public YAML::EventHandler {
 public:
  explicit yaml_builder(std::string_view subject) : subject_(subject), tree_(tree_builder::most_values) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (std::exchange(begun_, true)) refuse("holds more than one document", mark);
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { scalar(mark, "?", anchor, ""); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    scalar(mark, tag, anchor, text);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
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

  node made() && { return std::move(tree_.made); }

 private:
  struct level {
    bool is_object;
    bool expects_key;
    YAML::anchor_t anchor;
    YAML::Mark mark;
  };

  static location where(const YAML::Mark& mark) {
    return {.line = static_cast<std::size_t>(mark.line) + 1, .column = static_cast<std::size_t>(mark.column) + 1};
  }
  [[noreturn]] void refuse(std::string text, const YAML::Mark& mark) const {
    throw error(subject_, {{problem_kind::unreadable, "", std::move(text), "", where(mark)}});
  }
  bool expects_key() const { return !open_.empty() && open_.back().expects_key; }
  void check_tag(const std::string& tag, const YAML::Mark& mark) const {
    if (!tag.empty() && tag != "?" && tag != "!") refuse("has the tag " + to_text(tag) + ", expected none", mark);
  }

  void scalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& text) {
    check_tag(tag, mark);
    if (expects_key()) {
      tree_.key(text, where(mark));
      open_.back().expects_key = false;
      return;
    }
    try {
      done(tree_.add(tag == "!" ? node(value(text)) : plain_scalar(text), where(mark)), mark);
    } catch (const std::out_of_range& failed) {
      refuse(std::string("is no YAML: ") + failed.what(), mark);
    }
    remember(anchor, mark);
  }
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, bool is_object) {
    check_tag(tag, mark);
    if (expects_key()) refuse("has a key that is no text", mark);
    if (!(is_object ? tree_.open_object(where(mark)) : tree_.open_list(where(mark)))) refuse(tree_.failure, mark);
    open_.push_back({.is_object = is_object, .expects_key = is_object, .anchor = anchor, .mark = mark});
  }
  void close() {
    const auto closed = open_.back();
    open_.pop_back();
    tree_.close();
    done(true, closed.mark);
    remember(closed.anchor, closed.mark);
  }
  void done(bool added, const YAML::Mark& mark) {
    if (!added) refuse(tree_.failure, mark);
    if (!open_.empty()) open_.back().expects_key = open_.back().is_object;
  }
  void remember(YAML::anchor_t anchor, const YAML::Mark& mark) {
    if (anchor == 0) return;
    if (!tree_.count(tree_.last())) refuse(tree_.failure, mark);
    anchors_.insert_or_assign(anchor, tree_.last());
  }

  std::string_view subject_;
  tree_builder tree_;
  bool begun_ = false;
  std::vector<level> open_;
  std::map<YAML::anchor_t, node> anchors_;
};

/// What is wrong at a place of a text, in yaml-cpp's words, and what it does not say.
inline std::string yaml_failure(std::string_view text, const YAML::Exception& failed) {
  auto words = "is no YAML: " + failed.msg;
  auto begin = std::size_t{0};
  for (int line = 0; line < failed.mark.line && begin != text.npos; ++line) begin = text.find('\n', begin) + 1;
  const auto line = text.substr(std::min(begin, text.size()));
  const auto indent = line.substr(0, std::min(line.find_first_not_of(" \t"), line.size()));
  if (indent.find('\t') != indent.npos) words += " (the line begins with a tab: YAML is indented with spaces)";
  return words;
}

inline void emit(YAML::Emitter& out, const node& tree, std::size_t depth = 0, bool in_list = false) {
  const auto is_scalar = [](const node& one) { return !one.as<node::list>() && !one.as<node::object>(); };
  if (const auto* items = tree.as<node::list>()) {
    if (std::ranges::all_of(*items, is_scalar)) out << YAML::Flow;
    out << YAML::BeginSeq;
    for (const auto& item : *items) emit(out, item, depth + 1, true);
    out << YAML::EndSeq;
  } else if (const auto* members = tree.as<node::object>()) {
    // On one line, what fits on one and has no parts.
    const bool is_flat = std::ranges::all_of(*members, [&](const auto& member) { return is_scalar(member.second); });
    if (members->empty() || (depth > 0 && is_flat && (in_list || members->size() <= 4))) out << YAML::Flow;
    out << YAML::BeginMap;
    for (const auto& [name, member] : *members) {
      out << YAML::Key << name << YAML::Value;
      emit(out, member, depth + 1);
    }
    out << YAML::EndMap;
  } else {
    const value scalar = tree;
    if (const auto* text = scalar.as<std::string_view>()) {
      const std::string owned(*text);
      // Quoted, what would be read back as something else.
      const auto plain = owned.find_first_not_of("+-.0123456789") == owned.npos || plain_scalar(owned) != tree;
      out << (plain ? YAML::DoubleQuoted : YAML::Auto) << owned;
    } else if (const auto* real = scalar.as<double>(); real && !std::isfinite(*real)) {
      out << (std::isnan(*real) ? ".nan" : *real > 0 ? ".inf" : "-.inf");
    } else {
      out << to_text(scalar);
    }
  }
}

}  // namespace detail

/// YAML 1.2 as a tree: one document, without tags; anchors and aliases are replaced by what they stand for. `subject`
/// stands in the error that is thrown if it is no such YAML: the file's name.
inline node parse_yaml(std::string_view text, std::string_view subject = "YAML") {
  detail::yaml_builder builder(subject);
  std::istringstream in{std::string(text)};
  try {
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) continue;
  } catch (const YAML::Exception& failed) {
    const location where{.line = static_cast<std::size_t>(std::max(0, failed.mark.line + 1)),
                         .column = static_cast<std::size_t>(std::max(0, failed.mark.column + 1))};
    throw error(subject, {{problem_kind::unreadable, "", detail::yaml_failure(text, failed), "", where}});
  }
  return std::move(builder).made();
}

/// The same from a file, of at most a mebibyte: no recipe is as large.
inline document read_yaml(const std::filesystem::path& file) {
  return {file.string(), parse_yaml(read_whole(file, std::size_t{1} << 20), file.string())};
}

/// A tree as YAML that `parse_yaml` reads back to the same.
inline std::string to_yaml(const node& tree) {
  YAML::Emitter out;
  detail::emit(out, tree);
  return std::string(out.c_str()) + "\n";
}

}  // namespace roster
