#pragma once

#include <string>
#include <string_view>

namespace tools {

/// Runs `script` and returns what gnuplot writes to standard output: the bytes of a picture, or text. Ignores the
/// user's gnuplot settings. Throws a std::runtime_error with a message to show if gnuplot is missing or fails, or its
/// output is incomplete.
std::string run_gnuplot(const std::string& script);

/// The look of our pictures: axes, tics and grid, drawn behind the curves.
inline constexpr std::string_view gnuplot_style = R"(set border 3 back linewidth 1 linecolor rgb '#444444'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
set xtics offset 0,0.3
set grid linetype 1 linewidth 0.8 linecolor rgb '#e0e0e0'
)";

/// A text in quotes that gnuplot takes literally. Control characters, and bytes that are not UTF-8, become spaces. Use
/// `noenhanced` where it is shown, so that `_` and `^` are not markup.
std::string gnuplot_quoted(std::string_view text);

/// Six significant digits, the same on every system; NaN for a number that is not finite.
std::string gnuplot_number(double value);

/// A step between tics: 1, 2 or 5 times a power of ten, large enough that at most `most` steps cover `range`.
double gnuplot_tic_step(double range, double most);

/// Settings for a logarithmic y axis from `lowest` to `highest`, both above 0. gnuplot's own tics, powers of ten, suit
/// wide ranges but are too few for most.
std::string gnuplot_log_axis(double lowest, double highest);

}  // namespace tools
