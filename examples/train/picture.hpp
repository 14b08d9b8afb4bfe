#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace train {

/// One batch of a training.
struct point {
  double epoch;                ///< when: 1.5 is half-way through the second epoch
  double loss;                 ///< training loss; need not be finite
  std::vector<double> values;  ///< of each parameter of the optimizer, the value in each of its groups
};

/// What happened in a training, as a picture shows it.
struct history {
  std::vector<std::string> parameters = {"lr"};  ///< the parameters that schedulers drive, and the learning rate
  std::vector<point> points = {};                ///< in order; at least one
  std::vector<double> validation = {};           ///< the loss after each epoch; empty: not measured
};

/// Draws the parameters, a panel each, and the losses over epochs with gnuplot, as an SVG 900 pixels wide. Groups whose
/// values differ have colours of their own. For many points, a moving average of the training loss is added. `title`
/// is UTF-8. The file appears whole or not at all. Throws a std::runtime_error that names `svg` if there are no points,
/// gnuplot is missing or fails, or the file cannot be written.
void draw(const std::filesystem::path& svg, const std::string& title, const history& shown);

}  // namespace train
