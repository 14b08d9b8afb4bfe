#pragma once

#include <string>
#include <vector>

#include "plot.hpp"
#include "preview.hpp"

namespace tools {

/// The picture of previews, each with the metrics that it watches: a curve for each group of each.
drawing drawing_of(const std::vector<preview>& previews, const std::vector<double>& metrics, std::string title);

}  // namespace tools
