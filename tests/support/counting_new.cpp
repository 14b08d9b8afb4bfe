// Replaces the global allocation functions by ones that count, and that fail when they are asked to. Link it into a
// separate program.
#include <cstddef>
#include <cstdlib>
#include <new>

extern std::size_t allocations;         // so far
extern std::size_t releases;            // so far
extern std::size_t failing_allocation;  // the one that throws, counted from the start; 0: none
std::size_t allocations = 0;
std::size_t releases = 0;
std::size_t failing_allocation = 0;

void* operator new(std::size_t size) {
  if (++allocations == failing_allocation) {
    ++releases;  // of nothing
    throw std::bad_alloc();
  }
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) { return operator new(size); }  // a sanitizer's does not call operator new
void operator delete(void* memory) noexcept {
  releases += memory != nullptr;
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
void operator delete[](void* memory) noexcept { operator delete(memory); }
void operator delete[](void* memory, std::size_t) noexcept { operator delete(memory); }
