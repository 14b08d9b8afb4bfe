// roster::library: with ROSTER_LIBRARY defined as nothing, run/library.hpp instantiates what it otherwise declares.
#include "roster/roster.hpp"
