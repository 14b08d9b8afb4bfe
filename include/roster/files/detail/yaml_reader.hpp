#pragma once

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>

#include <algorithm>
#include <map>

#include "roster/files/detail/tree_builder.hpp"
#include "roster/files/detail/yaml_scalar.hpp"
#include "roster/input/detail/utf8.hpp"

namespace roster::detail {

inline location location_of(const YAML::Mark& mark) {
  return {.line = static_cast<std::size_t>(std::max(0, mark.line + 1)),
          .column = static_cast<std::size_t>(std::max(0, mark.column + 1))};
}

/// Builds a tree from the events of yaml-cpp's parser.
class yaml_builder : public YAML::EventHandler {
 public:
  yaml_builder(std::string_view text, std::string_view subject)
      : text_(text), subject_(subject), tree_(tree_builder::most_values) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (std::exchange(begun_, true)) {
      refuse("holds more than one document, or a line that does not continue the one before; check the indentation",
             mark);
    }
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (!is_over() && expects_key()) refuse("has a key that is not text", mark);
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
    if (found == anchors_.end()) refuse("has an alias inside its own anchor", mark);
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
    if (!tag.empty() && tag != "?" && tag != "!")
      refuse("has the tag " + to_text(tag) + "; tags are not supported", mark);
  }

  void scalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& text) {
    if (is_over()) return;
    check_tag(tag, mark);
    const bool quoted = tag == "!";
    // yaml-cpp reads these escapes as single bytes.
    if (!is_utf8(text)) refuse("has an escape \\N or \\_; write \\u0085 or \\u00a0 instead", mark);
    if (quoted) last_quoted_ = {mark, text.ends_with(' ') || text.ends_with('\n')};
    const auto read = quoted ? node(value(text)) : plain_scalar(text);
    if (expects_key()) {
      if (text == "<<" && !quoted)
        refuse("has a merge key (<<), which is not part of YAML 1.2; write the members out", mark);
      keep(anchor, read.value_or(text), mark);
      tree_.key(text, location_of(mark));
      open_.back().expects_key = false;
      return;
    }
    if (!read) refuse(text.substr(0, 60) + (text.size() > 60 ? "…" : "") + " is too large for a double", mark);
    done(tree_.add(*read, location_of(mark)), mark);
    keep(anchor, tree_.last(), mark);
  }
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, bool is_object) {
    if (is_over()) return;
    check_tag(tag, mark);
    if (expects_key()) {
      // This may be a bracket that is never closed, which the parser only finds at the end.
      odd_key_ = {problem_kind::unreadable, "", "has a key that is not text", "", location_of(mark)};
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
  /// Keeps a tree for the aliases that follow.
  void keep(YAML::anchor_t anchor, const node& whole, const YAML::Mark& mark) {
    if (anchor == 0) return;
    if (!tree_.count_copy(whole)) refuse(tree_.failure, mark);
    anchors_.insert_or_assign(anchor, whole);
  }

  /// Refuses a quote that is never closed. yaml-cpp accepts one if the text ends with a line break.
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
        return;  // also right for '', where two quotes stand for one
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

/// Throws an `error` with the location of the first byte that is not UTF-8 or is a control character. YAML does not
/// allow them, but yaml-cpp misreads the former and stops at some of the latter.
inline void check_characters(std::string_view text, std::string_view subject) {
  location where{.line = 1, .column = 1};
  for (std::size_t i = 0; i < text.size();) {
    const auto length = character_length(text.substr(i));
    const bool control =
        static_cast<unsigned char>(text[i]) < 0x20 && std::string_view("\t\n\r").find(text[i]) == text.npos;
    if (length == 0 || control) {
      const auto byte = "0x" + hex(static_cast<unsigned char>(text[i]));
      throw error(subject,
                  {{problem_kind::unreadable, "", "has the byte " + byte + ", expected UTF-8 text", "", where}});
    }
    where = text[i] == '\n' ? location{.line = where.line + 1, .column = 1}
                            : location{.line = where.line, .column = where.column + length};
    i += length;
  }
}

/// What is wrong, in yaml-cpp's words, and a hint about tabs, which yaml-cpp does not give.
inline std::string yaml_failure(std::string_view text, const YAML::Exception& failed) {
  if (dynamic_cast<const YAML::DeepRecursion*>(&failed)) return too_deep();
  std::string words = "is not YAML: ";
  for (const char c : failed.msg) {
    // yaml-cpp quotes single bytes of the text.
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
  if (indent.find('\t') != indent.npos) words += " (the line begins with a tab; indent YAML with spaces)";
  return words;
}

}  // namespace roster::detail
