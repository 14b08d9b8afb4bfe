#pragma once

#include <vector>

#include "roster/files/detail/diagnosis.hpp"

namespace roster::detail {

inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/// The parts of a YAML text, by positions in bytes.
class yaml_text {
 public:
  explicit yaml_text(std::string_view text) : text_(text) {}

  std::string_view all() const { return text_; }
  char operator[](std::size_t at) const { return at < text_.size() ? text_[at] : '\n'; }
  std::size_t end_of_line(std::size_t at) const { return std::min(text_.find('\n', at), text_.size()); }
  std::size_t next_line(std::size_t at) const { return end_of_line(at) + 1; }
  std::size_t skip_blanks(std::size_t at) const {
    while (is_blank((*this)[at])) ++at;
    return at;
  }
  /// Whether nothing but a comment follows in this line.
  bool ends_line(std::size_t at) const {
    const char c = (*this)[at];
    return c == '\n' || (c == '#' && (at == 0 || text_[at - 1] == '\n' || is_blank(text_[at - 1])));
  }
  /// The rest of the line, without its comment.
  std::string_view content(std::size_t at) const {
    auto end = at;
    while (!ends_line(end)) ++end;
    return between(at, end);
  }
  /// Whether an indicator such as `-` or `:` is alone here.
  bool is_indicator(std::size_t at, char c) const {
    return (*this)[at] == c && ((*this)[at + 1] == '\n' || is_blank((*this)[at + 1]));
  }
  /// Whether an anchor or a tag begins here.
  bool is_property(std::size_t at) const { return (*this)[at] == '&' || (*this)[at] == '!'; }
  /// The position after the anchor or the tag here. The long form of a tag may hold a comma.
  std::size_t end_of_property(std::size_t at) const {
    if ((*this)[at + 1] == '<') at = std::min(text_.find_first_of(">\n", at), text_.size());
    return std::min(text_.find_first_of(" \t\r\n,[]{}", at), text_.size());
  }
  /// The position after the anchors, tags and blanks that follow in this line.
  std::size_t skip_properties(std::size_t at) const {
    while (is_property(at = skip_blanks(at))) at = end_of_property(at);
    return at;
  }
  /// The position after the quote that closes the one here; npos if it is never closed.
  std::size_t end_of_quote(std::size_t at) const {
    const char quote = text_[at];
    while (++at < text_.size()) {
      if (quote == '"' && text_[at] == '\\') {
        ++at;
      } else if (text_[at] == quote) {
        if (quote == '"' || (*this)[at + 1] != '\'') return at + 1;
        ++at;
      }
    }
    return text_.npos;
  }
  std::string_view between(std::size_t begin, std::size_t end) const { return text_.substr(begin, end - begin); }
  /// The word here, as a message shows it.
  std::string word(std::size_t at, std::string_view ends = " \t\r\n,[]{}") const {
    if ((*this)[at] == ',') return "a comma";
    return piece(between(at, std::max(std::min(text_.find_first_of(ends, at), text_.size()), at + 1)));
  }

 private:
  std::string_view text_;
};

/// What is wrong with a text that begins with a character of YAML's grammar.
inline std::string begins_with(char c) {
  return concat({"has a text that begins with ", std::string_view(&c, 1), "; put it in quotes"});
}

inline std::string is_indented_with(char32_t character) {
  const auto with = character == U'\t' ? "a tab" : name_of_character(character);
  return concat({"is indented with ", with, "; indent YAML with spaces"});
}

/// Finds what is wrong in lists and objects with brackets, and in quotes.
class yaml_flow {
 public:
  /// `indent`: that of the block around, or none
  yaml_flow(yaml_text text, std::optional<std::size_t> indent) : text_(text), indent_(indent) {}

  std::optional<diagnosis> fault;

