#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "preview.hpp"

namespace tools {

/// A scheduler at work, for its page: what it is made with, and what it watches.
struct example {
  scheduler_entry scheduler;
  std::size_t steps = 100;
  std::vector<double> metrics = {};
  std::string_view code = {};  ///< what a person writes in C++, where no file can hold it
};

/// The example of the scheduler of that name, which is one of the registry's. The learning rate begins at 0.1.
example example_of(std::string_view name);

/// What the example does.
preview preview_of(const example& shown);

/// The example as a recipe in YAML, without what is left at its default; or in C++, where no file can hold it.
std::string recipe_of(const example& shown);

}  // namespace tools
