#include "picture.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "roster/files/file.hpp"
#include "tools/gnuplot.hpp"

namespace train {
namespace {

using tools::gnuplot_number;

// The colours are Okabe and Ito's blue and vermilion, which colour-blind people can tell apart. The y labels are our
// own: gnuplot moves its labels left when the tics' numbers get wider.
constexpr std::string_view layout = R"(
set encoding utf8
set terminal svg name 'training' size 900,600 font 'sans-serif,16' background 'white' linewidth 1
set multiplot layout 2,1 margins screen 0.115,0.97,0.125,0.92 spacing screen 0,0.06
set key top right samplen 2 spacing 1.2 textcolor rgb '#222222'
set format y '%g'
)";

/// For each point, the mean of the finite losses from `reach` points before to `reach` points after.
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

/// Logarithmic: a training loss falls fast, then slowly.
std::string loss_axis(std::span<const point> points) {
  double lowest = HUGE_VAL, highest = 0;
  for (const auto& p : points) {
    if (!std::isfinite(p.loss) || p.loss <= 0) continue;
    lowest = std::min(lowest, p.loss);
    highest = std::max(highest, p.loss);
  }
  return highest > 0 ? tools::gnuplot_log_axis(lowest, highest) : tools::gnuplot_log_axis(1, 1);
}

std::string script_for(const std::string& title, std::span<const point> points) {
  const std::size_t reach = points.size() / 100;
  const auto means = smoothed(points, reach);
  std::string script = "$points << END_OF_POINTS\n";
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto& [epoch, lr, loss] = points[i];
    script += gnuplot_number(epoch) + ' ' + gnuplot_number(lr) + ' ' + gnuplot_number(loss) + ' ' +
              gnuplot_number(means[i]) + '\n';
  }
  // The last point lasts as long as the one before it.
  const auto& last = points.back();
  const double end = last.epoch + (points.size() > 1 ? last.epoch - points[points.size() - 2].epoch : 1);
  script += gnuplot_number(end) + ' ' + gnuplot_number(last.lr) + " NaN NaN\nEND_OF_POINTS\n";

  script += layout;
  script += tools::gnuplot_style;
  script += "set xrange [" + gnuplot_number(points.front().epoch) + ':' + gnuplot_number(end) + "]\n";
  script += "set title " + tools::gnuplot_quoted(title) + " noenhanced font ',18' offset 0,-0.2\n" +
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

void draw(const std::filesystem::path& svg, const std::string& title, std::span<const point> points) {
  const auto drawn = [&] {
    try {
      if (points.empty()) throw std::runtime_error("there are no points");
      return tools::run_gnuplot(script_for(title, points));
    } catch (const std::exception& error) {
      throw std::runtime_error("cannot draw " + svg.string() + ": " + error.what());
    }
  }();
  roster::write_atomically(svg, drawn);
}

}  // namespace train
