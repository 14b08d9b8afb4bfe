#pragma once

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>

#include "roster/files/detail/yaml_reader.hpp"
#include "roster/files/detail/yaml_writer.hpp"
#include "roster/files/file.hpp"
#include "roster/input/document.hpp"

namespace roster {

/// Parses YAML 1.2 into a tree: one document, without tags but YAML's own (`!!int`, …). Aliases become copies of what
/// they stand for. Throws an `error` about `subject`, the file's name, if the text is not such YAML.
inline node parse_yaml(std::string_view text, std::string_view subject = "YAML") {
  text = detail::without_mark(text);
  // yaml-cpp misreads bytes that are not UTF-8 and stops at some control characters.
  if (const auto no_text = detail::find_no_text(text)) throw detail::error_at(text, subject, *no_text);
  if (const auto odd = detail::find_odd_directive(text)) throw detail::error_at(text, subject, *odd);
  detail::yaml_builder builder(text, subject);
  std::istringstream in{std::string(text)};
  try {
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) continue;
  } catch (const YAML::Exception& failed) {
    throw detail::error_at(text, subject, detail::why_not_yaml(text, failed));
  }
  return std::move(builder).made();
}

/// YAML, as a format of files (formats.hpp).
struct yaml_format {
  static constexpr std::string_view extensions[] = {".yaml", ".yml"};

  static node parse(std::string_view text, std::string_view subject) { return parse_yaml(text, subject); }
};

/// A tree as YAML that `parse_yaml` reads back to the same tree. Throws an `error` if a text is not UTF-8.
inline std::string to_yaml(const node& tree) {
  detail::yaml_writer writer;
  checked("YAML", [&](const place& here) { writer.write(tree, here); });
  return std::string(writer.out.c_str()) + "\n";
}

}  // namespace roster
