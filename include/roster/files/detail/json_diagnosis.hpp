#pragma once

#include <charconv>
#include <vector>

#include "roster/files/detail/diagnosis.hpp"
#include "roster/files/detail/json_word.hpp"
#include "roster/files/detail/yaml_scalar.hpp"

namespace roster::detail {

/// The end of the comment that begins at a position; the position itself if none does.
inline std::size_t end_of_comment(std::string_view text, std::size_t at) {
  const auto begin = text.substr(at, 2);
  if (begin == "//") return std::min(text.find('\n', at), text.size());
  const auto close = begin == "/*" ? text.find("*/", at + 2) : at;
  return close == at ? at : close == text.npos ? text.size() : close + 2;
}

/// Finds what is wrong with a text that is not JSON, and says it in a person's words: nlohmann's parser speaks of
/// tokens, and of where it gave up.
class json_diagnosis {
 public:
  json_diagnosis(std::string_view text, json_dialect dialect) : text_(text), dialect_(dialect) {}

  /// The first fault; none if this is JSON.
  std::optional<diagnosis> first() {
    if (auto no_text = find_no_text(text_)) return no_text;
    while (skip_space() && at_ < text_.size() && step()) continue;
    if (found_) return found_;
    if (!open_.empty()) fail(open_.back(), never_closed(text_.substr(open_.back(), 1)));
    if (expected_ == value && open_.empty()) found_ = {0, "is empty, expected JSON"};
    return found_;
  }

 private:
  enum expectation { value, value_or_end, name, name_or_end, colon, comma_or_end, nothing };

  bool fail(std::size_t at, std::string_view what) {
    if (!found_) found_ = {at, concat({"is not JSON: ", what})};
    return false;
  }

  bool skip_space() {
    while (at_ < text_.size()) {
      const auto rest = text_.substr(at_);
      if (std::string_view(" \t\r\n").find(rest[0]) != std::string_view::npos) {
        ++at_;
      } else if (rest[0] == '#') {
        if (is_begin() && is_yaml()) return fail(at_, "looks like YAML; call the file .yaml");
        return fail(at_, concat({"has a comment", dialect_.comments ? " with #, expected //" : only_in_jsonc}));
      } else if (rest.starts_with("//") || rest.starts_with("/*")) {
        if (!dialect_.comments) return fail(at_, concat({"has a comment", only_in_jsonc}));
        const auto end = end_of_comment(text_, at_);
        if (rest[1] == '*' && (end < at_ + 4 || text_.substr(end - 2, 2) != "*/"))
          return fail(at_, never_closed("comment"));
        at_ = end;
      } else {
        break;
      }
    }
    return true;
  }

  bool is_begin() const { return expected_ == value && open_.empty(); }
  bool is_in_object() const { return text_[open_.back()] == '{'; }

  /// One token.
  bool step() {
    const char c = text_[at_];
    const auto character = text_.substr(at_, character_length(text_.substr(at_)));
    if (is_odd(code_point(character))) {
      const bool quote = std::string_view("“”„‘’‚").find(character) != std::string_view::npos;
      return fail(at_, concat({"has ", name_of_character(code_point(character)),
                               quote ? ", expected a plain quote (\")" : " outside of a text"}));
    }
    if (is_begin() && is_yaml()) {
      return fail(at_, c == '"' ? "is missing the { at its beginning" : "looks like YAML; call the file .yaml");
    }
    if (c == '\'' && expected_ != colon && expected_ != nothing)
      return fail(at_, "has a single quote, expected double quotes (\")");
    switch (expected_) {
      case name:
      case name_or_end:
        if (c == '"') return text_token(colon);
        if (c == '}') return close_after_comma(expected_ == name);
        if (is_in_word(c)) return fail(at_, without_quotes("the name "));
        return fail(at_, concat({"has ", shown(), ", expected a name in double quotes"}));
      case colon:
        if (c != ':') return fail(at_, concat({"is missing a colon after ", last_name_}));
        ++at_;
        comma_ = text_.npos;
        expected_ = value;
        return true;
      case value:
      case value_or_end:
        return value_token(c);
      case comma_or_end:
        if (c == ',') {
          comma_ = at_++;
          expected_ = is_in_object() ? name : value;
          return true;
        }
        if (c == '}' || c == ']') return close(c);
        return fail(at_, concat({"is missing a comma before ", shown()}));
      case nothing:
        break;
    }
    return fail(at_, concat({"has ", shown(), " after its end"}));
  }

  bool value_token(char c) {
    if (c == '{' || c == '[') {
      open_.push_back(at_++);
      expected_ = c == '{' ? name_or_end : value_or_end;
      return true;
    }
    if (c == '"') return text_token(after_value());
    if (c == ']' && expected_ == value_or_end) return close(c);
    if ((c == ']' || c == '}') && !open_.empty() && comma_ != text_.npos) return close_after_comma(true);
    if (c == ',' && !open_.empty() && comma_ != text_.npos) return fail(at_, "has two commas without a value between");
    if (is_in_word(c)) return word_token();
    return fail(at_, concat({"has ", shown(), ", expected a value"}));
  }
  expectation after_value() const { return open_.empty() ? nothing : comma_or_end; }

