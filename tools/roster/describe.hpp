#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "roster/fields/fields.hpp"

namespace tools {

/// The documentation of a scheduler or an optimizer.
struct page {
  std::string_view name;
  bool is_scheduler;
  std::string_view about;
  std::string_view formula;                ///< empty for an optimizer
  std::vector<roster::field_help> fields;  ///< its own
};

/// The page of the named scheduler or optimizer. Throws a `roster::error` that suggests the nearest name.
page page_of(std::string_view name);
std::vector<std::string_view> scheduler_names();
std::vector<std::string_view> optimizer_names();

/// A system whose schedulers there are.
struct system {
  std::string_view name;   ///< "transformers", as in front of its schedulers' names; empty for PyTorch
  std::string_view title;  ///< "Hugging Face transformers"
};
/// The systems, in the order of the schedulers.
std::span<const system> systems();
/// Its schedulers.
std::vector<std::string_view> scheduler_names(const system& of);

/// "an integer of at least 1"; "default 0.1", or "required"
std::string type_text(const roster::field_help& field);
std::string default_text(const roster::field_help& field);

/// A heading on a line of its own; with `bold`, in ANSI codes.
std::string heading(std::string_view text, bool bold);

/// A line for each name: the name and what it does. Those of other systems have a heading.
std::string list(const std::vector<std::string_view>& names);

/// The page as text of at most `columns` columns, without picture and example.
std::string text_of(const page& shown, std::size_t columns, bool bold);

}  // namespace tools
