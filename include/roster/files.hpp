#pragma once

// Recipes and states in files of JSON and YAML. Needs nlohmann/json and yaml-cpp.
#include "roster/files/recipe_file.hpp"
#include "roster/files/state_file.hpp"
