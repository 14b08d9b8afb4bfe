#pragma once

#include <set>
#include <string>

#include "roster/roster.hpp"

namespace test {

/// The schedulers that PyTorch has too.
inline std::set<std::string> names_in_pytorch() {
  const auto& all = roster::default_registry::names;
  std::set<std::string> names(all.begin(), all.end());
  names.erase("Warmup");
  return names;
}

}  // namespace test
