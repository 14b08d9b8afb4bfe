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

using roster::detail::taken_name;

static_assert(std::string_view(taken_name<Cat, Options>()) == "verbose");
static_assert(std::string_view(taken_name<Cat, Name, Options>()) == "verbose");
static_assert(std::string_view(taken_name<Cat, Name>()).empty() && std::string_view(taken_name<Cat>()).empty());
static_assert(std::string_view(taken_name<Dog, Name, Options>()).empty());
static_assert(sizeof(roster::detail::has_free_names<Dog, Name, Options>) > 0);

}  // namespace free_names_tests
