#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace test {

/// A new folder, removed at the end. Several test cases run at once, each in its own process.
struct temporary_folder {
  std::filesystem::path path;

  temporary_folder() {
    auto name = (std::filesystem::temp_directory_path() / "roster-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error(name);
    path = name;
  }
  ~temporary_folder() { std::filesystem::remove_all(path); }

  std::filesystem::path file(std::string_view name, std::string_view text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return path / name;
  }
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(path)) all.push_back(entry.path().filename().string());
    return all;
  }
};

}  // namespace test
