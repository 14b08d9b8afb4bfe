#pragma once

#include <string>
#include <string_view>

#include "examples/schedulers.hpp"
#include "preview.hpp"

namespace tools {

/// The example of the scheduler of that name, which is one of the registry's. The learning rate begins at 0.1.
examples::of_scheduler example_of(std::string_view name);

/// What the example does.
preview preview_of(const examples::of_scheduler& shown);

/// The example as a recipe in YAML, without what is left at its default; or in C++, where no file can hold it.
std::string recipe_of(const examples::of_scheduler& shown);

}  // namespace tools
