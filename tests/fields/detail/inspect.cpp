#include "roster/fields/detail/inspect.hpp"

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "roster/fields/one_of.hpp"
#include "roster/fields/per_group.hpp"
#include "roster/fields/required.hpp"
#include "roster/run/default_registry.hpp"

namespace inspect_tests {

using roster::required;
using roster::detail::obstacle;

template <class Config, std::size_t Fields>
inline constexpr bool has_fields =
    roster::detail::inspect<Config>().found == obstacle::none && roster::detail::inspect<Config>().fields == Fields;
template <class Config, obstacle Found, std::size_t Position = 0>
inline constexpr bool has_obstacle =
    roster::detail::inspect<Config>().found == Found && roster::detail::inspect<Config>().position == Position;

struct Empty {};
struct Numbers {
  double a;
  int b = 1;
  bool c;
  unsigned char d = 4;
};
struct Required {
  required<double> a;
  required<std::vector<double>> b;
  required<std::string> c;
  required<roster::default_registry::entry> d;
  double e = 1;
};
struct Library {
  std::string a;
  std::vector<bool> b;
  std::optional<int> c;
  std::variant<int, std::string> d;
  std::array<int, 3> e;
  std::pair<int, double> f;
  std::unique_ptr<int> g;
  std::vector<Library> h;
};
struct Ours {
  roster::one_of<"a", "b"> a = "a";
  roster::per_group<double> b = 1;
  roster::node c;
  roster::default_registry::entry d;
  roster::default_registry::entry e = roster::StepLR{.step_size = 3};
  Numbers f;
  Empty g;
};
static_assert(has_fields<Empty, 0> && has_fields<Numbers, 4> && has_fields<Required, 5> && has_fields<Library, 8> &&
              has_fields<Ours, 7>);

struct A1 {
  double a[1];
};
struct A2 {
  double a;
  int b[2];
  double c;
};
struct A3 {
  required<double> a;
  double b = 1;
  Numbers c[2][3];
};
static_assert(has_obstacle<A1, obstacle::c_array, 0> && has_obstacle<A2, obstacle::c_array, 1> &&
              has_obstacle<A3, obstacle::c_array, 2>);

struct D1 : Empty {
  int a;
};
struct D2 : Numbers {
  int e;
};
struct D3 : Numbers {};
struct D4 : Numbers {
  required<int> e;
};
struct D5 : Empty, Numbers {};
static_assert(has_obstacle<D1, obstacle::base_class> && has_obstacle<D2, obstacle::base_class> &&
              has_obstacle<D3, obstacle::base_class> && has_obstacle<D4, obstacle::base_class> &&
              has_obstacle<D5, obstacle::base_class>);

struct Constant {
  int a;
  const int b = 1;
};
struct Reference {
  int& a;
};
struct Atomic {
  int a;
  int b;
  std::atomic<int> c;
};
static_assert(has_obstacle<Constant, obstacle::not_assignable, 1> &&
              has_obstacle<Reference, obstacle::not_assignable, 0> &&
              has_obstacle<Atomic, obstacle::not_assignable, 2>);

class Protected {
 protected:
  int a;

 public:
  int b;
};
struct Constructor {
  Constructor();
};
struct Virtual {
  virtual ~Virtual();
};
union Union {
  int a;
};
static_assert(has_obstacle<Protected, obstacle::not_an_aggregate> &&
              has_obstacle<Constructor, obstacle::not_an_aggregate> &&
              has_obstacle<Virtual, obstacle::not_an_aggregate> && has_obstacle<Union, obstacle::not_an_aggregate> &&
              has_obstacle<int, obstacle::not_an_aggregate>);

#ifdef __cpp_impl_reflection
struct Bits {
  int a;
  int b : 3;
};
static_assert(has_obstacle<Bits, obstacle::bit_field, 1>);
#else
struct greedy {
  greedy();
  template <class T>
  greedy(T) = delete;
};
struct Greedy {
  int a;
  greedy b;
};
static_assert(has_obstacle<Greedy, obstacle::takes_anything, 1>);
#endif

}  // namespace inspect_tests
