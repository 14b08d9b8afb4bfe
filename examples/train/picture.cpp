#include "picture.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "roster/files/file.hpp"
#include "tools/gnuplot.hpp"

namespace train {
namespace {

using tools::gnuplot_number;

constexpr std::string_view start = R"(
set encoding utf8
set key top right samplen 2 spacing 1.2 textcolor rgb '#222222'
set format y '%g'
)";

// Okabe and Ito's colours, which colour-blind people can tell apart. The losses have the others.
constexpr std::string_view colours[] = {"#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9"};

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

/// Logarithmic: a loss falls fast, then slowly.
std::string loss_axis(const history& shown) {
  double lowest = HUGE_VAL, highest = 0;
  const auto add = [&](double loss) {
    if (!std::isfinite(loss) || loss <= 0) return;
    lowest = std::min(lowest, loss);
    highest = std::max(highest, loss);
  };
  for (const auto& p : shown.points) add(p.loss);
  for (const auto loss : shown.validation) add(loss);
  return highest > 0 ? tools::gnuplot_log_axis(lowest, highest) : tools::gnuplot_log_axis(1, 1);
}

/// A curve of a parameter, in the colours' order, and the groups that have it.
struct curve {
  std::size_t column;
  std::string groups;
};

/// The curves of a parameter, whose first value is at `first`. Groups that always have the same value share one.
std::vector<curve> curves_of(std::span<const point> points, std::size_t first, std::size_t groups) {
  std::vector<curve> all;
  for (std::size_t column = first; column < first + groups; ++column) {
    const auto is_same = [&](const curve& other) {
      return std::ranges::all_of(points, [&](const point& p) { return p.values[column] == p.values[other.column]; });
    };
    const auto name = std::to_string(column - first);
    if (const auto same = std::ranges::find_if(all, is_same); same != all.end()) {
      same->groups += ", " + name;
    } else {
      all.push_back({column, name});
    }
  }
  return all;
}

std::string words(std::string parameter) {
  if (parameter == "lr") return "learning rate";
  std::ranges::replace(parameter, '_', ' ');
  return parameter;
}

std::string label(const std::string& text) {
  // gnuplot's own label moves left when the tics' numbers get wider.
  return "set label 1 " + tools::gnuplot_quoted(text) + " at screen 0.018, graph 0.5 center rotate\n";
}

std::string data(const history& shown, double end, const std::vector<double>& means) {
  std::string lines = "$points << END_OF_POINTS\n";
  const auto add = [&](double epoch, double loss, double mean, const std::vector<double>& values) {
    lines += gnuplot_number(epoch) + ' ' + gnuplot_number(loss) + ' ' + gnuplot_number(mean);
    for (const auto one : values) lines += ' ' + gnuplot_number(one);
    lines += '\n';
  };
  for (std::size_t i = 0; i < shown.points.size(); ++i) {
    const auto& [epoch, loss, values] = shown.points[i];
    add(epoch, loss, means[i], values);
  }
  add(end, NAN, NAN, shown.points.back().values);
  lines += "END_OF_POINTS\n$validation << END_OF_POINTS\n";
  for (std::size_t i = 0; i < shown.validation.size(); ++i) {
    lines += std::to_string(i + 1) + ' ' + gnuplot_number(shown.validation[i]) + '\n';
  }
  return lines + "END_OF_POINTS\n";
}

std::string panel(const std::string& parameter, const std::vector<curve>& curves) {
  auto script = label(words(parameter)) + "plot ";
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const auto several = curves[i].groups.find(',') != std::string::npos;
    script += std::string(i == 0 ? "" : ", ") + "$points using 1:" + std::to_string(4 + curves[i].column) +
              " with steps linewidth 2 linecolor rgb '" + std::string(colours[i % std::size(colours)]) + "' " +
              (curves.size() == 1 ? "notitle"
                                  : "title '" + std::string(several ? "groups " : "group ") + curves[i].groups + "'");
  }
  return script + '\n';
}

std::string script_for(const std::string& title, const history& shown) {
  const auto& points = shown.points;
  const std::size_t reach = points.size() / 100;
  // The last point lasts as long as the one before it.
  const auto& last = points.back();
  const double end = last.epoch + (points.size() > 1 ? last.epoch - points[points.size() - 2].epoch : 1);
  const auto panels = shown.parameters.size() + 1, height = 140 + 230 * panels;
  const auto share = [&](double pixels) { return gnuplot_number(pixels / static_cast<double>(height)); };

  auto script = data(shown, end, smoothed(points, reach));
  script += start;
  script += "set terminal svg name 'training' size 900," + std::to_string(height) +
            " font 'sans-serif,16' background 'white' linewidth 1\nset multiplot layout " + std::to_string(panels) +
            ",1 margins screen 0.115,0.97," + share(75) + ',' + gnuplot_number(1 - 48 / static_cast<double>(height)) +
            " spacing screen 0," + share(36) + '\n';
  script += tools::gnuplot_style;
  script += "set xrange [" + gnuplot_number(points.front().epoch) + ':' + gnuplot_number(end) + "]\n";
  const auto size = std::clamp(18 * 72 / (title.size() + 1), std::size_t{8}, std::size_t{18});  // so that it fits
  script += "set title " + tools::gnuplot_quoted(title) + " noenhanced font '," + std::to_string(size) +
            "' offset 0,-0.2\n"
            "set yrange [0:*]\n"
            "set format x ''\n";
  const auto groups = last.values.size() / shown.parameters.size();
  for (std::size_t i = 0; i < shown.parameters.size(); ++i) {
    script += panel(shown.parameters[i], curves_of(points, i * groups, groups)) + "unset title\n";
  }
  script +=
      "set format x '%g'\n"
      "set xlabel 'epoch' offset 0,0.4\n" +
      label("loss") + loss_axis(shown);
  script += reach == 0 ? "plot $points using 1:2 with linespoints pointtype 7 pointsize 0.5 linewidth 2 "
                         "linecolor rgb '#d55e00' title 'training'"
                       : "plot $points using 1:2 with lines linewidth 0.6 linecolor rgb '#edb793' title 'each batch', "
                         "$points using 1:3 with lines linewidth 2 linecolor rgb '#d55e00' title 'moving average'";
  script += shown.validation.empty() ? "\n"
                                     : ", $validation using 1:2 with linespoints pointtype 7 pointsize 0.6 linewidth 2 "
                                       "linecolor rgb '#222222' title 'validation'\n";
  return script + "unset multiplot\n";
}

}  // namespace

void draw(const std::filesystem::path& svg, const std::string& title, const history& shown) {
  const auto drawn = [&] {
    try {
      if (shown.points.empty()) throw std::runtime_error("there are no points");
      return tools::run_gnuplot(script_for(title, shown));
    } catch (const std::exception& error) {
      throw std::runtime_error("cannot draw " + svg.string() + ": " + error.what());
    }
  }();
  roster::write_atomically(svg, drawn);
}

}  // namespace train
