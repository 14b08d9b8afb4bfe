#pragma once

#include <string>
#include <string_view>

#include "examples/schedulers.hpp"
#include "preview.hpp"

namespace tools {

using scheduler_example = examples::of_scheduler<scheduler_registry>;

/// The example of the named scheduler, which has to be in the registry. The initial learning rate is 0.1.
scheduler_example example_of(std::string_view name);

/// The example as a preview.
preview preview_of(const scheduler_example& shown);

/// The example as a recipe in YAML, without fields that have their defaults; or in C++, if no file can hold it.
std::string recipe_of(const scheduler_example& shown);

}  // namespace tools
