#pragma once

#include <string>
#include <vector>

#include "plan.hpp"
#include "plot.hpp"

namespace tools {

/// The picture of plans, each with the metrics that it watches: a curve for each group of each.
drawing drawing_of(const std::vector<plan>& plans, const std::vector<double>& metrics, std::string title);

}  // namespace tools
