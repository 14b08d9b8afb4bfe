#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace roster::detail {

/// The parts, one after the other.
inline std::string concat(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const auto part : parts) all.append(part.data(), part.size());
  return all;
}

}  // namespace roster::detail
