#pragma once

#include <string>
#include <vector>

#include "preview.hpp"

namespace tools {

/// What became of the lengths of a recipe, where that is another number or another unit:
/// "schedulers[0].T_max: 5 epochs = 1955 batches".
std::vector<std::string> lengths_of(const preview& shown);

/// What is legal and surely not meant, as far as the length of the run is known: lengths that do not fit it, schedules
/// that end before it, two warm-ups. Throws a `roster::error` if a value would leave the limits of its parameter in the
/// run.
std::vector<roster::problem> warnings_of(const preview& shown);

/// "recipe.yaml:3:5: warning: scheduler.T_max is …"
std::string warning_text(const preview& shown, const roster::problem& one);

}  // namespace tools
