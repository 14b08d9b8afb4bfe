#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "roster/files/json.hpp"
#include "roster/files/recipe.hpp"
#include "roster/files/yaml.hpp"

namespace roster {

namespace detail {

/// Whether a text without a file's name is JSON: an object whose first name is quoted.
inline bool looks_like_json(std::string_view text) {
  constexpr auto space = " \t\r\n";
  const auto begin = text.find_first_not_of(space);
  if (begin == text.npos || text[begin] != '{') return false;
  const auto inside = text.find_first_not_of(space, begin + 1);
  return inside != text.npos && (text[inside] == '"' || text[inside] == '}');
}

}  // namespace detail

/// A file of JSON or YAML, by its extension: .json, .yaml, .yml. Of another name, and from the standard input, whose
/// name is `-`, it is what it looks like.
inline document read_document(const std::filesystem::path& file) {
  if (file.extension() == ".json") return read_json(file);
  if (file.extension() == ".yaml" || file.extension() == ".yml") return read_yaml(file);
  const bool standard = file == "-";
  const auto name = standard ? std::string("standard input") : file.string();
  try {
    const auto text = read_whole(standard ? "/dev/stdin" : file, detail::most_document_bytes);
    return {name, detail::looks_like_json(text) ? parse_json(text, name) : parse_yaml(text, name)};
  } catch (const error& failed) {
    throw error(name, failed.problems());  // of /dev/stdin, too
  }
}

/// Changes a document as `PATH=VALUE` says, from a command line: `scheduler.schedulers[1].T_max=120`. The value is
/// YAML: a number, a text, `[30, 80]`, `{name: StepLR, step_size: 30}`. Throws an `error` with all that is wrong.
inline void apply_overrides(document& file, std::span<const std::string> overrides) {
  checked(std::string_view(file.name), [&](const place& here) {
    for (const std::string_view given : overrides) {
      const auto refuse = [&](problem_kind kind, const std::string& why) {
        here.report(kind, "cannot set " + detail::to_text(given) + ": " + why);
      };
      const auto equals = given.find('=');
      if (equals == given.npos || equals == 0) {
        refuse(problem_kind::unreadable, "expected PATH=VALUE");
        continue;
      }
      try {
        set(file.tree, given.substr(0, equals), parse_yaml(given.substr(equals + 1)), here);
      } catch (const error& failed) {
        for (const auto& one : failed.problems()) refuse(one.kind, "the value " + one.text);
      }
    }
  });
}

/// The recipe in a file of JSON or YAML, with overrides. Throws an `error` with all that is wrong.
template <class Recipe = recipe<>>
Recipe read_recipe(const std::filesystem::path& file, std::span<const std::string> overrides = {}) {
  auto read = read_document(file);
  apply_overrides(read, overrides);
  return read_recipe<Recipe>(read);
}

}  // namespace roster
