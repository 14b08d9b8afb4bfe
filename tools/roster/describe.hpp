#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "roster/fields/fields.hpp"

namespace tools {

/// What a person wants to know of a scheduler or an optimizer.
struct page {
  std::string_view name;
  bool is_scheduler;
  std::string_view about;
  std::string_view formula;                ///< of a scheduler
  std::vector<roster::field_help> fields;  ///< its own
};

/// The page of the scheduler or the optimizer of that name. Throws a `roster::error` that has the nearest one.
page page_of(std::string_view name);
std::vector<std::string_view> scheduler_names();
std::vector<std::string_view> optimizer_names();

/// "an integer of at least 1"; "default 0.1", or "required"
std::string type_text(const roster::field_help& field);
std::string default_text(const roster::field_help& field);

/// A line of its own; `bold` with ANSI codes.
std::string heading(std::string_view text, bool bold);

/// A line for each: its name and what it does.
std::string list(const std::vector<std::string_view>& names);

/// The page as text of so many columns, without picture and example.
std::string text_of(const page& shown, std::size_t columns, bool bold);

}  // namespace tools
