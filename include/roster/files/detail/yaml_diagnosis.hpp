#pragma once

#include "roster/files/detail/yaml_flow.hpp"
#include "roster/input/node.hpp"

namespace roster::detail {

/// Finds why a text is not YAML, line by line, as a person would: yaml-cpp tells where its grammar gave up, which is
/// often lines after the cause. Only for texts that yaml-cpp refuses: it reads less than all of YAML.
class yaml_diagnosis {
 public:
  explicit yaml_diagnosis(std::string_view text) : text_(text) {}

  /// The first fault; none if there is none, or if this is too unusual to tell.
  std::optional<diagnosis> first() {
    while (at_ < text_.all().size() && !fault_ && !is_lost_) line();
    if (fault_) fault_->what.insert(0, "is not YAML: ");
    return fault_;
  }

 private:
  static constexpr auto none = std::string_view::npos;

  /// YAML's limit for a name and its colon in one line
  static constexpr std::size_t longest_name = 1024;

  /// A list or an object without brackets.
  struct block {
    std::size_t indent;
    bool is_list;
    bool is_open;  ///< whether the last element has no value yet
  };

  void fail(std::size_t at, std::string what) { fault_ = {at, std::move(what)}; }

  void line() {
    const auto begin = at_;
    auto content = begin;
    while (text_[content] == ' ') ++content;
    at_ = text_.next_line(begin);
    if (text_.ends_line(text_.skip_blanks(content))) return;
    const auto rest = text_.all().substr(content);
    const auto character = code_point(rest.substr(0, character_length(rest)));
    if (is_unseen(character)) return fail(content, is_indented_with(character));
    if (content == begin && (rest.starts_with("---") || rest.starts_with("..."))) {
      is_lost_ = !text_.ends_line(text_.skip_blanks(begin + 3));
      blocks_.clear();
      scalar_ = none;
    } else if (rest[0] == '%' && content == begin && blocks_.empty()) {
      return;  // a directive
    } else {
      elements(content, content - begin);
    }
  }

  /// The elements that begin in this line, one within the other: `- - a: b`.
  void elements(std::size_t at, std::size_t column) {
    for (bool is_first = true;; is_first = false) {
      if (text_.is_indicator(at, '?')) is_lost_ = true;
      const bool is_item = text_.is_indicator(at, '-');
      const auto name = text_.skip_properties(at);
      if (text_.ends_line(name)) return;  // the value is in the next line
      const auto colon = is_item ? at : end_of_name(name);
      if (is_lost_) return;
      if (colon == none) return without_name(name, column, is_first);
      if (colon - at > longest_name) return fail(at, "has a name longer than 1024 characters");
      // optimizer {name: SGD}
      const bool is_quoted = text_[name] == '"' || text_[name] == '\'';
      if (!is_item && !is_quoted && text_.between(name, colon).find_first_of("[{") != none) return missing_colon(name);
      if (!put(at, column, is_item)) return;
      const auto value_at = text_.skip_blanks(colon + 1);
      if (text_.ends_line(text_.skip_properties(value_at))) return;
      if (!is_item) {
        blocks_.back().is_open = false;
        return value(value_at, false);
      }
      column += value_at - at;
      at = value_at;
    }
  }

  /// The position of the colon after the name that begins here.
  std::size_t end_of_name(std::size_t at) {
    const char c = text_[at];
    if (c == '[' || c == '{' || c == '|' || c == '>') return none;
    if (c == '"' || c == '\'') {
      const auto end = text_.end_of_quote(at);
      if (end == none || end > text_.end_of_line(at)) return none;
      const auto colon = text_.skip_blanks(end);
      return text_[colon] == ':' ? colon : none;
    }
    for (; !text_.ends_line(at); ++at) {
      if (text_.is_indicator(at, ':')) return at;
    }
    return none;
  }

  /// Puts an element where its indentation says. False if that is wrong.
  bool put(std::size_t at, std::size_t column, bool is_list) {
    const auto deepest = leave(column);
    // A list may have the indentation of its name.
    if (!is_list && blocks_.size() > 1 && blocks_.back().is_list && blocks_.back().indent == column &&
        blocks_[blocks_.size() - 2].indent == column) {
      blocks_.pop_back();
    }
    if (!blocks_.empty() && blocks_.back().indent == column) {
      auto& same = blocks_.back();
      scalar_ = none;
      if (same.is_list != is_list && !(is_list && same.is_open)) {
        if (!is_list && text_[at] == '-') {
          no_space_after_dash(at);
        } else {
          fail(at, is_list ? "has a list item (-) among names; indent it under the name of its list"
                           : concat({"has ", text_.word(at, ":\n"),
                                     ": among list items (-); indent it under one of them"}));
        }
      } else if (same.is_list == is_list) {
        same.is_open = true;
      } else {
        blocks_.push_back({column, is_list, true});
      }
      return !fault_;
    }
    if (deepest != none) {
      const auto above = blocks_.empty() ? "" : concat({std::to_string(blocks_.back().indent), " or "});
      fail(at,
           concat({"is indented by ", counted(column), ", but the lines above by ", above, std::to_string(deepest)}));
    } else if (scalar_ != none && (is_alone_ || blocks_.empty())) {
      missing_colon(scalar_);
    } else if (!blocks_.empty() && !blocks_.back().is_open) {
      fail(at, "is indented deeper than the line above, which has its value already");
    } else {
      if (!blocks_.empty()) blocks_.back().is_open = false;
      blocks_.push_back({column, is_list, true});
      scalar_ = none;
    }
    return !fault_;
  }
  /// Leaves the blocks that are indented deeper. Returns the indentation of the last of them, or none.
  std::size_t leave(std::size_t column) {
    auto last = none;
    while (!blocks_.empty() && blocks_.back().indent > column) {
      last = blocks_.back().indent;
      blocks_.pop_back();
      scalar_ = none;
    }
    return last;
  }
  static std::string counted(std::size_t spaces) {
    return concat({std::to_string(spaces), spaces == 1 ? " space" : " spaces"});
  }

