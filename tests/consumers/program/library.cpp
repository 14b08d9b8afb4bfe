#ifndef ROSTER_LIBRARY
#error "roster::library defines ROSTER_LIBRARY"
#endif
#include "main.cpp"
