#pragma once

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <string>

namespace train {

/// Shows on stderr how training goes: a plain line for each finished epoch. On a terminal, a line below follows the
/// batches, redrawn in place until this object is destroyed.
class progress {
 public:
  progress(int epochs_done, int epochs, int batches) : epochs_done_(epochs_done), epochs_(epochs), batches_(batches) {}
  progress(const progress&) = delete;
  ~progress() { std::fputs(terminal_ ? "\r\033[K" : "", stderr); }

  /// Call this after each batch. `epoch` and `batch` count from 0; `loss` and `accuracy` are the epoch's so far.
  void batch_done(int epoch, int batch, double loss, double accuracy, double lr) {
    const auto now = clock::now();
    const bool whole = batch + 1 == batches_;
    if (!whole && (!terminal_ || now - drawn_ < std::chrono::milliseconds(100))) return;
    drawn_ = now;
    const double done = epoch + (batch + 1.0) / batches_, elapsed = std::chrono::duration<double>(now - start_).count();
    const long seconds = std::lround(whole ? elapsed : elapsed * (epochs_ - done) / (done - epochs_done_));
    std::array<char, 512> text;  // a loss has up to 309 digits
    std::snprintf(text.data(), text.size(), "epoch %*d/%d  loss %6.4f  accuracy %6.2f %%  lr %-9.4g  %ld:%02ld",
                  static_cast<int>(std::to_string(epochs_).size()), epoch + 1, epochs_, loss, 100 * accuracy, lr,
                  seconds / 60, seconds % 60);
    if (whole) {
      std::fprintf(stderr, terminal_ ? "\r%s\033[K\n" : "%s\n", text.data());
      return;
    }
    winsize size{};
    ioctl(STDERR_FILENO, TIOCGWINSZ, &size);
    const int width = (size.ws_col > 0 ? size.ws_col : 80) - 1;  // in the last column some terminals wrap
    std::string line = std::string(text.data()) + " left  [";
    const int bar = std::clamp(width - static_cast<int>(line.size()) - 1, 0, 32);
    for (int i = 0; i < bar; ++i) line += i < done / epochs_ * bar ? '#' : '-';
    std::fprintf(stderr, "\r%.*s\033[K", width, (line + ']').c_str());
  }

 private:
  using clock = std::chrono::steady_clock;
  const int epochs_done_, epochs_, batches_;
  const bool terminal_ = isatty(STDERR_FILENO) == 1;
  const clock::time_point start_ = clock::now();
  clock::time_point drawn_ = start_;
};

}  // namespace train
