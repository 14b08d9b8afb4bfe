#pragma once

#include <filesystem>
#include <span>
#include <string>

namespace train {

/// What training was like from one moment to the next point's.
struct point {
  double epoch;  ///< when: 1.5 is half-way through the second epoch
  double lr;     ///< learning rate from then on
  double loss;   ///< training loss; need not be finite
};

/// Draws learning rate above loss over epochs, with gnuplot, as an SVG of 900 x 600 pixels. `points` must be in order,
/// one a batch or one an epoch; of many a moving average of the loss is drawn too. `title` is UTF-8.
/// The file appears whole or not at all. Throws std::runtime_error, naming `svg`, if `points` is empty, gnuplot is
/// missing or fails, or the file cannot be written.
void draw(const std::filesystem::path& svg, const std::string& title, std::span<const point> points);

}  // namespace train
