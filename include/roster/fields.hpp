#pragma once

// Configs of your own: structs whose fields have types of the language and of the standard library, read, checked and
// written by their names. Enums need roster/enums.hpp too.
#include "roster/fields/container_kind.hpp"
#include "roster/fields/duration_kind.hpp"
#include "roster/fields/indirect.hpp"
#include "roster/fields/lengths.hpp"
#include "roster/fields/nested_kind.hpp"
#include "roster/fields/path_kind.hpp"
#include "roster/fields/tuple_kind.hpp"
#include "roster/fields/valid.hpp"
#include "roster/fields/variant_kind.hpp"
