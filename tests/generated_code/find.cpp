// What the compiler makes of find and visit; check.cmake reads the object file.
#include <cstddef>
#include <string_view>

#include "roster/registry.hpp"
#include "roster/schedulers.hpp"

using registry = roster::registry<roster::schedulers>;

namespace many {

template <int I>
struct numbered {
  static constexpr char text[] = {'T', char('a' + I / 10), char('a' + I % 10), 'x', 'y'};
  static constexpr std::string_view name{text, 5};
};
inline constexpr auto list = []<int... I>(std::integer_sequence<int, I...>) {
  return boost::hana::tuple_t<numbered<I>...>;
}(std::make_integer_sequence<int, 60>{});
using registry = roster::registry<list>;

}  // namespace many

extern "C" {

std::size_t find_of_3(const char* name, std::size_t size) {
  const auto key = registry::find({name, size});
  return key ? key->index() : 3;
}
std::size_t find_of_60(const char* name, std::size_t size) {
  const auto key = many::registry::find({name, size});
  return key ? key->index() : 60;
}

// So different for each type that no table of results can stand for them.
void called_0(), called_1(int), called_2(int, int);
void visit_of_60(many::registry::key key) {
  many::registry::visit(key, []<int I>(std::type_identity<many::numbered<I>>) {
    if constexpr (I % 3 == 0) called_0();
    if constexpr (I % 3 == 1) called_1(I);
    if constexpr (I % 3 == 2) called_2(I, I * I);
  });
}
}
