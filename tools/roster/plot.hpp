#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tools {

/// What one scheduler sets: a value for each epoch, from epoch 0 on. A value that is not finite is a gap.
struct curve {
  std::string label;
  std::vector<double> lr;
  std::vector<double> momentum = {};  ///< empty if it is not scheduled
};

/// Learning rates over epochs, and momentum below them where a curve has it.
struct drawing {
  std::string title;  ///< may be empty
  std::vector<curve> curves;
  std::vector<std::int64_t> milestones = {};  ///< epochs to mark, ascending
  bool log = false;                           ///< logarithmic learning rates; one that is not above 0 is a gap
};

enum class medium { svg, png, text };

/// What a drawing is drawn on.
struct canvas {
  medium kind = medium::svg;
  int columns = 80;     ///< of text; fewer than 40 count as 40
  int lines = 24;       ///< of text, at most; fewer than 12 count as 12, with momentum 18
  bool colour = false;  ///< text with ANSI colours
};

/// The gnuplot script of a picture, the same on every system.
std::string plot_script(const drawing& what, const canvas& on);

/// The picture: an SVG, the bytes of a PNG, or lines of text. Throws as run_gnuplot does.
std::string plot(const drawing& what, const canvas& on);

}  // namespace tools
