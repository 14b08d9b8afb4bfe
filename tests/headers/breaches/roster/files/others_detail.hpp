#pragma once

#include "roster/input/detail/text.hpp"
#include "roster/run/detail/save.hpp"
