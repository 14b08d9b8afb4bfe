// find and visit; check.cmake reads the object file.
#include "types.hpp"

extern "C" {
std::size_t find_of_3(const char* name, std::size_t size) { return position<list_of_3>({name, size}); }
std::size_t find_of_60(const char* name, std::size_t size) { return position<list_of_60>({name, size}); }
std::size_t find_of_1000(const char* name, std::size_t size) { return position<list_of_1000>({name, size}); }
void visit_of_60(const char* name, std::size_t size) { call<list_of_60>({name, size}); }
}
