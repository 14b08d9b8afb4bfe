#pragma once

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

#include "roster/files/detail/tree_builder.hpp"
#include "roster/files/file.hpp"
#include "roster/input/document.hpp"
#include "roster/input/messages.hpp"

namespace roster {

namespace detail {

/// Tells how far nlohmann's parser has read: the parser reports what it finds, but not where.
class counting_iterator {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  counting_iterator(const char* at, const char*& furthest) : at_(at), furthest_(&furthest) {}
  reference operator*() const { return *at_; }
  counting_iterator& operator++() {
    *furthest_ = ++at_;
    return *this;
  }
  counting_iterator operator++(int) {
    auto before = *this;
    ++*this;
    return before;
  }
  bool operator==(const counting_iterator& other) const { return at_ == other.at_; }

 private:
  const char* at_;
  const char** furthest_;
};

/// Builds a tree from the events of nlohmann's parser.
class json_builder {
 public:
  json_builder(std::string_view text, std::size_t most_values)
      : furthest(text.data()), text_(text), told_(text.data()), tree_(most_values) {}

  bool null() { return add(node()); }
  bool boolean(bool truth) { return add(truth); }
  bool number_integer(std::int64_t number) { return add(number); }
  bool number_unsigned(std::uint64_t number) { return add(number); }
  bool number_float(double number, const std::string&) { return add(number); }
  bool string(std::string& text) { return add(text); }
  bool binary(std::vector<std::uint8_t>&) { return false; }

  bool start_object(std::size_t) { return tree_.open_object(token()); }
  bool start_array(std::size_t) { return tree_.open_list(token()); }
  bool end_object() { return end(); }
  bool end_array() { return end(); }
  bool key(std::string& name) {
    tree_.key(std::move(name), token());
    return true;
  }
  template <class Exception>
  bool parse_error(std::size_t read, const std::string&, const Exception& failed) {
    // "[json.exception.parse_error.101] parse error at line 3, column 5: syntax error while …"
    // "[json.exception.out_of_range.406] number overflow …"
    const std::string_view all = failed.what();
    const auto at_line = all.find("at line");
    reason_ = "is not JSON: " + std::string(all.substr(at_line == all.npos ? all.find("] ") + 2 : all.find(": ") + 2));
    if (at_line == all.npos) {
      where_ = token();  // where a number begins
      return false;
    }
    // The last character that was read, or the end.
    const auto last = std::min(std::max<std::size_t>(read, 1), text_.size() + 1) - 1;
    told_ = text_.data();
    where_ = {.line = 1, .column = 1};
    token_ = go_to(told_ + last);
    const auto closes = text_.substr(last, 1);
    const auto before = text_.substr(0, last).find_last_not_of(" \t\r\n");
    if ((closes == "}" || closes == "]") && before != text_.npos && text_[before] == ',') {
      reason_ += " (remove the comma before it)";
    }
    return false;
  }

  /// The error that stopped the parser.
  error failure(std::string_view subject) const {
    return {subject, {{problem_kind::unreadable, "", tree_.failure.empty() ? reason_ : tree_.failure, "", token_}}};
  }
  node made() && { return std::move(tree_.made); }

  const char* furthest;  ///< the end of what the parser has read

 private:
  bool add(node item) { return tree_.add(std::move(item), token()); }
  bool end() {
    (void)token();
    tree_.close();
    return true;
  }

  /// The start of the token that the parser has just read: the first character after the token before it.
  location token() {
    const auto* first = told_;
    const auto* const end = text_.data() + text_.size();
    while (first < end && std::string_view(" \t\r\n,:").find(*first) != std::string_view::npos) ++first;
    token_ = go_to(first);
    (void)go_to(std::max(first, furthest));
    return token_;
  }
  location go_to(const char* there) {
    for (; told_ < there; ++told_) {
      where_ = *told_ == '\n' ? location{.line = where_.line + 1, .column = 1}
                              : location{.line = where_.line, .column = where_.column + 1};
    }
    return where_;
  }

