#pragma once

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>

#include <algorithm>
#include <map>
#include <string>

#include "roster/files/detail/tree_builder.hpp"
#include "roster/files/detail/yaml_diagnosis.hpp"
#include "roster/files/detail/yaml_tag.hpp"

namespace roster::detail {

/// Builds a tree from the events of yaml-cpp's parser.
class yaml_builder : public YAML::EventHandler {
 public:
  yaml_builder(std::string_view text, std::string_view subject)
      : text_(text), subject_(subject), places_(text), tree_(tree_builder::most_values) {
    tree_.made = node::nothing();  // until something comes
  }

  /// yaml-cpp's positions count bytes.
  location location_of(const YAML::Mark& mark) {
    return mark.pos < 0 ? location{} : places_.at(static_cast<std::size_t>(mark.pos));
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (std::exchange(begun_, true)) {
      if (const auto found = yaml_diagnosis(text_).first()) throw error_at(text_, subject_, *found);
      refuse("holds more than one document, or a line that does not continue the one before; check the indentation",
             mark);
    }
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto [tag, word] = null_at(mark);
    scalar(mark, tag, anchor, word);
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

  [[noreturn]] void refuse(std::string text, const YAML::Mark& mark) {
    throw error(subject_, {{problem_kind::unreadable, "", std::move(text), "", location_of(mark)}});
  }
  /// The tag that a value has in the text, empty if there is none, and where the value begins after it.
  std::pair<std::string_view, std::size_t> tag_at(const YAML::Mark& mark) const {
    const yaml_text whole(text_);
    std::string_view tag;
    auto at = static_cast<std::size_t>(std::max(mark.pos, 0));
    while (whole.is_property(at)) {
      const auto end = whole.end_of_property(at);
      if (whole[at] == '!') tag = whole.between(at, end);
      at = whole.skip_blanks(end);
      while (at < text_.size() && whole.ends_line(at)) at = whole.skip_blanks(whole.next_line(at));
    }
    return {tag, std::min(at, text_.size())};
  }
  /// The tag and the word of a null, which yaml-cpp does not report. The word is empty if nothing was written: then
  /// something else is at the mark, such as the next key.
  std::pair<std::string, std::string> null_at(const YAML::Mark& mark) const {
    const auto [tag, at] = tag_at(mark);
    const auto rest = text_.substr(at);
    const auto word = rest.substr(0, rest.find_first_of(" \t\r\n,:]}"));
    const bool is_null = word == "~" || word == "null" || word == "Null" || word == "NULL";
    const bool is_next_key = !expects_key() && yaml_text(text_)[yaml_text(text_).skip_blanks(at + word.size())] == ':';
    if (is_next_key || (!is_null && at < text_.size())) return {"?", ""};
    return {tag.empty() ? "?" : full_tag(tag), std::string(word)};
  }
  bool expects_key() const { return !open_.empty() && open_.back().expects_key; }
  bool is_over() const { return odd_key_.has_value(); }
  /// yaml-cpp takes what is before an alias for an empty value.
  void check_no_alias(const YAML::Mark& mark) {
    const auto at = tag_at(mark).second;
    if (!yaml_text(text_).is_property(static_cast<std::size_t>(std::max(mark.pos, 0))) || yaml_text(text_)[at] != '*')
      return;
    refuse(concat({"is not YAML: has a tag or an anchor before the alias ", yaml_text(text_).word(at),
                   ", which has those of its anchor"}),
           mark);
  }
  const yaml_tag& known_tag(const std::string& tag, const YAML::Mark& mark) {
    const auto* const known = find_yaml_tag(tag);
    if (!known) refuse(unknown_tag(tag), mark);
    return *known;
  }
  /// A scalar as its tag says: `!` is that of a text in quotes, `?` that of all others. Nothing if it is a number too
  /// large for a double.
  std::optional<node> read(const std::string& tag, const std::string& text, const YAML::Mark& mark) {
    if (tag.empty() || tag == "?") return plain_scalar(text);
    if (tag == "!") return node(value(text));
    const auto& known = known_tag(tag, mark);
    auto made = tagged_scalar(known, text);
    if (!made) refuse(wrong_scalar_tag(known, text), mark);
    return made;
  }

  void scalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& text) {
    if (is_over()) return;
    if (text.empty()) check_no_alias(mark);
    const bool plain = tag.empty() || tag == "?";
    // yaml-cpp reads these escapes as single bytes.
    if (!is_utf8(text)) refuse("has an escape \\N or \\_; write \\u0085 or \\u00a0 instead", mark);
    if (!plain) last_tagged_ = {mark, text.ends_with(' ') || text.ends_with('\n')};
    const auto made = read(tag, text, mark);
    if (expects_key()) {
      if (made && value(*made).is_null()) refuse("has a key that is not text", mark);
      if (text == "<<" && plain)
        refuse("has a merge key (<<), which is not part of YAML 1.2; write the members out", mark);
      if (const auto [at, bytes] = find_character(text, is_unseen); plain && at == 0 && !bytes.empty()) {
        refuse(concat({"is not YAML: ", is_indented_with(code_point(bytes))}), mark);
      }
      keep(anchor, made.value_or(text), mark);
      tree_.key(text, location_of(mark));
      open_.back().expects_key = false;
      return;
    }
    if (!made) refuse(too_large(text), mark);
    done(tree_.add(*made, location_of(mark)), mark);
    keep(anchor, tree_.last(), mark);
  }
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, bool is_object) {
    if (is_over()) return;
    if (!tag.empty() && tag != "?" && tag != "!") {
      const auto& known = known_tag(tag, mark);
      if (known.name != (is_object ? "map" : "seq")) refuse(wrong_tag(known, is_object ? "an object" : "a list"), mark);
    }
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
  void check_last_quote() {
    auto [mark, ends_with_space] = last_tagged_;
    if (!ends_with_space) return;
    const auto at = tag_at(mark).second;
    const bool is_quote = at < text_.size() && (text_[at] == '"' || text_[at] == '\'');
    if (!is_quote || yaml_text(text_).end_of_quote(at) != text_.npos) return;
    mark.pos = static_cast<int>(at);
    refuse(concat({"is not YAML: ", never_closed("quote")}), mark);
  }

  std::string_view text_;
  std::string_view subject_;
  text_places places_;
  tree_builder tree_;
  bool begun_ = false;
  std::vector<level> open_;
  std::map<YAML::anchor_t, node> anchors_;
  std::optional<problem> odd_key_;
  std::pair<YAML::Mark, bool> last_tagged_;  // and whether it ends with space
};

/// What is wrong with a text that yaml-cpp refuses. Its own words remain where they say more than ours.
inline diagnosis why_not_yaml(std::string_view text, const YAML::Exception& failed) {
  const auto at = std::min(static_cast<std::size_t>(std::max(failed.mark.pos, 0)), text.size());
  if (dynamic_cast<const YAML::DeepRecursion*>(&failed)) return {find_too_deep(text, at), too_deep()};
  if (auto found = yaml_diagnosis(text).first()) return *found;
  const auto is = [&](auto... messages) { return ((failed.msg == messages) || ...); };
  namespace message = YAML::ErrorMsg;
  if (failed.msg.starts_with(message::INVALID_ESCAPE)) {
    const auto begin = at == 0 ? text.npos : text.rfind('\\', at - 1);
    if (begin != text.npos && begin + 1 < text.size()) {
      const auto escape = text.substr(begin, 1 + character_length(text.substr(begin + 1)));
      return {begin, concat({"is not YAML: ", wrong_escape(escape)})};
    }
  }
  if (is(message::END_OF_VERBATIM_TAG)) return {text.rfind("!<", at), concat({"is not YAML: ", never_closed("!<")})};
  if (is(message::TAG_WITH_NO_SUFFIX, message::CHAR_IN_TAG_HANDLE)) {
    const auto begin = text.find_last_not_of('!', text.rfind('!', at)) + 1;
    return {begin, unknown_tag(full_tag(yaml_text(text).word(begin)))};
  }
  // Newer versions add the anchor's name.
  if (failed.msg.starts_with(message::UNKNOWN_ANCHOR) || is(message::ALIAS_NOT_FOUND, message::CHAR_IN_ALIAS)) {
    const auto begin = text.rfind('*', at);
    if (begin != text.npos) {
      const auto alias = yaml_text(text).word(begin);
      return {begin, concat({"is not YAML: has the alias ", alias,
                             ", whose anchor (&) does not exist; put a text that "
                             "begins with * in quotes"})};
    }
  }
  if (is(message::END_OF_MAP, message::END_OF_MAP_FLOW, message::END_OF_SEQ, message::END_OF_SEQ_FLOW,
         message::UNKNOWN_TOKEN, message::DOC_IN_SCALAR, message::EOF_IN_SCALAR, message::CHAR_IN_SCALAR,
         message::TAB_IN_INDENTATION, message::FLOW_END, message::BLOCK_ENTRY, message::MAP_KEY, message::MAP_VALUE)) {
    return {at, "is not YAML from here on; check the indentation, colons, quotes and brackets"};
  }
  return {at, concat({"is not YAML: ", printable(failed.msg)})};
}

}  // namespace roster::detail
