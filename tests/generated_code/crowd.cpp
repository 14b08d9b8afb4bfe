// What the compiler makes of visit where there are more types than cases in one switch; check.cmake reads the object.
#include "types.hpp"

extern "C" void visit_of_1000(const char* name, std::size_t size) { call<list_of_1000>({name, size}); }
