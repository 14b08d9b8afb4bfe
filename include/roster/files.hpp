#pragma once

// Configs, recipes and states in files of JSON and YAML. Needs nlohmann/json and yaml-cpp.
#include "roster/files/recipe.hpp"
#include "roster/files/state_file.hpp"