  /// Reads the bracket at a position. Returns the position after the one that closes it; without meaning if there is a
  /// fault.
  std::size_t read(std::size_t at) {
    while (at < text_.all().size() && !fault) {
      at = step(at);
      if (open_.empty()) return at;
    }
    if (!fault) fail(open_.back().at, never_closed(text_.all().substr(open_.back().at, 1)));
    return at;
  }
  /// Reads the quote at a position, likewise.
  std::size_t read_quote(std::size_t at) {
    const auto end = text_.end_of_quote(at);
    if (end == std::string_view::npos) return fail(at, never_closed("quote"));
    const auto next = text_.skip_blanks(end);
    if (text_.ends_line(next) || std::string_view(",:]}").find(text_[next]) != std::string_view::npos) return end;
    const bool lines = text_.between(at, end).find('\n') != std::string_view::npos;
    if (lines) return fail(at, never_closed("quote"));
    if (next > end && !open_.empty()) return missing_comma(next);
    return fail(next, concat({"has ", text_.word(next), " after a closing quote"}));
  }

 private:
  struct level {
    std::size_t at;
    bool colon = false;  ///< whether this element has one already
  };
  enum class before { nothing, words, whole };  ///< of this element: words may go on, a quote or a bracket may not

  std::size_t fail(std::size_t at, std::string what) {
    fault = {at, std::move(what)};
    return at;
  }
  std::size_t missing_comma(std::size_t at) {
    return fail(at, concat({"is missing a comma before ", text_.word(at, " \t\r\n,:[]{}")}));
  }
  bool is_colon(std::size_t at) const {
    if (text_[at] != ':') return false;
    return before_ == before::whole || text_.is_indicator(at, ':') ||
           std::string_view(",[]{}").find(text_[at + 1]) != std::string_view::npos;
  }

  std::size_t step(std::size_t at) {
    const char c = text_[at];
    if (is_blank(c)) return at + 1;
    if (c == '\n') return step_over_line(at);
    if (c == '#' && text_.ends_line(at)) return text_.end_of_line(at);
    if (c == ',') {
      open_.back().colon = false;
      before_ = before::nothing;
      return at + 1;
    }
    if (c == ']' || c == '}') return close(at);
    if (is_colon(at)) {
      if (open_.back().colon) return missing_comma(word_);
      open_.back().colon = true;
      before_ = before::nothing;
      return at + 1;
    }
    if (before_ == before::whole) return missing_comma(at);
    if (before_ == before::nothing && text_.is_property(at)) return text_.end_of_property(at);
    if (c == '[' || c == '{') {
      open_.push_back({at});
      before_ = before::nothing;
      return at + 1;
    }
    word_ = at;
    if (c == '"' || c == '\'') {
      const auto end = read_quote(at);
      if (before_ == before::nothing) before_ = before::whole;
      return end;
    }
    if (before_ == before::nothing && (c == '@' || c == '`' || c == '%')) return fail(at, begins_with(c));
    before_ = before::words;
    while (at < text_.all().size() && std::string_view(" \t\r\n,[]{}").find(text_[at]) == std::string_view::npos) {
      if (is_colon(++at)) break;
    }
    return at;
  }

  std::size_t close(std::size_t at) {
    const auto from = open_.back().at;
    if ((text_[from] == '[') != (text_[at] == ']')) {
      const auto line = text_places(text_.all()).at(from).line;
      return fail(at, wrong_bracket(text_.all().substr(at, 1), text_.all().substr(from, 1), line));
    }
    open_.pop_back();
    before_ = before::whole;
    return at + 1;
  }

  /// A line that is not indented, with a name or a list item, belongs to the block around: a bracket is open.
  std::size_t step_over_line(std::size_t at) {
    const auto begin = at + 1;
    auto content = begin;
    while (text_[content] == ' ') ++content;
    if (!indent_ || content - begin > *indent_ || text_.ends_line(content)) return begin;
    auto end = content;
    while (!is_blank(text_[end]) && std::string_view("\n,:[]{}").find(text_[end]) == std::string_view::npos) ++end;
    const bool is_name = end > content && text_.is_indicator(end, ':');
    if (!is_name && !text_.is_indicator(content, '-')) return begin;
    return fail(open_.back().at, never_closed(text_.all().substr(open_.back().at, 1)));
  }

  yaml_text text_;
  std::optional<std::size_t> indent_;
  std::vector<level> open_;
  before before_ = before::nothing;
  std::size_t word_ = 0;  // where the last word begins
};

}  // namespace roster::detail
