#pragma once

#include <string>

namespace test {

/// "(StepLR, LinearLR, …)": a registry's names, as an error lists them.
template <class Registry>
std::string names_of() {
  std::string all;
  for (const auto name : Registry::names) all += (all.empty() ? "(" : ", ") + std::string(name);
  return all + ")";
}

}  // namespace test