  bool close_after_comma(bool after_comma) {
    if (after_comma) return fail(comma_, concat({"has a comma before ", shown(), "; remove it"}));
    return close(text_[at_]);
  }
  bool close(char c) {
    if (c != (is_in_object() ? '}' : ']')) {
      const auto line = text_places(text_).at(open_.back()).line;
      return fail(at_, wrong_bracket(text_.substr(at_, 1), text_.substr(open_.back(), 1), line));
    }
    ++at_;
    open_.pop_back();
    expected_ = after_value();
    return true;
  }

  bool text_token(expectation next) {
    const auto begin = at_++;
    for (; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\n' || text_[at_] == '\r') break;
      if (text_[at_] == '\t') return fail(at_, "has a tab inside a text; write \\t");
      if (text_[at_] == '\\' && !escape()) return false;
    }
    if (at_ >= text_.size() || text_[at_] != '"') return fail(begin, never_closed("quote"));
    ++at_;
    last_name_ = piece(text_.substr(begin, at_ - begin));
    expected_ = next;
    return true;
  }
  bool escape() {
    const auto begin = at_++;
    const auto kind = text_.substr(at_, 1);
    if (kind == "u") {
      const auto code = hexadecimal(begin);
      if (code < 0) return fail(begin, "has a \\u without four hexadecimal digits");
      at_ += 4;
      if (code < 0xD800 || code > 0xDFFF) return true;
      const auto low = code < 0xDC00 ? hexadecimal(at_ + 1) : -1;
      if (low < 0xDC00 || low > 0xDFFF) return fail(begin, "has a \\u that is half of a character");
      at_ += 6;
      return true;
    }
    if (kind.empty() || std::string_view("\"\\/bfnrt").find(kind) != std::string_view::npos) return true;
    const auto escaped = text_.substr(begin, 1 + character_length(text_.substr(at_)));
    return fail(begin, wrong_escape(escaped));
  }
  /// The number in `\u1234`; -1 if this is something else.
  int hexadecimal(std::size_t at) const {
    const auto digits = text_.substr(std::min(at, text_.size()), 6);
    if (digits.size() < 6 || !digits.starts_with("\\u")) return -1;
    int code = 0;
    const auto* const end = digits.data() + 6;
    return digits[2] != '-' && std::from_chars(digits.data() + 2, end, code, 16).ptr == end ? code : -1;
  }

  std::string_view word() const {
    auto end = at_;
    while (end < text_.size() && is_in_word(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }
  /// The token here, as a message shows it.
  std::string shown() const {
    if (!word().empty()) return piece(word());
    if (text_[at_] == ',') return "a comma";
    if (text_[at_] == ':') return "a colon";
    if (text_[at_] == '"') return piece(text_.substr(at_, text_.find_first_of("\"\n", at_ + 1) + 1 - at_));
    return std::string(text_.substr(at_, character_length(text_.substr(at_))));
  }
  std::string without_quotes(std::string_view what) const {
    const auto given = piece(word());
    return concat({"has ", what, given, " without quotes, expected \"", given, "\""});
  }

  bool word_token() {
    const auto given = word();
    const auto fault = fault_of_word(given, dialect_);
    if (!fault.empty()) return fail(at_, concat({"has ", piece(given), fault}));
    if (!is_number(given) && !is_constant(given, dialect_)) return fail(at_, without_quotes(""));
    if (!plain_scalar(std::string(given))) {
      found_ = {at_, too_large(given)};
      return false;
    }
    at_ += given.size();
    expected_ = after_value();
    return true;
  }
  /// Whether the text begins with a name and a colon, as in YAML, or with a mark of YAML.
  bool is_yaml() const {
    const auto line = text_.substr(at_, text_.find('\n', at_) - at_);
    if (line.starts_with("---") || line.starts_with("- ") || line.starts_with("%")) return true;
    if (line.starts_with('#')) return text_.find_first_of("{[") > text_.find(':');
    auto end = line.find_first_not_of("\"'");
    while (end < line.size() && is_in_word(line[end])) ++end;
    if (end == line.npos || end == 0) return false;
    end = line.find_first_not_of("\"' ", end);
    return end != line.npos && line[end] == ':';
  }

  static constexpr std::string_view only_in_jsonc = ", which JSON does not allow; call the file .jsonc";

  std::string_view text_;
  json_dialect dialect_;
  std::optional<diagnosis> found_;
  std::size_t at_ = 0;
  std::vector<std::size_t> open_;  // the positions of the brackets
  expectation expected_ = value;
  std::size_t comma_ = std::string_view::npos;  // the last comma, if no value came after it
  std::string last_name_;
};

}  // namespace roster::detail
