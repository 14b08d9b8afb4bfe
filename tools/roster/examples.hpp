#pragma once

#include <string>
#include <string_view>

#include "examples/schedulers.hpp"
#include "preview.hpp"

namespace tools {

/// The example of the named scheduler, which has to be in the registry. The initial learning rate is 0.1.
examples::of_scheduler example_of(std::string_view name);

/// The example as a preview.
preview preview_of(const examples::of_scheduler& shown);

/// The example as a recipe in YAML, without fields that have their defaults; or in C++, if no file can hold it.
std::string recipe_of(const examples::of_scheduler& shown);

}  // namespace tools
