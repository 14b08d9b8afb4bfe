#pragma once

#include "roster/fields/rule.hpp"

namespace roster {

/// The options that every scheduler takes besides its own fields.
struct scheduler_options {
  std::int64_t last_epoch = -1;
  bool verbose = false;

  static constexpr rule rules[] = {
      {"last_epoch", "resume after this epoch; the optimizer must hold epoch 0's learning rates; -1: start new",
       between(-1, 1e9)},
      {"verbose", "print each learning rate to stdout when it is set"},
  };
};

}  // namespace roster
