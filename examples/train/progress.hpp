#pragma once

#include <chrono>

namespace train {

/// Shows on stderr how a training goes. Each finished epoch leaves one plain line. On a terminal, a line below them,
/// redrawn in place, follows the batches; it is gone when this object is, an exception included.
/// Nothing else may write to the terminal between the first batch() and the end.
class progress {
 public:
  /// The clock starts here, with so many epochs done before. Throws std::invalid_argument unless there are epochs and
  /// batches.
  progress(int epochs_done, int epochs, int batches_per_epoch);
  ~progress();
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  /// To be called after each batch; cheap. `epoch` and `batch` count from 0, `accuracy` is 0 to 1.
  void batch(int epoch, int batch, double loss, double accuracy, double lr);

  /// To be called after each epoch. `epoch` counts from 0, `accuracy` is 0 to 1.
  void epoch_done(int epoch, double loss, double accuracy, double lr);

 private:
  using clock = std::chrono::steady_clock;

  void erase();

  const int epochs_done_;
  const int epochs_;
  const int batches_;
  const bool terminal_;
  const clock::time_point start_ = clock::now();
  clock::time_point drawn_{};
  bool visible_ = false;
};

}  // namespace train
