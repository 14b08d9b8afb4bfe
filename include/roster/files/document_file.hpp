#pragma once

#include <filesystem>

#include "roster/files/formats.hpp"
#include "roster/files/yaml.hpp"
#include "roster/input/document.hpp"

namespace roster {

namespace detail {

inline document read_document(std::span<const format_entry> all, const std::filesystem::path& file) {
  const bool standard = file == "-";
  document read{standard ? "standard input" : file.string()};
  try {
    const auto text = read_whole(standard ? "/dev/stdin" : file, most_document_bytes);
    read.tree = parse(all, file.extension().string(), text, read.name);
  } catch (const error& failed) {
    throw error(read.name, failed.problems());  // not /dev/stdin
  }
  // Checked for every format: the functions that walk the tree are recursive.
  if (levels(read.tree) > deepest_tree) throw error(read.name, {{problem_kind::unreadable, "", too_deep()}});
  return read;
}

}  // namespace detail

/// Reads a file of at most 1 MiB in one of the formats of a list (formats.hpp). Its extension chooses the format;
/// without a known extension, or from standard input (`-`), the text does. Throws an `error` that says what is wrong
/// with the file or where the text breaks the format.
template <const auto& List = formats>
document read_document(const std::filesystem::path& file) {
  return detail::read_document(detail::format_table<List>, file);
}

/// Changes a document by overrides `PATH=VALUE`, as on a command line: `scheduler.schedulers[1].T_max=120`. The value
/// is YAML: a number, a text, `[30, 80]`, `{name: StepLR, step_size: 30}`. Later problems with such a value name its
/// override. Throws an `error` with all problems.
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
        file.overrides.emplace_back(given);
      } catch (const error& failed) {
        for (const auto& one : failed.problems()) refuse(one.kind, detail::concat({"the value ", one.text}));
      }
    }
  });
}

}  // namespace roster
