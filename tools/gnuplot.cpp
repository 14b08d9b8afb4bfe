#include "tools/gnuplot.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <system_error>

#include "roster/input/detail/utf8.hpp"

namespace tools {
namespace {

using file = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

[[noreturn]] void fail(const std::string& what, int error) {
  throw std::runtime_error(what + ": " + std::generic_category().message(error));
}

/// A file without a name that disappears when it is closed.
file temporary_file(std::string_view content) {
  file made(std::tmpfile(), std::fclose);
  if (!made) fail("a temporary file cannot be created", errno);
  if (std::fwrite(content.data(), 1, content.size(), made.get()) < content.size() || std::fflush(made.get()) != 0) {
    fail("gnuplot's script cannot be written", errno);
  }
  return made;
}

std::string read_all(std::FILE* from) {
  std::string bytes;
  std::array<char, 1 << 16> piece;
  while (const auto size = std::fread(piece.data(), 1, piece.size(), from)) bytes.append(piece.data(), size);
  if (std::ferror(from)) fail("gnuplot's output cannot be read", errno);
  return bytes;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \n");
  return first == text.npos ? "" : text.substr(first, text.find_last_not_of(" \n") + 1 - first);
}

/// Whether the output is complete: a picture has a known end; of text, there is some.
bool is_whole(std::string_view output) {
  using namespace std::string_view_literals;
  if (output.starts_with("\x89PNG")) return output.ends_with("IEND\xae\x42\x60\x82"sv);
  if (output.starts_with("<?xml") || output.starts_with("<svg")) return output.find("</svg>") != output.npos;
  return !output.empty();
}

/// The size of the first character of a text; 0 for a control character, which would end a line or steer a terminal,
/// and for what is not UTF-8 or not allowed in XML.
std::size_t character(std::string_view text) {
  const auto first = text.substr(0, roster::detail::character_length(text));
  const bool control = first < " " || (first >= "\x7f" && first < "\xc2\xa0");
  return control || first == "\xef\xbf\xbe" || first == "\xef\xbf\xbf" ? 0 : first.size();
}

/// The round numbers …, 0.5, 1, 2, 5, 10, …: `nice(0)` is 1.
double nice(int index) {
  const int decade = static_cast<int>(std::floor(index / 3.0));
  return std::array{1, 2, 5}[static_cast<std::size_t>(index - 3 * decade)] * std::pow(10, decade);
}

}  // namespace

std::string run_gnuplot(const std::string& script) {
  // Files, and a pipe only for what we read. So neither process waits for the other, and if gnuplot gives up early, we
  // get no SIGPIPE.
  const auto in = temporary_file(script), said = temporary_file("");
  const auto path = [](const file& open) { return "/dev/fd/" + std::to_string(::fileno(open.get())); };
  file out(::popen(("exec gnuplot -d <" + path(in) + " 2>" + path(said)).c_str(), "r"), ::pclose);
  if (!out) fail("gnuplot cannot be started", errno);
  auto output = read_all(out.get());
  const int status = ::pclose(out.release());
  if (WIFSIGNALED(status)) {
    throw std::runtime_error("gnuplot was ended by signal " + std::to_string(WTERMSIG(status)));
  }
  if (WEXITSTATUS(status) == 127) {  // the shell did not find the command
    throw std::runtime_error(
        "gnuplot is not installed, or not in PATH; pictures need it (Debian: apt install gnuplot-nox)");
  }
  if (status != 0) throw std::runtime_error("gnuplot failed: " + trimmed(read_all(said.get())));
  if (!is_whole(output)) throw std::runtime_error("gnuplot's output is not whole");
  return output;
}

std::string gnuplot_quoted(std::string_view text) {
  std::string quoted = "'";  // gnuplot expands nothing within ''
  while (!text.empty()) {
    const auto size = character(text);
    if (text[0] == '\'') quoted += '\'';
    quoted += size == 0 ? " " : text.substr(0, size);
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return quoted + "'";
}

std::string gnuplot_number(double value) {
  if (!std::isfinite(value)) return "NaN";
  std::array<char, 32> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 6).ptr;
  return {text.data(), end};
}

double gnuplot_tic_step(double range, double most) {
  int step = 3 * static_cast<int>(std::floor(std::log10(range / most)));
  while (nice(step) * most < range) ++step;
  return nice(step);
}

std::string gnuplot_log_axis(double lowest, double highest) {
  int first = 3 * static_cast<int>(std::floor(std::log10(lowest))) - 1;
  while (nice(first + 1) < lowest) ++first;
  int last = first + 1;
  while (nice(last) <= highest) ++last;

  auto axis = "set logscale y\nset yrange [" + gnuplot_number(nice(first)) + ':' + gnuplot_number(nice(last)) + "]\n";
  if (last - first > 9) return axis + "set ytics autofreq\n";
  axis += "set ytics (";
  for (int i = first; i <= last; ++i) axis += gnuplot_number(nice(i)) + (i < last ? "," : ")\n");
  return axis;
}

}  // namespace tools
