#pragma once

#include <string>
#include <vector>

#include "plot.hpp"
#include "preview.hpp"

namespace tools {

/// The title of a picture of previews, if none is given.
std::string title_of(const std::vector<preview>& previews);

/// The picture of previews that watch these metrics: a panel for each parameter that one of them drives, and in these a
/// curve for each group of each preview. Throws a `roster::error` if some count epochs and others batches.
drawing drawing_of(const std::vector<preview>& previews, const std::vector<double>& metrics, std::string title);

}  // namespace tools
