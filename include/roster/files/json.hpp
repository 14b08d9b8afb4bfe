#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

#include "roster/files/detail/json_reader.hpp"
#include "roster/files/file.hpp"
#include "roster/input/document.hpp"
#include "roster/input/messages.hpp"

namespace roster {

namespace detail {

/// Parses `read` into a tree; `text`, of the same length, is what the file has.
template <class Builder>
node parse(std::string_view read, std::string_view text, std::string_view subject, std::size_t most_values,
           json_dialect dialect) {
  read = without_mark(read);
  Builder builder(read, without_mark(text), most_values, dialect);
  const counting_iterator begin(read.data(), builder.furthest);
  const counting_iterator end(read.data() + read.size(), builder.furthest);
  constexpr auto format = nlohmann::json::input_format_t::json;
  if (!nlohmann::json::sax_parse(begin, end, &builder, format, true, dialect.comments)) throw builder.failure(subject);
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
  return detail::parse<detail::json_builder>(text, text, subject, detail::tree_builder::most_values, {});
}

/// Parses JSON that may have comments: `//` to the end of a line, or `/* */`.
inline node parse_jsonc(std::string_view text, std::string_view subject = "JSON") {
  return detail::parse<detail::json_builder>(text, text, subject, detail::tree_builder::most_values,
                                             {.comments = true});
}

/// JSON, as a format of files (formats.hpp).
struct json_format {
  static constexpr std::string_view extensions[] = {".json"};

  static node parse(std::string_view text, std::string_view subject) { return parse_json(text, subject); }

  /// True for an empty object, or one whose first name is quoted. All else may be YAML.
  static bool looks_like(std::string_view text) {
    constexpr auto space = " \t\r\n";
    text = detail::without_mark(text);
    const auto begin = text.find_first_not_of(space);
    if (begin == text.npos || text[begin] != '{') return false;
    const auto inside = text.find_first_not_of(space, begin + 1);
    return inside != text.npos && (text[inside] == '"' || text[inside] == '}');
  }
};

/// JSON with comments, as a format of files.
struct jsonc_format {
  static constexpr std::string_view extensions[] = {".jsonc"};

  static node parse(std::string_view text, std::string_view subject) { return parse_jsonc(text, subject); }
  /// True for what may be JSON, and for a comment.
  static bool looks_like(std::string_view text) {
    const auto plain = detail::without_mark(text);
    return plain.starts_with("//") || plain.starts_with("/*") || json_format::looks_like(text);
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
