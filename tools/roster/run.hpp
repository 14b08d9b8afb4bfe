#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "preview.hpp"

namespace tools {

/// Calls `f(step, groups)` for the first step of a preview and each of its `steps` further ones, as training would go:
/// schedulers that count epochs take a step when one ends. The k-th metric is for the k-th step of each scheduler that
/// watches one. Throws a `roster::error`, before the first call, if a scheduler ends earlier, there are too few
/// metrics, or a value would leave the limits of its parameter.
void run(const preview& shown, std::span<const double> metrics,
         const std::function<void(std::int64_t step, optimizer_groups& groups)>& f);

/// The `roster::error` about a preview's file for problems at its list of schedulers, `schedulers[1].T_max`.
roster::error error_in(const preview& shown, std::vector<roster::problem> problems);

}  // namespace tools
