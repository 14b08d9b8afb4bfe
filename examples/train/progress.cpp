#include "progress.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

namespace train {
namespace {

constexpr auto redraw_interval = std::chrono::milliseconds(100);

bool is_terminal() {
  const char* const term = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && term && std::string_view(term) != "dumb";
}

std::size_t terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

void write(const std::string& text) {
  std::fputs(text.c_str(), stderr);
  std::fflush(stderr);
}

// std::to_chars: the same text in every locale
std::string text(double value, std::chars_format format, int precision) {
  std::array<char, 400> buffer;  // the longest double in fixed notation has 309 digits before the point
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format, precision).ptr;
  return {buffer.data(), end};
}

std::string padded(std::string text, std::size_t width) {
  text.insert(0, width - std::min(width, text.size()), ' ');
  return text;
}

std::string show_epoch(int epoch, int epochs) {
  const std::string last = std::to_string(epochs);
  return "epoch " + padded(std::to_string(epoch + 1), last.size()) + "/" + last;
}
std::string show_loss(double loss) { return "loss " + padded(text(loss, std::chars_format::fixed, 4), 6); }
std::string show_accuracy(double accuracy) {
  return "accuracy " + padded(text(100 * accuracy, std::chars_format::fixed, 2), 6) + " %";
}
std::string show_lr(double lr) {
  std::string digits = text(lr, std::chars_format::general, 4);
  return "lr " + digits + std::string(9 - std::min<std::size_t>(9, digits.size()), ' ');
}
std::string show_time(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  const std::string rest = std::to_string(whole % 60);
  return std::to_string(whole / 60) + ":" + (rest.size() < 2 ? "0" : "") + rest;
}

std::string show_bar(double done, std::size_t width) {
  const auto full = static_cast<std::size_t>(done * static_cast<double>(width));
  return std::string("[").append(full, '#').append(width - full, '-') + "]";
}

}  // namespace

progress::progress(int epochs_done, int epochs, int batches_per_epoch)
    : epochs_done_(epochs_done), epochs_(epochs), batches_(batches_per_epoch), terminal_(is_terminal()) {
  if (epochs < 1 || batches_per_epoch < 1) throw std::invalid_argument("progress: expected epochs and batches");
}

progress::~progress() { erase(); }

void progress::erase() {
  if (visible_) write("\r\033[K");
  visible_ = false;
}

void progress::batch(int epoch, int batch, double loss, double accuracy, double lr) {
  if (!terminal_) return;
  const auto now = clock::now();
  if (now - drawn_ < redraw_interval) return;
  drawn_ = now;
  visible_ = true;

  const double epochs = epoch + (batch + 1.0) / batches_;
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  const double left = elapsed * (epochs_ - epochs) / (epochs - epochs_done_);

  constexpr std::size_t narrowest_bar = 8, widest_bar = 32;
  const std::size_t width = terminal_width() - 1;  // in the last column some terminals wrap
  std::string line = show_epoch(epoch, epochs_).substr(0, width);
  // What matters least is last and the first to go on a narrow terminal.
  for (const auto& part : {show_loss(loss), show_accuracy(accuracy), show_lr(lr), show_time(left) + " left"}) {
    if (line.size() + 2 + part.size() > width) break;
    line += "  " + part;
  }
  if (line.size() + 4 + narrowest_bar <= width) {
    line = show_bar(epochs / epochs_, std::min(widest_bar, width - line.size() - 4)) + "  " + line;
  }
  write("\r" + line + "\033[K");
}

void progress::epoch_done(int epoch, double loss, double accuracy, double lr) {
  erase();
  const double elapsed = std::chrono::duration<double>(clock::now() - start_).count();
  write(show_epoch(epoch, epochs_) + "  " + show_loss(loss) + "  " + show_accuracy(accuracy) + "  " + show_lr(lr) +
        "  " + show_time(elapsed) + "\n");
}

}  // namespace train
