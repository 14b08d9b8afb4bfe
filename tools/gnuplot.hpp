#pragma once

#include <string>
#include <string_view>

namespace tools {

/// What gnuplot writes to its standard output when it runs `script`: the bytes of a picture, or text. It reads no
/// settings of the user's. Throws std::runtime_error, with one message to show, if gnuplot is missing or fails, or its
/// output is not whole.
std::string run_gnuplot(const std::string& script);

/// How our pictures look: axes, tics and a grid that stay behind the curves.
inline constexpr std::string_view gnuplot_style = R"(set border 3 back linewidth 1 linecolor rgb '#444444'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
set xtics offset 0,0.3
set grid linetype 1 linewidth 0.8 linecolor rgb '#e0e0e0'
)";

/// UTF-8 that gnuplot takes literally. Control characters, and what is no UTF-8, become spaces. Where it is shown,
/// `noenhanced` keeps `_` and `^` from being markup.
std::string gnuplot_quoted(std::string_view text);

/// Six significant digits, which are the same on every system; NaN if it is not finite.
std::string gnuplot_number(double value);

/// A step between tics, 1, 2 or 5 times a power of ten, of which at most `most` cover `range`.
double gnuplot_tic_step(double range, double most);

/// Settings of a logarithmic y axis that shows all from `lowest` to `highest`, both above 0. gnuplot's own tics, powers
/// of ten, are too few for most ranges and right for wide ones.
std::string gnuplot_log_axis(double lowest, double highest);

}  // namespace tools
