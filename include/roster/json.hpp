#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "roster/error.hpp"
#include "roster/fields.hpp"
#include "roster/file.hpp"
#include "roster/node.hpp"
#include "roster/place.hpp"
#include "roster/recipe.hpp"
#include "roster/text.hpp"
#include "roster/value.hpp"

namespace roster {

namespace detail {

/// Builds a `node` from what nlohmann's parser sees. Members that are there twice are kept, so that they can be told.
class node_builder {
 public:
  bool null() { return add(node()); }
  bool boolean(bool truth) { return add(node(value(truth))); }
  bool number_integer(std::int64_t number) { return add(node(value(number))); }
  bool number_unsigned(std::uint64_t number) { return add(node(value(number))); }
  bool number_float(double number, const std::string&) { return add(node(value(number))); }
  bool string(std::string& text) { return add(node(value(text))); }
  bool binary(std::vector<std::uint8_t>&) { return false; }

  bool start_object(std::size_t) { return open(true); }
  bool end_object() {
    auto whole = node(std::move(open_.back().members));
    open_.pop_back();
    return add(std::move(whole));
  }
  bool start_array(std::size_t) { return open(false); }
  bool end_array() {
    auto whole = node(std::move(open_.back().items));
    open_.pop_back();
    return add(std::move(whole));
  }
  bool key(std::string& name) {
    open_.back().name = std::move(name);
    return true;
  }
  template <class Exception>
  bool parse_error(std::size_t, const std::string&, const Exception& failed) {
    // "[json.exception.parse_error.101] parse error at line 3, column 5: syntax error while …"
    failure = failed.what();
    auto where = failure.find("at line");
    if (where == failure.npos) where = failure.find("] ") + 2;  // "[json.exception.out_of_range.406] number overflow …"
    failure.erase(0, where);
    return false;
  }

  node made;
  std::string failure;

 private:
  struct level {
    bool is_object;
    node::list items = {};
    node::object members = {};
    std::string name = {};
  };

  bool open(bool is_object) {
    if (open_.size() == deepest_tree) {
      failure = "is nested deeper than " + std::to_string(deepest_tree) + " levels";
      return false;
    }
    open_.push_back({.is_object = is_object});
    return true;
  }
  bool add(node item) {
    if (open_.empty()) {
      made = std::move(item);
    } else if (open_.back().is_object) {
      open_.back().members.emplace_back(std::move(open_.back().name), std::move(item));
    } else {
      open_.back().items.push_back(std::move(item));
    }
    return true;
  }

  std::vector<level> open_;
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

class state_builder : public node_builder {
 public:
  bool number_float(double number, const std::string& text) {
    for (const auto& constant : python_constants) {
      if (text == constant.stand_in) number = constant.number;
    }
    return node_builder::number_float(number, text);
  }
};

template <class Builder>
node parse(std::string_view text, std::string_view subject) {
  Builder builder;
  if (!nlohmann::json::sax_parse(text, &builder)) {
    throw error(subject, {{problem_kind::unreadable, "", "is no JSON: " + builder.failure}});
  }
  return std::move(builder.made);
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
    here.add(problem_kind::out_of_range, "is nested deeper than " + std::to_string(deepest_tree) + " levels");
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
  return detail::parse<detail::node_builder>(text, subject);
}

/// The same from a file, of at most a mebibyte: no recipe is as large.
inline node read_json(const std::filesystem::path& file) {
  return parse_json(read_whole(file, std::size_t{1} << 20), file.string());
}

/// The same of JSON as Python's `json.dump` writes it: `Infinity`, `-Infinity` and `NaN` are numbers too.
inline node parse_state(std::string text, std::string_view subject = "JSON") {
  detail::replace_constants(text);
  return detail::parse<detail::state_builder>(text, subject);
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

/// A recipe from a JSON file. Throws an `error` with all that is wrong with it.
template <class Recipe = recipe<>>
Recipe read_recipe(const std::filesystem::path& file) {
  const auto tree = read_json(file);
  std::vector<problem> problems;
  const place here(problems);
  const value whole = tree;
  const auto* members = whole.as<object_view>();
  if (!members) here.add(problem_kind::wrong_type, "is " + detail::to_text(whole) + ", expected an object");
  detail::draft<Recipe> draft;
  if (members) read_fields(*members, "a recipe", here, draft);
  if (!problems.empty()) throw error(file.string(), std::move(problems));
  return std::move(draft.config());
}

}  // namespace roster
