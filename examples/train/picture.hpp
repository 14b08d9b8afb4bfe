#pragma once

#include <filesystem>
#include <span>
#include <string>

namespace train {

/// The state of training from one point to the next.
struct point {
  double epoch;  ///< when: 1.5 is half-way through the second epoch
  double lr;     ///< learning rate from then on
  double loss;   ///< training loss; need not be finite
};

/// Draws learning rate and loss over epochs with gnuplot, as an SVG of 900 x 600 pixels. `points` must be in order, one
/// for each batch or epoch; for many points, a moving average of the loss is added. `title` is UTF-8. The file appears
/// whole or not at all. Throws a std::runtime_error that names `svg` if `points` is empty, gnuplot is missing or fails,
/// or the file cannot be written.
void draw(const std::filesystem::path& svg, const std::string& title, std::span<const point> points);

}  // namespace train
