#pragma once

#include "roster/roster.hpp"