  std::string_view text_;
  const char* told_;  // where_ is its location
  location where_ = {.line = 1, .column = 1};
  location token_;  // the location of the last token, or of the problem
  tree_builder tree_;
  std::string reason_;
};

template <class Builder>
node parse(std::string_view text, std::string_view subject, std::size_t most_values) {
  Builder builder(text, most_values);
  const counting_iterator begin(text.data(), builder.furthest);
  const counting_iterator end(text.data() + text.size(), builder.furthest);
  if (!nlohmann::json::sax_parse(begin, end, &builder)) throw builder.failure(subject);
  return std::move(builder).made();
}

/// Writes a tree as Python's `json.dumps(tree, indent=indent)` does.
class json_writer {
 public:
  explicit json_writer(int indent) : indent_(indent) {}

  void write(const value& given, const place& here, std::size_t depth = 0) {
    if (const auto* d = given.as<double>()) {
      text += std::isnan(*d) ? "NaN" : std::isinf(*d) ? (*d > 0 ? "Infinity" : "-Infinity") : to_text(*d);
    } else if (const auto* s = given.as<std::string_view>()) {
      write_string(*s, here);
    } else if (const auto* l = given.as<list_view>()) {
      if (!may_nest(here, depth)) return;
      text += '[';
      for (std::size_t i = 0; i < l->size; ++i) {
        next(i == 0, depth + 1);
        write((*l)[i], here.element(i), depth + 1);
      }
      if (l->size > 0) new_line(depth);
      text += ']';
    } else if (const auto* o = given.as<object_view>()) {
      if (!may_nest(here, depth)) return;
      text += '{';
      bool first = true;
      for (const auto& [name, member] : *o) {
        next(std::exchange(first, false), depth + 1);
        write_string(name, here.member(name));
        text += ": ";
        write(member, here.member(name), depth + 1);
      }
      if (o->size > 0) new_line(depth);
      text += '}';
    } else {
      text += to_text(given);
    }
  }

  std::string text;

 private:
  static bool may_nest(const place& here, std::size_t depth) {
    if (depth < deepest_tree) return true;
    here.report(problem_kind::out_of_range, too_deep());
    return false;
  }
  void write_string(std::string_view given, const place& here) {
    try {
      text += nlohmann::json(given).dump();
    } catch (const nlohmann::json::exception&) {
      here.report(problem_kind::wrong_type, is_not(given, "UTF-8"));
    }
  }
  void next(bool first, std::size_t depth) {
    if (!first) text += indent_ < 0 ? ", " : ",";
    new_line(depth);
  }
  void new_line(std::size_t depth) {
    if (indent_ >= 0) text += '\n' + std::string(depth * static_cast<std::size_t>(indent_), ' ');
  }

  int indent_;
};

}  // namespace detail

/// Parses JSON into a tree. Throws an `error` about `subject`, the file's name, if the text is not JSON.
inline node parse_json(std::string_view text, std::string_view subject = "JSON") {
  return detail::parse<detail::json_builder>(text, subject, detail::tree_builder::most_values);
}

/// JSON, as a format of files (formats.hpp).
struct json_format {
  static constexpr std::string_view extensions[] = {".json"};

  static node parse(std::string_view text, std::string_view subject) { return parse_json(text, subject); }

  /// True for an empty object, or one whose first name is quoted. All else may be YAML.
  static bool looks_like(std::string_view text) {
    constexpr auto space = " \t\r\n";
    const auto begin = text.find_first_not_of(space);
    if (begin == text.npos || text[begin] != '{') return false;
    const auto inside = text.find_first_not_of(space, begin + 1);
    return inside != text.npos && (text[inside] == '"' || text[inside] == '}');
  }
};

/// A tree as JSON that `parse_state` and Python's `json.loads` read back to the same doubles, bit for bit. `indent`:
/// the spaces for each level, with a line for each value; -1 writes a single line. Throws an `error` if a text is not
/// UTF-8.
inline std::string to_json(const value& tree, int indent = -1) {
  detail::json_writer writer(indent);
  checked("JSON", [&](const place& here) { writer.write(tree, here); });
  return std::move(writer.text);
}

}  // namespace roster
