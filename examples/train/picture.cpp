#include "picture.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace train {
namespace {

namespace fs = std::filesystem;

// Colours are Okabe and Ito's blue and vermilion, which colour-blind people can tell apart.
// The y labels are not gnuplot's own, which stand further left the wider the tics' numbers are.
constexpr std::string_view layout = R"(
set encoding utf8
set terminal svg name 'training' size 900,600 font 'sans-serif,16' background 'white' linewidth 1
set multiplot layout 2,1 margins screen 0.115,0.97,0.125,0.92 spacing screen 0,0.06
set border 3 linewidth 1 linecolor rgb '#444444'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
set grid linetype 1 linewidth 0.8 linecolor rgb '#e0e0e0'
set key top right samplen 2 spacing 1.2 textcolor rgb '#222222'
set format y '%g'
)";

/// Removes the file when it goes out of scope, if it is still there.
struct temporary {
  fs::path path;
  ~temporary() {
    std::error_code ignored;
    fs::remove(path, ignored);
  }
};

// std::to_chars: gnuplot reads points, not the locale's commas
std::string number(double value) {
  if (!std::isfinite(value)) return "NaN";
  std::array<char, 32> buffer;
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr};
}

// Within '' gnuplot expands nothing. A control character would end the line or be no XML.
std::string gnuplot_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') quoted += '\'';
    quoted += static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? ' ' : c;
  }
  return quoted + "'";
}

std::string shell_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

/// Mean of the finite losses among the `reach` points on either side and the point itself.
std::vector<double> smoothed(std::span<const point> points, std::size_t reach) {
  std::vector<double> means;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto first = i - std::min(i, reach), last = std::min(i + reach + 1, points.size());
    double sum = 0, count = 0;
    for (const auto& p : points.subspan(first, last - first)) {
      if (std::isfinite(p.loss)) sum += p.loss, ++count;
    }
    means.push_back(sum / count);
  }
  return means;
}

/// …, 0.5, 1, 2, 5, 10, …: `nice(0)` is 1.
double nice(int index) {
  const int decade = static_cast<int>(std::floor(index / 3.0));
  return std::array{1, 2, 5}[static_cast<std::size_t>(index - 3 * decade)] * std::pow(10, decade);
}

/// Logarithmic: a training loss falls fast, then slowly. gnuplot's own tics, powers of ten, are too few for most losses
/// and right for one that diverges.
std::string loss_axis(std::span<const point> points) {
  double lowest = HUGE_VAL, highest = 0;
  for (const auto& p : points) {
    if (!std::isfinite(p.loss) || p.loss <= 0) continue;
    lowest = std::min(lowest, p.loss);
    highest = std::max(highest, p.loss);
  }
  if (highest == 0) lowest = highest = 1;
  int first = 3 * static_cast<int>(std::floor(std::log10(lowest)));
  while (nice(first + 1) <= lowest) ++first;
  int last = first + 1;
  while (nice(last) < highest) ++last;

  std::string axis = "set logscale y\nset yrange [" + number(nice(first)) + ':' + number(nice(last)) + "]\n";
  if (last - first > 9) return axis + "set format y '10^{%T}'\nset mytics 1\n";
  axis += "set ytics (";
  for (int i = first; i <= last; ++i) axis += number(nice(i)) + (i < last ? "," : ")\n");
  return axis;
}

std::string script_for(const std::string& title, std::span<const point> points) {
  const std::size_t reach = points.size() / 100;
  const auto means = smoothed(points, reach);
  std::string script = "$points << END_OF_POINTS\n";
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto& [epoch, lr, loss] = points[i];
    script += number(epoch) + ' ' + number(lr) + ' ' + number(loss) + ' ' + number(means[i]) + '\n';
  }
  // The last point lasts as long as the one before it.
  const auto& last = points.back();
  const double end = last.epoch + (points.size() > 1 ? last.epoch - points[points.size() - 2].epoch : 1);
  script += number(end) + ' ' + number(last.lr) + " NaN NaN\nEND_OF_POINTS\n";

  script += layout;
  script += "set xrange [" + number(points.front().epoch) + ':' + number(end) + "]\n";
  script += "set title " + gnuplot_quoted(title) + " noenhanced font ',18' offset 0,-0.2\n" +
            "set label 1 'learning rate' at screen 0.018, graph 0.5 center rotate\n"
            "set yrange [0:*]\n"
            "set format x ''\n"
            "plot $points using 1:2 with steps linewidth 2 linecolor rgb '#0072b2' notitle\n"
            "unset title\n"
            "set format x '%g'\n"
            "set xlabel 'epoch' offset 0,0.4\n"
            "set label 1 'training loss' at screen 0.018, graph 0.5 center rotate\n" +
            loss_axis(points);
  script += reach == 0 ? "plot $points using 1:3 with linespoints pointtype 7 pointsize 0.5 linewidth 2 "
                         "linecolor rgb '#d55e00' notitle\n"
                       : "plot $points using 1:3 with lines linewidth 0.6 linecolor rgb '#edb793' title 'each batch', "
                         "$points using 1:4 with lines linewidth 2 linecolor rgb '#d55e00' title 'moving average'\n";
  return script + "unset multiplot\n";
}

}  // namespace

void draw(const fs::path& svg, const std::string& title, std::span<const point> points) {
  const auto fail = [&](const std::string& why) {
    throw std::runtime_error("cannot draw " + svg.string() + ": " + why);
  };
  if (points.empty()) fail("there are no points");

  const std::string beside = svg.string() + "." + std::to_string(getpid());
  const temporary script{beside + ".gnuplot"}, picture{beside + ".svg"};
  // A file and not a pipe: writing to a gnuplot that is missing or has given up would kill us with SIGPIPE.
  errno = EIO;  // unless the stream knows better
  if (std::ofstream out(script.path); !(out << script_for(title, points)) || !out.flush()) {
    fail(std::generic_category().message(errno));
  }

  const std::string command =
      "gnuplot -d <" + shell_quoted(script.path.string()) + " 2>&1 >" + shell_quoted(picture.path.string());
  FILE* const gnuplot = popen(command.c_str(), "r");
  if (gnuplot == nullptr) fail(std::generic_category().message(errno));
  std::string said;
  for (int c = 0; (c = std::fgetc(gnuplot)) != EOF;) said += static_cast<char>(c);
  const int status = pclose(gnuplot);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 127) fail("gnuplot is not installed or not in PATH");
  if (status != 0) fail("gnuplot failed: " + said.substr(0, said.find_last_not_of('\n') + 1));

  // On a full disk gnuplot succeeds all the same.
  std::ifstream drawn(picture.path);
  const std::string content{std::istreambuf_iterator<char>(drawn), {}};
  if (content.find("</svg>") == std::string::npos) fail("gnuplot could not write all of it");

  std::error_code error;
  fs::rename(picture.path, svg, error);
  if (error) fail(error.message());
}

}  // namespace train
