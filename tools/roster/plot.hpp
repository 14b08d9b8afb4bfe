#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

/// What is drawn of one group: a value for each step, from 0 on. A value that is not finite is a gap.
struct curve {
  std::string label;
  std::vector<std::vector<double>> values;  ///< for each panel; empty or left out: not drawn there
};

/// Curves over epochs or batches, with a panel for each parameter.
struct drawing {
  std::string title;  ///< may be empty
  std::vector<curve> curves;
  std::vector<std::int64_t> milestones = {};  ///< steps to mark, ascending
  bool log = false;                           ///< logarithmic learning rates; one that is not above 0 is a gap
  std::vector<std::string> panels = {"lr"};   ///< the name of the parameter in each
  std::string_view step = "epoch";            ///< what a step is: the horizontal axis' name
};

enum class medium { svg, png, text };

/// What a drawing is drawn on.
struct canvas {
  medium kind = medium::svg;
  int columns = 80;     ///< of text; fewer than 40 count as 40
  int lines = 24;       ///< of text, at most; fewer than 12 count as 12; 6 more for each further panel
  bool colour = false;  ///< text with ANSI colours
};

/// The gnuplot script of a picture, the same on every system.
std::string plot_script(const drawing& what, const canvas& on);

/// The picture: an SVG, the bytes of a PNG, or lines of text. Throws as run_gnuplot does.
std::string plot(const drawing& what, const canvas& on);

}  // namespace tools
