#pragma once

#include "roster/roster.hpp"
#include "roster/run/all_registry.hpp"
