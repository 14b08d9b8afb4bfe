#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

/// A script that teaches bash the commands and options of `app`. After `describe`, bash completes `names`.
std::string bash_completion(const CLI::App& app, const std::vector<std::string_view>& names);

}  // namespace tools
