#pragma once

#include "roster/fields/rule.hpp"
