#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "roster/error.hpp"
#include "roster/fields.hpp"
#include "roster/node.hpp"
#include "roster/place.hpp"
#include "roster/recipe.hpp"

namespace roster {

namespace detail {

/// Builds a `node` from what nlohmann's parser sees. Members that are there twice are kept, so that they can be told.
class node_builder {
 public:
  static constexpr std::size_t deepest = 64;

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
    const auto where = failure.find("at line");
    if (where != failure.npos) failure.erase(0, where);
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
    if (open_.size() == deepest) {
      failure = "is nested deeper than " + std::to_string(deepest) + " levels";
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

}  // namespace detail

/// JSON as a tree. `subject` stands in the error that is thrown if it is no JSON: the file's name.
inline node parse_json(std::string_view text, std::string_view subject = "JSON") {
  detail::node_builder builder;
  if (!nlohmann::json::sax_parse(text, &builder)) {
    throw error(subject, {{problem_kind::unreadable, "", "is no JSON: " + builder.failure}});
  }
  return std::move(builder.made);
}

/// The same from a file, of at most a mebibyte: no recipe is as large.
inline node read_json(const std::filesystem::path& file) {
  constexpr std::size_t most = std::size_t{1} << 20;
  const auto fail = [&](const char* why) -> error { return {file.string(), {{problem_kind::unreadable, "", why}}}; };
  std::error_code failed;
  const auto status = std::filesystem::status(file, failed);
  if (!std::filesystem::exists(status)) throw fail("there is no such file");
  if (std::filesystem::is_directory(status)) throw fail("is a directory, expected a JSON file");
  std::ifstream in(file, std::ios::binary);
  if (!in) throw fail("cannot be opened");
  std::string text(most + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) throw fail("cannot be read");
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > most) throw fail("is larger than 1 MiB");
  return parse_json(text, file.string());
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
