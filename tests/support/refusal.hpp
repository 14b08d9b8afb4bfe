#pragma once

#include <string>

#include "roster/input/error.hpp"

namespace test {

/// The text of the `roster::error` that `f` throws; empty if it throws none.
template <class F>
std::string refusal(F&& f) {
  try {
    f();
  } catch (const roster::error& error) {
    return error.what();
  }
  return "";
}

}  // namespace test
