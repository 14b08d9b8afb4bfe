#pragma once

#include <string>
#include <vector>

#include "plot.hpp"
#include "preview.hpp"

namespace tools {

/// The picture of previews that watch these metrics, with a curve for each group of each preview.
drawing drawing_of(const std::vector<preview>& previews, const std::vector<double>& metrics, std::string title);

}  // namespace tools
