#pragma once

#include <filesystem>
#include <limits>

#include "roster/files/json.hpp"

namespace roster {

namespace detail {

/// Python's `json` writes `Infinity`, `-Infinity` and `NaN`, which nlohmann's parser does not know. It gets zeros of
/// the same length instead, so that the locations in its messages stay right. A zero of the text that is spelt like one
/// of these is respelt first.
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

}  // namespace detail

/// `parse_json`, with `Infinity`, `-Infinity` and `NaN` as numbers, as Python's `json.dump` writes them.
inline node parse_state(std::string_view text, std::string_view subject = "JSON") {
  std::string read(text);
  detail::replace_constants(read);
  return detail::parse<detail::state_builder>(read, text, subject, text.size(), {.constants = true});
}

/// Reads a saved state, of at most 64 MiB, that `write_state` or Python's `json.dump` wrote. Throws an `error` if it
/// cannot.
inline node read_state(const std::filesystem::path& file) {
  return parse_state(read_whole(file, std::size_t{64} << 20), file.string());
}

/// Saves a state as JSON, whole or not at all (`write_atomically`): `write_state("scheduler.json",
/// scheduler.state_dict())`.
inline void write_state(const std::filesystem::path& file, const value& state) {
  write_atomically(file, to_json(state, 2) + "\n");
}

}  // namespace roster
