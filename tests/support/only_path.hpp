#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace test {

/// While it lives, the system looks for programs only in this folder.
struct only_path {
  std::string before = std::getenv("PATH");
  explicit only_path(const std::filesystem::path& folder) { setenv("PATH", folder.c_str(), 1); }
  ~only_path() { setenv("PATH", before.c_str(), 1); }
  only_path(const only_path&) = delete;
  only_path& operator=(const only_path&) = delete;
};

}  // namespace test
