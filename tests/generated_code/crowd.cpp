// visit with more types than one switch has cases; check.cmake reads the object file.
#include "types.hpp"

extern "C" void visit_of_1000(const char* name, std::size_t size) { call<list_of_1000>({name, size}); }
