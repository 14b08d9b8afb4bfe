#pragma once

#include "roster/fields/rule.hpp"

namespace roster {

/// The options that every scheduler takes besides its own fields.
struct scheduler_options {
  std::int64_t last_epoch = -1;
  bool verbose = false;

  static constexpr rule rules[] = {
      {"last_epoch", "the epoch to go on from, the learning rates being those of epoch 0; -1 starts afresh",
       between(-1, 1e9)},
      {"verbose", "print every learning rate that is set to stdout"},
  };
};

}  // namespace roster
