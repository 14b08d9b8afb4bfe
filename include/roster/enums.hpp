#pragma once

// Enums as fields, by the names of their enumerators. Needs magic_enum, or C++26's reflection.
#include "roster/fields/enum_kind.hpp"
