#include "tools/roster/plot.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <set>
#include <string_view>
#include <utility>

#include "roster/input/detail/text.hpp"
#include "roster/input/detail/utf8.hpp"
#include "tools/gnuplot.hpp"

namespace tools {
namespace {

// Okabe and Ito's, which colour-blind people can tell apart, without the yellow that white swallows.
constexpr std::array colours{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"};
constexpr std::size_t dash_types = 5;
// Much the same for terminals, which may be dark or light. gnuplot 5.4 and 6.0 take them for the same of 256 colours.
constexpr std::array terminal_colours{"#0078ff", "#cc5000", "#00a078", "#cc78a0", "#ffa000", "#50ccff", "#a078ff"};
// What gnuplot draws the lines of a text with: one for each colour where there are none, else one for each dash type,
// but for the first.
constexpr std::string_view pens = "*#$%@&=";
static_assert(terminal_colours.size() == colours.size() && pens.size() == colours.size());

// Of more epochs than twice this, the least and the most of so many pieces are drawn: no picture has more pixels.
constexpr std::size_t most_pieces = 1000;
// Steps of more epochs than this are a rough line and no stairs.
constexpr std::size_t most_steps = 60;
// More milestones than this are a grey area.
constexpr double most_milestones = 300;

using series = std::vector<double> curve::*;

bool is_drawn(double value, bool log) {
  // Beyond these gnuplot's own arithmetic overflows.
  return std::abs(value) < 1e300 && (!log || value > 1e-300);
}

std::string point(double x, double y) { return gnuplot_number(x) + ' ' + gnuplot_number(y) + '\n'; }

/// The points of a curve, with an empty line at a gap; empty if there is none. They are for steps, or for lines.
std::string points(const std::vector<double>& values, bool log, bool steps) {
  std::string text;
  const auto add = [&](std::size_t epoch, double value) { text += point(static_cast<double>(epoch), value); };
  const auto epochs = values.size(), pieces = epochs > 2 * most_pieces ? most_pieces : epochs;
  double before = NAN;  // the value before, if it is drawn
  bool alone = false;   // nothing is drawn before that
  bool level = false;   // the one before that is the same
  const auto end = [&](std::size_t epoch) {
    if (std::isnan(before)) return;
    if (steps || level || alone) add(epoch, before);
    before = NAN;
    level = false;
  };
  for (std::size_t piece = 0; piece < pieces; ++piece) {
    const auto from = epochs * piece / pieces, to = epochs * (piece + 1) / pieces;
    auto least = to, most = to;
    for (auto i = from; i < to; ++i) {
      if (!is_drawn(values[i], log)) continue;
      if (least == to || values[i] < values[least]) least = i;
      if (most == to || values[i] > values[most]) most = i;
    }
    if (least < to) {
      const auto [first, second] = std::minmax(least, most);
      const bool begins = std::isnan(before);
      if (begins && !text.empty()) text += '\n';
      // A level ends with an edge, in lines too.
      if (level && !steps && values[first] != before) add(first, before);
      add(first, values[first]);
      if (first < second) add(second, values[second]);
      alone = begins && first == second;
      level = values[first] == before && first == second;
      before = values[second];
    } else {
      end(from);
    }
  }
  end(epochs);
  return text;
}

struct range {
  double lowest = HUGE_VAL;
  double highest = -HUGE_VAL;
};

range range_of(const std::vector<curve>& curves, series of, bool log) {
  range all;
  for (const auto& one : curves) {
    for (const double value : one.*of) {
      if (is_drawn(value, log)) all = {std::min(all.lowest, value), std::max(all.highest, value)};
    }
  }
  return all.lowest > all.highest ? range{log ? 1.0 : 0.0, log ? 1.0 : 0.0} : all;
}

double letters(std::string_view utf8) { return static_cast<double>(roster::detail::character_count(utf8)); }

std::string shortened(std::string_view utf8, double most) {
  if (letters(utf8) <= most) return std::string(utf8);
  most = std::floor(most);
  std::size_t size = 0;
  for (double before = 0; size < utf8.size(); ++size) {
    if ((utf8[size] & 0xC0) != 0x80 && ++before >= most) break;
  }
  return std::string(utf8.substr(0, size)) + "…";
}

/// Sizes in pixels, or in characters of a text.
struct sizes {
  double width, height;
  double left, right, bottom, gap;  // around the panels
  double title, no_title;           // what a title takes, and what is there without one
  double row, heading;              // heights: of a row of the legend, of a panel's name above it
  double line, indent, entry;       // widths of a legend: of its lines, before a label, of all but the label
  double letter, title_letter;      // widths of a letter, on average
  double tic;                       // height from one to the next, at least
  std::size_t most_entries;
};

sizes sizes_of(const canvas& on, bool two_panels) {
  if (on.kind == medium::text) {
    const int lines = std::clamp(on.lines, two_panels ? 18 : 12, 1000);
    return {.width = static_cast<double>(std::clamp(on.columns, 40, 1000)),
            .height = static_cast<double>(lines),
            .left = 9,
            .right = 2,
            .bottom = 2,
            .gap = 2,
            .title = 1,
            .no_title = 0,
            .row = 1,
            .heading = 1,
            .line = 3,
            .indent = 4,
            .entry = 7,
            .letter = 1,
            .title_letter = 1,
            .tic = 2.5,
            .most_entries = static_cast<std::size_t>(lines - (two_panels ? 12 : 8)) / 2};
  }
  return {.width = 900,
          .height = two_panels ? 590.0 : 440.0,
          .left = 104,
          .right = 36,
          .bottom = 66,
          .gap = 28,
          .title = 54,
          .no_title = 20,
          .row = 24,
          .heading = 0,
          .line = 36,
          .indent = 46,
          .entry = 76,
          .letter = 9,
          .title_letter = 11,
          .tic = 40,
          .most_entries = 24};
}

/// A line of a legend, which is that of curve `line` or one of these.
struct entry {
  static constexpr auto milestone = static_cast<std::size_t>(-1), none = static_cast<std::size_t>(-2);
  std::string label;
  std::size_t line;
};

/// Where the columns of a legend begin that has as few rows as possible.
std::vector<double> columns_of(const std::vector<entry>& legend, double width, const sizes& size) {
  for (auto count = legend.size();; --count) {
    std::vector<double> widths(count);
    for (std::size_t i = 0; i < legend.size(); ++i) {
      auto& widest = widths[i % count];
      widest = std::max(widest, size.entry + size.letter * letters(legend[i].label));
    }
    double end = 0;
    for (auto& one : widths) one = std::exchange(end, end + one);
    if (end <= width || count <= 1) return widths;
  }
}

class script {
 public:
  script(const drawing& what, const canvas& on) : what_(what), on_(on), is_text_(on.kind == medium::text) {
    for (const auto& one : what.curves) {
      two_panels_ = two_panels_ || !one.momentum.empty();
      epochs_ = std::max({epochs_, one.lr.size(), one.momentum.size()});
    }
    size_ = sizes_of(on, two_panels_);
    const auto end = static_cast<double>(epochs_);
    std::set<double> taken;
    for (const auto milestone : what.milestones) {
      const auto at = static_cast<double>(milestone);
      if (at < 0 || at > end || !taken.insert(std::floor(at / end * most_milestones)).second) continue;
      milestones_ += point(at, 0) + point(at, 1) + '\n';
    }
  }

  std::string text() {
    const auto entries = legend();
    const double width = size_.width - size_.left - size_.right;
    const auto columns = columns_of(entries, width, size_);
    const double rows = entries.empty() ? 0.0 : static_cast<double>((entries.size() - 1) / columns.size() + 1);
    if (!is_text_) size_.height += size_.row * rows;

    set_up();
    double top = size_.no_title;
    if (!what_.title.empty()) {
      top = size_.title;
      label(shortened(what_.title, width / size_.title_letter), size_.left, is_text_ ? 0 : top / 2,
            is_text_ ? "" : " font ',18'");
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const double from = size_.left + columns[i % columns.size()];
      const double middle = top + size_.row * static_cast<double>(i / columns.size());
      legend_line(entries[i].line, from, middle);
      label(entries[i].label, from + size_.indent, middle);
    }

    top += size_.row * rows + size_.heading;
    const double bottom = size_.height - size_.bottom - (is_text_ ? 1 : 0);
    const double lr_bottom = two_panels_ ? std::floor(top + 0.7 * (bottom - top - size_.gap)) : bottom;
    const auto lr = range_of(what_.curves, &curve::lr, what_.log);
    panel("learning rate", &curve::lr, what_.log, top, lr_bottom,
          what_.log ? log_axis(lr)
                    : gnuplot_linear_axis(std::min(lr.lowest, 0.0), std::max(lr.highest, 0.0), tics(lr_bottom - top)));
    if (two_panels_) {
      add("unset logscale y\nset format y '%g'\nunset label\nunset arrow");
      const double from = lr_bottom + size_.gap;
      const auto momentum = range_of(what_.curves, &curve::momentum, false);
      panel("momentum", &curve::momentum, false, from, bottom,
            gnuplot_linear_axis(momentum.lowest, momentum.highest, tics(bottom - from)));
    }
    add("unset multiplot");
    return all_;
  }

 private:
  void set_up() {
    const auto size = [&](double scale) {
      return " size " + gnuplot_number(scale * size_.width) + ',' + gnuplot_number(scale * size_.height);
    };
    add("set encoding utf8");
    if (on_.kind == medium::svg) {
      add("set terminal svg name 'roster'" + size(1) + " font 'sans-serif,15' background 'white'");
    } else if (on_.kind == medium::png) {
      // Twice the pixels, for the screens that have them.
      add("set terminal pngcairo" + size(2) + " font 'sans-serif,15' fontscale 1.5 linewidth 2 background 'white'");
    } else {
      add("set terminal dumb" + size(1) + (on_.colour ? " ansi256" : " mono"));
    }
    all_ += is_text_ ? std::string_view("set border 3 back\nset tics nomirror scale 0.5\n") : gnuplot_style;
    add("set multiplot\nunset key\nset format y '%g'\nset y2range [0:1]");
    add("set xrange [0:" + gnuplot_number(static_cast<double>(epochs_)) + ']');
    add("set lmargin at screen " + x(size_.left) + "\nset rmargin at screen " + x(size_.width - size_.right));
    if (epochs_ <= 10) add("set xtics 1");
  }

  std::vector<entry> legend() const {
    std::vector<entry> entries;
    if (what_.curves.size() > 1) {
      for (std::size_t i = 0; i < what_.curves.size(); ++i) entries.push_back({what_.curves[i].label, i});
    }
    if (entries.size() > size_.most_entries) {
      entries.resize(size_.most_entries - 1);
      entries.push_back({"… and " + std::to_string(what_.curves.size() - entries.size()) + " more", entry::none});
    }
    if (!milestones_.empty()) entries.push_back({"milestone", entry::milestone});
    for (auto& one : entries) {
      one.label = shortened(one.label, (size_.width - size_.left - size_.right - size_.entry) / size_.letter);
    }
    return entries;
  }

  void panel(const std::string& name, series of, bool log, double top, double bottom, const std::string& axis) {
    add("set tmargin at screen " + y(top) + "\nset bmargin at screen " + y(bottom));
    all_ += axis;
    if (is_text_) {
      label(name, 0, top - size_.heading);
    } else {
      add("set label '" + name + "' at screen " + x(22) + ", graph 0.5 center rotate");
    }
    if (two_panels_ && of == &curve::lr) {
      add("set format x ''");
    } else {
      add("set format x '%.0f'");
      add("set label 'epoch' at graph 0.5, screen " + y(size_.height - (is_text_ ? 1 : 18)) + " center");
    }
    std::string plots;
    // Browsers show the title of what the mouse is over.
    const auto draw = [&](const std::string& block, const std::string& data, const std::string& how,
                          const std::string& title) {
      if (data.empty()) return;
      add(block + " << END\n" + data + "END");
      plots += (plots.empty() ? "plot " : ", ") + block + how + " title " + gnuplot_quoted(title) + " noenhanced";
    };
    draw("$milestones", milestones_, " axes x1y2 with lines " + milestone_style(), "milestone");
    for (std::size_t i = 0; i < what_.curves.size(); ++i) {
      draw((of == &curve::lr ? "$lr" : "$momentum") + std::to_string(i), points(what_.curves[i].*of, log, is_steps()),
           (is_steps() ? " with steps " : " with lines ") + style(i), what_.curves[i].label);
    }
    add(plots.empty() ? "plot NaN" : plots);
  }

  void add(std::string_view lines) { (all_ += lines) += '\n'; }
  void label(const std::string& text, double from_left, double from_top, const std::string& how = "") {
    add("set label " + gnuplot_quoted(text) + " at " + at(from_left, from_top) + " left noenhanced" + how);
  }
  void legend_line(std::size_t of, double from_left, double from_top) {
    if (of == entry::none) return;
    const bool is_milestone = of == entry::milestone;
    if (!is_text_) {
      add("set arrow from " + at(from_left, from_top) + " to " + at(from_left + size_.line, from_top) + " nohead " +
          (is_milestone ? milestone_style() : style(of)));
    } else if (is_milestone) {
      label(":", from_left + size_.line - 1, from_top);
    } else {  // gnuplot draws all arrows of a text with the same characters
      const char pen = !on_.colour ? pens[of % pens.size()] : dash_type(of) == 0 ? '-' : pens[dash_type(of)];
      label(std::string(3, pen), from_left, from_top, " textcolor " + colour(of));
    }
  }
  bool is_steps() const { return epochs_ <= most_steps; }
  double tics(double height) const { return std::max(4.0, std::floor(height / size_.tic)); }
  std::string log_axis(range shown) const {
    // Where there are no superscripts, powers of ten are numbers.
    return gnuplot_log_axis(shown.lowest, shown.highest) + (is_text_ ? "set format y '%g'\n" : "");
  }
  std::string colour(std::size_t i) const {
    return "rgb '" + std::string((is_text_ ? terminal_colours : colours)[i % colours.size()]) + '\'';
  }
  static std::size_t dash_type(std::size_t i) { return i / colours.size() % dash_types; }
  std::string style(std::size_t i) const {
    return "linetype " + std::to_string(i % colours.size() + 1) + " linecolor " + colour(i) +
           " linewidth 2.5 dashtype " + std::to_string(dash_type(i) + 1);
  }
  std::string milestone_style() const {
    return is_text_ ? "linetype 0" : "linetype 1 linecolor rgb '#888888' linewidth 1 dashtype (6,4)";
  }

  // gnuplot's screen goes from 0 to 1, in a text from the first character to the last. It rounds some things down: the
  // hundredth keeps six digits from meaning the character before.
  std::string x(double from_left) const {
    return gnuplot_number(is_text_ ? (from_left + 0.01) / (size_.width - 1) : from_left / size_.width);
  }
  std::string y(double from_top) const {
    return gnuplot_number(is_text_ ? 1 - (from_top - 0.01) / (size_.height - 1) : 1 - from_top / size_.height);
  }
  std::string at(double from_left, double from_top) const {
    return "screen " + x(from_left) + ", screen " + y(from_top);
  }

  const drawing& what_;
  const canvas& on_;
  const bool is_text_;
  bool two_panels_ = false;
  std::size_t epochs_ = 1;
  std::string milestones_;  // as points
  sizes size_;
  std::string all_;
};

}  // namespace

std::string plot_script(const drawing& what, const canvas& on) { return script(what, on).text(); }

std::string plot(const drawing& what, const canvas& on) {
  const auto output = run_gnuplot(plot_script(what, on));
  if (on.kind != medium::text) return output;
  // gnuplot begins with a form feed, fills lines with spaces, and draws what has a colour, our curves, with + - and |.
  std::string text;
  bool coloured = false;
  for (std::size_t i = 0; i < output.size(); ++i) {
    const std::string_view rest = std::string_view(output).substr(i);
    if (rest.starts_with("\x1b[")) coloured = rest.starts_with("\x1b[38;");
    if (rest[0] == '\n') text.erase(text.find_last_not_of(' ') + 1);
    if (coloured && (rest[0] == '+' || rest[0] == '-' || rest[0] == '|')) {
      text += "•";
    } else if (rest[0] != '\f') {
      text += rest[0];
    }
  }
  return text;
}

}  // namespace tools
