#pragma once

// A compile-time registry of types of your own.
#include "roster/registry/registry.hpp"
