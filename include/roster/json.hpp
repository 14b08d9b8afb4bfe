#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
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

/// Reads a text and knows how far the reader is: nlohmann's parser tells what it sees, but not where.
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

/// Builds a tree from what nlohmann's parser sees.
class json_builder {
 public:
  json_builder(std::string_view text, std::size_t most_values)
      : furthest(text.data()), text_(text), told_(text.data()), tree_(most_values) {}

  bool null() { return add(node()); }
  bool boolean(bool truth) { return add(node(value(truth))); }
  bool number_integer(std::int64_t number) { return add(node(value(number))); }
  bool number_unsigned(std::uint64_t number) { return add(node(value(number))); }
  bool number_float(double number, const std::string&) { return add(node(value(number))); }
  bool string(std::string& text) { return add(node(value(text))); }
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
    reason_ = "is no JSON: " + std::string(all.substr(at_line == all.npos ? all.find("] ") + 2 : all.find(": ") + 2));
    if (at_line == all.npos) {
      where_ = token();  // of a number
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
      reason_ += " (the comma before it is one too many)";
    }
    return false;
  }

  /// The error that stopped the parser.
  error failure(std::string_view subject) const {
    return {subject, {{problem_kind::unreadable, "", tree_.failure.empty() ? reason_ : tree_.failure, "", token_}}};
  }
  node made() && { return std::move(tree_.made); }

  const char* furthest;  ///< behind what the parser has read

 private:
  bool add(node item) { return tree_.add(std::move(item), token()); }
  bool end() {
    (void)token();
    tree_.close();
    return true;
  }

  /// Where the token begins that the parser has just read: the first thing behind the one before.
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
  const char* told_;  // where_ is its place
  location where_ = {.line = 1, .column = 1};
  location token_;  // the last one's place, or that of what is wrong
  tree_builder tree_;
  std::string reason_;
};

/// JSON as Python's `json` writes it has `Infinity`, `-Infinity` and `NaN`, which nlohmann's parser does not know. It
/// is given zeros of the same length instead, so that the places in its messages stay right. They are spelt as no other
/// zero is: one that came so is respelt.
struct python_constant {
  std::string_view name;
  std::string_view stand_in;
  std::string_view respelt;
  double number;
};
inline constexpr python_constant python_constants[] = {
    {"NaN", "0e0", "0.0", std::numeric_limits<double>::quiet_NaN()},
    {"Infinity", "0e000000", "0.000000", std::numeric_limits<double>::infinity()},
    {"-Infinity", "-0e000000", "-0.000000", -std::numeric_limits<double>::infinity()},
};

inline void replace_constants(std::string& text) {
  const auto in_word = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '-' ||
           c == '.' || c == '_';
  };
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') in_string = !in_string;
    if (in_string && text[i] == '\\') ++i;
    if (in_string || !in_word(text[i])) continue;
    const auto begin = i;
    while (i + 1 < text.size() && in_word(text[i + 1])) ++i;
    const auto word = std::string_view(text).substr(begin, i + 1 - begin);
    for (const auto& [name, stand_in, respelt, number] : python_constants) {
      const auto given = word == name ? stand_in : word == stand_in ? respelt : std::string_view();
      if (given.empty()) continue;
      given.copy(text.data() + begin, given.size());
      break;
    }
  }
}

class state_builder : public json_builder {
 public:
  using json_builder::json_builder;
  bool number_float(double number, const std::string& text) {
    for (const auto& constant : python_constants) {
      if (text == constant.stand_in) number = constant.number;
    }
    return json_builder::number_float(number, text);
  }
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
        write(l->at(l->data, i), here.element(i), depth + 1);
      }
      if (l->size > 0) new_line(depth);
      text += ']';
    } else if (const auto* o = given.as<object_view>()) {
      if (!may_nest(here, depth)) return;
      text += '{';
      for_each_member(*o, [&, first = true](std::string_view name, const value& member) mutable {
        next(std::exchange(first, false), depth + 1);
        write_string(name, here.member(name));
        text += ": ";
        write(member, here.member(name), depth + 1);
      });
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
    here.add(problem_kind::out_of_range, too_deep());
    return false;
  }
  void write_string(std::string_view given, const place& here) {
    try {
      text += nlohmann::json(given).dump();
    } catch (const nlohmann::json::exception&) {
      here.add(problem_kind::wrong_type, "is " + to_text(given) + ", expected UTF-8");
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

/// JSON as a tree. `subject` stands in the error that is thrown if it is no JSON: the file's name.
inline node parse_json(std::string_view text, std::string_view subject = "JSON") {
  return detail::parse<detail::json_builder>(text, subject, detail::tree_builder::most_values);
}

/// The same from a file, of at most a mebibyte.
inline document read_json(const std::filesystem::path& file) {
  return {file.string(), parse_json(read_whole(file, detail::most_document_bytes), file.string())};
}

/// The same of JSON as Python's `json.dump` writes it: `Infinity`, `-Infinity` and `NaN` are numbers too.
inline node parse_state(std::string text, std::string_view subject = "JSON") {
  detail::replace_constants(text);
  return detail::parse<detail::state_builder>(text, subject, text.size());
}

/// A saved state from a file that `write_state` or Python's `json.dump` wrote, of at most 64 MiB.
inline node read_state(const std::filesystem::path& file) {
  return parse_state(read_whole(file, std::size_t{64} << 20), file.string());
}

/// A tree as JSON that `parse_state` and Python's `json.loads` read back to the same doubles, bit for bit: on one line,
/// or with a line for each value and so many spaces a level. Throws an `error` if a text is no UTF-8.
inline std::string to_json(const value& tree, int indent = -1) {
  std::vector<problem> problems;
  detail::json_writer writer(indent);
  writer.write(tree, place(problems));
  if (!problems.empty()) throw error("JSON", std::move(problems));
  return std::move(writer.text);
}

/// Saves a state as JSON, whole or not at all (`write_atomically`): `write_state("scheduler.json",
/// scheduler.state_dict())`.
inline void write_state(const std::filesystem::path& file, const value& state) {
  write_atomically(file, to_json(state, 2) + "\n");
}

}  // namespace roster
