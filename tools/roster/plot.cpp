#include "tools/roster/plot.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>

#include "roster/input/detail/printable.hpp"
#include "roster/input/detail/utf8.hpp"
#include "tools/gnuplot.hpp"
#include "tools/roster/points.hpp"

namespace tools {
namespace {

// Okabe and Ito's colours, which colour-blind people can tell apart, without the yellow, which is hard to see on white.
constexpr std::array colours{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"};
// Similar colours for terminals, dark or light. gnuplot 5.4 and 6.0 map each to the same of 256 colours.
constexpr std::array terminal_colours{"#0078ff", "#cc5000", "#00a078", "#cc78a0", "#ffa000", "#50ccff", "#a078ff"};
static_assert(terminal_colours.size() == colours.size());
constexpr std::size_t dash_types = 5;

// Longer schedules are drawn as lines: so many stairs look like a rough line.
constexpr std::size_t most_steps = 60;
// More milestones than this would be a grey area.
constexpr double most_milestones = 300;

/// What a panel draws of a curve.
const std::vector<double>& values_in(std::size_t panel, const curve& of) {
  static const std::vector<double> none;
  return panel < of.values.size() ? of.values[panel] : none;
}

/// "learning rate" for lr, "weight decay" for weight_decay
std::string words_of(std::string_view parameter) {
  if (parameter == "lr") return "learning rate";
  std::string words(parameter);
  std::ranges::replace(words, '_', ' ');
  return words;
}

std::string milestones_of(const drawing& what, std::size_t epochs) {
  std::string text;
  const auto end = static_cast<double>(epochs);
  double next = 0;
  for (const auto milestone : what.milestones) {
    const auto at = static_cast<double>(milestone);
    if (at < next || at > end) continue;
    text += std::to_string(milestone) + '\n';
    next = at + end / most_milestones;
  }
  return text;
}

/// The text with spaces in place of what terminals obey and people do not see.
std::string without_unseen(std::string_view utf8) {
  std::string seen;
  while (!utf8.empty()) {
    const auto length = roster::detail::character_length(utf8);
    const auto bytes = utf8.substr(0, std::max<std::size_t>(length, 1));
    seen += length > 0 && roster::detail::is_unseen(roster::detail::code_point(bytes)) ? " " : bytes;
    utf8.remove_prefix(bytes.size());
  }
  return seen;
}

std::string shortened(std::string_view given, std::size_t most) {
  const auto seen = without_unseen(given);
  const std::string_view utf8 = seen;
  if (roster::detail::character_count(utf8) <= most) return std::string(utf8);
  std::size_t size = 0;
  for (; most > 1; --most) size += std::max<std::size_t>(1, roster::detail::character_length(utf8.substr(size)));
  return std::string(utf8.substr(0, size)) + "…";
}

struct layout {
  bool is_text, has_key, has_own_heights;
  std::size_t panels;
  std::size_t epochs = 1;
  std::size_t width = 900, height = 440;  // in pixels; for text, in characters
  std::size_t most_letters = 66;          // in a title or a label
  std::size_t most_entries = 24, key_columns, key_height = 0;

  layout(const drawing& what, const canvas& on) : is_text(on.kind == medium::text), panels(what.panels.size()) {
    std::size_t longest = 12;  // "… and 7 more"
    for (const auto& one : what.curves) {
      for (const auto& values : one.values) epochs = std::max(epochs, values.size());
      longest = std::max(longest, roster::detail::character_count(one.label));
    }
    if (is_text) {
      width = static_cast<std::size_t>(std::clamp(on.columns, 40, 1000));
      height = static_cast<std::size_t>(std::clamp(on.lines, 6 + 6 * static_cast<int>(panels), 1000));
      most_letters = width - 24;
      most_entries = height / (3 * std::min<std::size_t>(panels, 2));  // the key stays short
    }
    const auto entries = std::min(what.curves.size(), most_entries) + (what.milestones.empty() ? 0 : 1);
    has_key = entries > 1;
    key_columns = std::max<std::size_t>(1, (most_letters + 16) / (std::min(longest, most_letters) + 8));
    const auto key_rows = has_key ? (entries - 1) / key_columns + 1 : 0;
    key_height = is_text ? key_rows : 24 * key_rows;
    if (!is_text) height += 200 * (panels - 1) + key_height;
    // The key is in the last panel, which would have no room left.
    has_own_heights = panels > 2 || key_rows > 3;
  }
};

/// Where a panel is in the picture, if the panels do not share it equally: the last has the key, too.
std::string place_of(std::size_t position, const layout& page) {
  if (!page.has_own_heights) return "";
  const auto in_picture = [&](std::size_t height) {
    return static_cast<double>(height) / static_cast<double>(page.height * page.panels);
  };
  const auto one = in_picture(page.height - page.key_height), key = in_picture(page.key_height * page.panels);
  const bool is_last = position + 1 == page.panels;
  const auto below = static_cast<double>(page.panels - position - 1);
  return "set origin 0," + gnuplot_number(is_last ? 0 : key + one * below) + "\nset size 1," +
         gnuplot_number(is_last ? key + one : one) + '\n';
}

std::string terminal(const layout& page, const canvas& on) {
  const auto size = [&](std::size_t scale) {
    return " size " + std::to_string(scale * page.width) + ',' + std::to_string(scale * page.height);
  };
  constexpr auto look = " font 'sans-serif,15' background 'white'";
  if (on.kind == medium::svg) return "svg name 'roster'" + size(1) + look;
  // Twice the pixels, for high-resolution screens.
  if (on.kind == medium::png) return "pngcairo" + size(2) + look + " fontscale 1.5 linewidth 2";
  return "dumb" + size(1) + (on.colour ? " ansi256" : " mono");
}

std::string style_of(std::size_t i, bool is_text) {
  const auto colour = i % colours.size();
  return " with lines linetype " + std::to_string(colour + 1) + " linecolor rgb '" +
         (is_text ? terminal_colours : colours)[colour] + "' linewidth 2.5 dashtype " +
         std::to_string(i / colours.size() % dash_types + 1);
}

std::string axis(const layout& page, bool from_zero, bool log, double lowest, double highest) {
  if (lowest > highest) return "set yrange [0:1]\n";
  if (log) return gnuplot_log_axis(lowest, highest);
  std::string text = "set yrange [*:*] noextend\nset offsets 0,0,graph 0.05,graph 0.05\n";
  if (from_zero) {
    text = "set yrange [*<0:0<*] noextend\nset offsets 0,0,graph 0.05,0\n";
    lowest = std::min(lowest, 0.0);
    highest = std::max(highest, 0.0);
  }
  const bool level = highest - lowest <= 1e-4 * std::max(std::abs(lowest), std::abs(highest));
  if (!page.is_text || level) return text + "set ytics autofreq\n";
  // In text, gnuplot may put two of its own tics on one line. Two is the least that shows a scale.
  auto most = static_cast<double>((page.height / page.panels - 4) / 3);
  auto step = gnuplot_tic_step(highest - lowest, most);
  while (std::floor(highest / step) - std::ceil(lowest / step) < 1) step = gnuplot_tic_step(highest - lowest, ++most);
  return text + "set ytics " + gnuplot_number(step) + '\n';
}

/// Data and plot command of a panel. Curves without points are drawn too, for the key.
std::string panel(const drawing& what, const layout& page, std::size_t position) {
  const bool is_lr = what.panels[position] == "lr", log = is_lr && what.log;
  std::string data, plots;
  const auto draw = [&](const std::string& how, const std::string& label) {
    // In text, gnuplot puts no space before a label.
    const auto shown = (page.is_text && !label.empty() ? " " : "") + shortened(label, page.most_letters);
    plots += (plots.empty() ? "plot " : ", ") + how + " title " + gnuplot_quoted(shown) + " noenhanced";
  };
  const std::string dots = page.is_text ? " linetype 0" : " linetype 1 linecolor rgb '#888888' dashtype (6,4)";
  const auto milestones = milestones_of(what, page.epochs);
  if (!milestones.empty()) {
    data += "$milestones << END\n" + milestones + "END\n";
    draw("$milestones using 1:(1) axes x1y2 with impulses" + dots, "");
  }
  const auto count = what.curves.size(), named = count > page.most_entries ? page.most_entries - 1 : count;
  double lowest = HUGE_VAL, highest = -HUGE_VAL;
  for (std::size_t i = 0; i < count; ++i) {
    std::string points;
    for (const auto& [epoch, value] : points_of(values_in(position, what.curves[i]), log, page.epochs <= most_steps)) {
      points += std::to_string(epoch) + ' ' + gnuplot_number(value) + '\n';
      lowest = std::fmin(lowest, value);
      highest = std::fmax(highest, value);
    }
    const auto block = "$curve" + std::to_string(i);
    if (!points.empty()) data += block + " << END\n" + points + "END\n";
    draw((points.empty() ? "NaN" : block) + style_of(i, page.is_text), i < named ? what.curves[i].label : "");
  }
  if (named < count) draw("NaN linetype nodraw", "… and " + std::to_string(count - named) + " more");
  draw("NaN" + dots, milestones.empty() ? "" : "milestone");
  return data + axis(page, is_lr, log, lowest, highest) + plots + '\n';
}

}  // namespace

std::string plot_script(const drawing& what, const canvas& on) {
  const layout page(what, on);
  const auto named = [&](const std::string& title, const std::string& axis) {
    // Text cannot be rotated: the title names the axis.
    const auto full = title.empty() ? axis : title + ": " + axis;
    if (page.is_text) return "set title " + gnuplot_quoted(full) + " noenhanced\n";
    return "set title " + gnuplot_quoted(title) + " noenhanced font ',18'\nset ylabel '" + axis + "'\n";
  };
  const auto drawn = [&](std::size_t position) {
    const auto title = position == 0 ? shortened(what.title, page.most_letters) : "";
    return named(title, words_of(what.panels[position])) + panel(what, page, position);
  };
  auto last = "set format x '%h'\nset xlabel '" + std::string(what.step) + "'\n";
  if (page.has_key) {
    last += "set key below horizontal Left reverse samplen 3 maxcols " + std::to_string(page.key_columns);
    last += page.is_text ? "\n" : " spacing 1.3 height 0.6\n";
  }

  std::string text = "set encoding utf8\nset terminal " + terminal(page, on) + "\nunset key\n";
  text += page.is_text ? "set border 3 back\nset tics nomirror scale 0.5\nset tmargin 1\n" : gnuplot_style;
  // Numbers of one width align the two panels.
  text += "set format y '%6g'\nset y2range [0:1]\nset xrange [0:" + std::to_string(page.epochs) + "]\n";
  if (page.epochs <= 10) text += "set xtics 1\n";
  if (page.panels == 1) return text + last + drawn(0);
  text += page.has_own_heights ? "set multiplot" : "set multiplot layout " + std::to_string(page.panels) + ",1";
  text += "\nset format x ''\n" + place_of(0, page) + drawn(0);
  for (std::size_t position = 1; position < page.panels; ++position) {
    text += (position + 1 == page.panels ? last : "") + place_of(position, page) + "unset logscale\n" + drawn(position);
  }
  return text + "unset multiplot\n";
}

std::string plot(const drawing& what, const canvas& on) {
  const auto output = run_gnuplot(plot_script(what, on));
  if (on.kind != medium::text) return output;
  // gnuplot starts with a form feed, ends lines with spaces and the text with an empty line, and draws what is
  // coloured, our curves, with + - and |.
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
  text.erase(text.rfind('\n', text.rfind('\n') - 1), 1);
  return text;
}

}  // namespace tools
