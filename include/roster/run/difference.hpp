#pragma once

#include "roster/input/node.hpp"

namespace roster {

/// Passed to `load_state_dict`, takes the state of another config.
struct config_may_differ_t {
  explicit constexpr config_may_differ_t() = default;
};
inline constexpr config_may_differ_t config_may_differ{};

/// A field of a config that is not what it was when the state was saved.
struct difference {
  std::string path;  ///< the field: "schedulers[1].T_max"
  node then;         ///< its value in the state
  node now;          ///< its value in the program

  /// "T_max was 10, is 20", on one line, bounded, and safe to print
  std::string sentence() const {
    return detail::concat(
        {detail::printable(path), " was ", detail::to_text(value(then)), ", is ", detail::to_text(value(now))});
  }
  bool operator==(const difference&) const = default;
};

}  // namespace roster