  /// A value in a line of its own, the next line of one, or a name without its colon.
  void without_name(std::size_t at, std::size_t column, bool is_first) {
    if (is_first) {
      if (scalar_ != none && (blocks_.empty() || column > blocks_.back().indent)) return;
      const bool left = leave(column) != none;
      if (left || (!blocks_.empty() && (blocks_.back().indent == column || !blocks_.back().is_open))) {
        if (left || !blocks_.back().is_list || blocks_.back().indent != column) return missing_colon(at);
        if (text_[at] == '-') return no_space_after_dash(at);
        return fail(at, concat({"has ", text_.word(at), " between list items, expected - before it"}));
      }
    }
    if (!blocks_.empty()) blocks_.back().is_open = false;
    value(at, true);
  }

  void no_space_after_dash(std::size_t at) { fail(at, concat({"has no space after the - in ", text_.word(at)})); }
  /// Blames a line that should be a name and a value.
  void missing_colon(std::size_t at) {
    const auto whole = text_.content(at);
    const auto [odd, bytes] = find_character(whole, is_odd);
    if (!bytes.empty()) {
      fail(at + odd, concat({"has ", name_of_character(code_point(bytes)), ", which YAML takes for a letter"}));
    } else if (whole.starts_with("//") || whole.starts_with("/*")) {
      fail(at, concat({"has a comment with ", whole.substr(0, 2), ", expected #"}));
    } else if (is_glued(whole)) {
      fail(at, concat({"has no space after the colon in ", text_.word(at)}));
    } else {
      fail(at, concat({"is missing a colon after ", text_.word(at, " \t\r\n=,")}));
    }
  }

  void value(std::size_t at, bool is_alone) {
    const auto indent = blocks_.empty() ? std::optional<std::size_t>() : blocks_.back().indent;
    at = text_.skip_properties(at);
    scalar_ = none;
    yaml_flow flow(text_, indent);
    const char c = text_[at];
    if (c == '|' || c == '>') return skip_lines(indent);
    if (c == '[' || c == '{' || c == '"' || c == '\'') {
      const bool quote = c == '"' || c == '\'';
      const auto end = quote ? flow.read_quote(at) : flow.read(at);
      if (flow.fault) {
        fault_ = flow.fault;
        return;
      }
      const auto next = text_.skip_blanks(end);
      at_ = text_.next_line(next);
      if (text_.ends_line(next)) return;
      is_lost_ = text_[next] == ':';
      if (is_lost_) return;
      return fail(next, concat({"has ", text_.word(next, " \t\r\n"), " after ",
                                quote ? "a closing quote" : text_.all().substr(end - 1, 1)}));
    }
    if (c == '@' || c == '`' || c == '%') return fail(at, begins_with(c));
    if (c == ']' || c == '}') return fail(at, concat({"has a ", text_.all().substr(at, 1), " that closes nothing"}));
    if (c == ',') return fail(at, "has a comma, expected a value");
    if (text_.is_indicator(at, '-')) {
      return fail(at, "has a list item (-) in the line of its name; begin the list in the next line");
    }
    scalar_ = at;
    is_alone_ = is_alone;
    for (; !text_.ends_line(at); ++at) {
      if (text_.is_indicator(at, ':'))
        return fail(at, "has a second colon in its line; put a text with a colon in quotes");
    }
  }
  /// Skips the lines of a text after `|` or `>`.
  void skip_lines(std::optional<std::size_t> indent) {
    while (at_ < text_.all().size()) {
      auto content = at_;
      while (text_[content] == ' ') ++content;
      if (text_[text_.skip_blanks(content)] != '\n' && indent && content - at_ <= *indent) return;
      at_ = text_.next_line(at_);
    }
  }

  yaml_text text_;
  std::size_t at_ = 0;  // the next line
  std::vector<block> blocks_;
  std::size_t scalar_ = none;  // the text that goes on if the next line is indented deeper
  bool is_alone_ = false;      // whether that text has a line of its own, without a name
  bool is_lost_ = false;
  std::optional<diagnosis> fault_;
};

/// The bracket that opens the first level too many, as far as brackets tell; if they do not, `otherwise`.
inline std::size_t find_too_deep(std::string_view text, std::size_t otherwise) {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '[' || text[at] == '{') {
      if (++depth > deepest_tree) return at;
    } else if ((text[at] == ']' || text[at] == '}') && depth > 0) {
      --depth;
    }
  }
  return otherwise;
}

/// A line that begins with %, but not with a directive of YAML: yaml-cpp ignores it.
inline std::optional<diagnosis> find_odd_directive(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); at = yaml_text(text).next_line(at)) {
    const auto line = text.substr(at);
    if (line[0] != '%' || line.starts_with("%YAML ") || line.starts_with("%TAG ")) continue;
    return diagnosis{at, concat({"is not YAML: ", begins_with('%')})};
  }
  return std::nullopt;
}

}  // namespace roster::detail
