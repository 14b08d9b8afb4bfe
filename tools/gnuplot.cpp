#include "tools/gnuplot.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "roster/input/detail/text.hpp"
#include "roster/input/detail/utf8.hpp"

extern char** environ;

namespace tools {
namespace {

std::string reason(int error) { return std::generic_category().message(error); }

class descriptor {
 public:
  explicit descriptor(int number) : number_(number) {}
  descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  ~descriptor() { close(); }
  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }
  int number() const { return number_; }

 private:
  int number_;
};

/// A file without a name, which is gone when it is closed.
descriptor temporary_file() {
  std::error_code failed;
  auto folder = std::filesystem::temp_directory_path(failed);
  if (failed) folder = "/tmp";
  auto name = (folder / "roster-XXXXXX").string();
  descriptor file(::mkostemp(name.data(), O_CLOEXEC));
  if (file.number() < 0) {
    throw std::runtime_error("a file in " + folder.string() + " cannot be created: " + reason(errno));
  }
  ::unlink(name.c_str());
  return file;
}

void write_all(const descriptor& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file.number(), bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      throw std::runtime_error("gnuplot's script cannot be written: " + reason(errno));
    }
  }
}

std::string read_all(const descriptor& file) {
  std::string bytes;
  std::array<char, 1 << 16> piece;
  for (;;) {
    const auto size = ::read(file.number(), piece.data(), piece.size());
    if (size > 0) {
      bytes.append(piece.data(), static_cast<std::size_t>(size));
    } else if (size == 0) {
      return bytes;
    } else if (errno != EINTR) {
      throw std::runtime_error("gnuplot's output cannot be read: " + reason(errno));
    }
  }
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \n");
  return first == text.npos ? "" : text.substr(first, text.find_last_not_of(" \n") + 1 - first);
}

/// Whether a picture has its end. Text has none to look for.
bool is_whole(std::string_view output) {
  using namespace std::string_view_literals;
  if (output.starts_with("\x89PNG")) return output.ends_with("IEND\xae\x42\x60\x82"sv);
  if (output.starts_with("<?xml") || output.starts_with("<svg")) return output.find("</svg>") != output.npos;
  return !output.empty();
}

/// The size of the first character of a text, or 0 if that is a control character, which would end a line or steer a
/// terminal, or none of UTF-8 that XML has.
std::size_t character(std::string_view text) {
  const auto first = text.substr(0, roster::detail::character_length(text));
  const bool control = first < " " || (first >= "\x7f" && first < "\xc2\xa0");
  return control || first == "\xef\xbf\xbe" || first == "\xef\xbf\xbf" ? 0 : first.size();
}

/// …, 0.5, 1, 2, 5, 10, …: `nice(0)` is 1.
double nice(int index) {
  const int decade = static_cast<int>(std::floor(index / 3.0));
  return std::array{1, 2, 5}[static_cast<std::size_t>(index - 3 * decade)] * std::pow(10, decade);
}

}  // namespace

std::string run_gnuplot(const std::string& script) {
  // Files, and a pipe only for what we read: there is nothing to wait for each other about, and a gnuplot that gives up
  // early does not end us with SIGPIPE.
  const auto in = temporary_file(), said = temporary_file();
  write_all(in, script);
  ::lseek(in.number(), 0, SEEK_SET);
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("a pipe cannot be made: " + reason(errno));
  const descriptor out(ends[0]);
  descriptor into(ends[1]);

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in.number(), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, into.number(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, said.number(), STDERR_FILENO);
  std::array<std::string, 2> words{"gnuplot", "-d"};
  std::array<char*, 3> arguments{words[0].data(), words[1].data(), nullptr};
  ::pid_t gnuplot;
  const int failed = ::posix_spawnp(&gnuplot, words[0].c_str(), &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed == ENOENT) {
    throw std::runtime_error(
        "gnuplot is not installed, or not in PATH; pictures need it (Debian: apt install gnuplot-nox)");
  }
  if (failed != 0) throw std::runtime_error("gnuplot cannot be started: " + reason(failed));

  into.close();
  auto output = read_all(out);
  int status = 0;
  while (::waitpid(gnuplot, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) {
    throw std::runtime_error("gnuplot was ended by signal " + std::to_string(WTERMSIG(status)));
  }
  if (status != 0) {
    ::lseek(said.number(), 0, SEEK_SET);
    throw std::runtime_error("gnuplot failed: " + trimmed(read_all(said)));
  }
  if (!is_whole(output)) throw std::runtime_error("gnuplot's output is not whole");
  return output;
}

std::string gnuplot_quoted(std::string_view text) {
  std::string quoted = "'";  // within '' it expands nothing
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

std::string gnuplot_linear_axis(double lowest, double highest, double most) {
  // Our numbers have to tell the ends apart.
  const double size = std::max(std::abs(lowest), std::abs(highest));
  if (highest - lowest <= 1e-4 * size || size < 1e-300) {
    const double room = size < 1e-300 ? 1 : size / 10;
    if (lowest != 0) lowest -= room;
    highest += room;
  }
  const double room = (highest - lowest) / 20;
  // What touches 0 is not to look as if it went beyond.
  const double first = lowest == 0 ? 0 : lowest - room, last = highest == 0 ? 0 : highest + room;
  int step = 3 * static_cast<int>(std::floor(std::log10((last - first) / most)));
  while (nice(step) * most < last - first) ++step;
  return "set yrange [" + gnuplot_number(first) + ':' + gnuplot_number(last) + "]\nset ytics " +
         gnuplot_number(nice(step)) + '\n';
}

std::string gnuplot_log_axis(double lowest, double highest) {
  int first = 3 * static_cast<int>(std::floor(std::log10(lowest))) - 1;
  while (nice(first + 1) < lowest) ++first;
  int last = first + 1;
  while (nice(last) <= highest) ++last;

  const auto range = gnuplot_number(nice(first)) + ':' + gnuplot_number(nice(last));
  auto axis = "set logscale y\nset yrange [" + range + "]\n";
  if (last - first > 9) return axis + "set format y '10^{%T}'\nset mytics 1\n";
  axis += "set ytics (";
  for (int i = first; i <= last; ++i) axis += gnuplot_number(nice(i)) + (i < last ? "," : ")\n");
  return axis;
}

}  // namespace tools
