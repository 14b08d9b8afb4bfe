#include "roster/fields/detail/free_names.hpp"

#include <string_view>

// What the compiler says of a name that is taken is tested by compile_fail/field_called_like_an_option.cpp.
namespace free_names_tests {

struct Cat {
  double age = 1;
  bool verbose = true;
};
struct Dog {
  double size = 1;
};
struct Options {
  bool quiet = true;
  bool verbose = false;
};
struct Name {
  int name = 1;
};

using roster::detail::taken_field;

static_assert(taken_field<Cat, Options> == 1 && taken_field<Cat, Name, Options> == 1);
static_assert(taken_field<Cat, Name> == 2 && taken_field<Cat> == 2 && taken_field<Dog, Name, Options> == 1);
static_assert(sizeof(roster::detail::has_free_names<Dog, Name, Options>) > 0);

}  // namespace free_names_tests
