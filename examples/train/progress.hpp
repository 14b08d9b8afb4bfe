#pragma once

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <string>

#include "training.hpp"

namespace train {

/// Shows on stderr how training goes: a plain line for each finished epoch. On a terminal, a line below follows the
/// batches, redrawn in place until this object is destroyed.
class progress {
 public:
  explicit progress(const training& begun) : begun_(epochs_done(begun)) {}
  progress(const progress&) = delete;
  ~progress() { std::fputs(terminal_ ? "\r\033[K" : "", stderr); }

  /// Call this after each batch.
  void batch_done(const training& now) {
    const auto time = clock::now();
    if (!terminal_ || time - drawn_ < std::chrono::milliseconds(100)) return;
    drawn_ = time;
    const auto seen = static_cast<double>(std::min(now.batches_done * now.recipe.batch_size, now.images));
    const auto done = epochs_done(now), all = static_cast<double>(now.recipe.epochs);
    auto line = text(now, now.epochs_done + 1, {now.loss_sum / seen, now.right / seen}, nullptr,
                     seconds() * (all - done) / (done - begun_)) +
                " left  [";
    winsize size{};
    ioctl(STDERR_FILENO, TIOCGWINSZ, &size);
    const int width = (size.ws_col > 0 ? size.ws_col : 80) - 1;  // in the last column some terminals wrap
    const int bar = std::clamp(width - static_cast<int>(line.size()) - 1, 0, 32);
    for (int i = 0; i < bar; ++i) line += i < done / all * bar ? '#' : '-';
    std::fprintf(stderr, "\r%.*s\033[K", width, (line + ']').c_str());
  }
  /// Call this after each epoch.
  void epoch_done(const training& now) const {
    const auto* const validated = now.validation > 0 ? &now.validated : nullptr;
    const auto line = text(now, now.epochs_done, now.trained, validated, seconds());
    std::fprintf(stderr, terminal_ ? "\r%s\033[K\n" : "%s\n", line.c_str());
  }

 private:
  using clock = std::chrono::steady_clock;

  static double epochs_done(const training& now) {
    return static_cast<double>(now.epochs_done) +
           static_cast<double>(now.batches_done) / static_cast<double>(now.batches());
  }
  static std::string text(const training& now, std::int64_t epoch, const result& trained, const result* validated,
                          double seconds) {
    const auto epochs = std::to_string(now.recipe.epochs);
    const auto whole = std::lround(seconds);
    std::array<char, 1024> line, validation{};  // a loss has up to 309 digits
    if (validated) {
      std::snprintf(validation.data(), validation.size(), "  validation %6.4f, %6.2f %%", validated->loss,
                    100 * validated->accuracy);
    }
    std::snprintf(line.data(), line.size(), "epoch %*lld/%s  loss %6.4f  accuracy %6.2f %%%.400s  lr %-9.4g  %ld:%02ld",
                  static_cast<int>(epochs.size()), static_cast<long long>(epoch), epochs.c_str(), trained.loss,
                  100 * trained.accuracy, validation.data(), now.shown.points.back().values.front(), whole / 60,
                  whole % 60);
    return line.data();
  }
  double seconds() const { return std::chrono::duration<double>(clock::now() - start_).count(); }

  const double begun_;
  const bool terminal_ = isatty(STDERR_FILENO) == 1;
  const clock::time_point start_ = clock::now();
  clock::time_point drawn_ = start_;
};

}  // namespace train
