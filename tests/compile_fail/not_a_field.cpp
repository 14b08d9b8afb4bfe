// ERRORS: 12
// EXPECT: can_be_a_field<Pointers, .*"next"
// EXPECT: this field is a pointer
// EXPECT: can_be_a_field<Texts, .*"title"
// EXPECT: can_be_a_field<Lists, .*"items"
// EXPECT: this field is a view
// EXPECT: can_be_a_field<Colours, .*"shade"
// EXPECT: enums are fields after #include <roster/enums.hpp>
// EXPECT: can_be_a_config<Constants, .*not_assignable, 1>
// EXPECT: can_be_a_config<Atomics, .*not_assignable, 0>
// EXPECT: can_be_a_config<References, .*not_assignable, 0>
// EXPECT: a field of this config cannot be assigned
// EXPECT: can_be_a_field<Unknowns, .*"thing"
// EXPECT: this type is unknown
// EXPECT: can_be_a_config<Arrays, .*c_array, 1>
// EXPECT: a field of this config is a C array
// EXPECT: can_be_a_config<Derived, .*base_class
// EXPECT: a config cannot have a base class
// EXPECT: can_be_a_config<Private, .*not_an_aggregate
// EXPECT: a config is an aggregate
// EXPECT: can_be_a_(config<Greedy, .*takes_anything, 1|field<Greedy, .*"any")
// EXPECT: constructor that takes anything|this type is unknown
#include <atomic>
#include <span>
#include <string>
#include <vector>

#include "roster/fields/fields.hpp"
#include "roster/fields/one_of.hpp"
#include "roster/fields/schema.hpp"

enum class colour { red, green };
struct base {
  double age = 1;
};
struct unknown {
  explicit unknown(int) {}
  unknown() = default;
};
struct greedy {
  greedy() = default;
  template <class T>
  greedy(T) = delete;
};

#ifdef BAD
struct Pointers {
  double age = 1;
  const char* next = nullptr;
};
struct Texts {
  std::string_view title = "";
};
struct Lists {
  std::vector<std::span<int>> items = {};
};
struct Colours {
  colour shade = colour::red;
};
struct Constants {
  double age = 1;
  const double size = 1;
};
struct Atomics {
  std::atomic<int> count = 1;
};
struct Unknowns {
  unknown thing = {};
};
struct References {
  const double& age;
};
struct Arrays {
  double age = 1;
  double pair[2] = {1, 2};
};
struct Derived : base {
  double size = 1;
};
class Private {
 public:
  double age = 1;

 protected:
  double size = 1;
};
struct Greedy {
  double age = 1;
  greedy any = {};
};
#else
struct Pointers {
  double age = 1;
  std::string next = "";
};
struct Texts {
  std::string title = "";
};
struct Lists {
  std::vector<std::vector<double>> items = {};
};
struct Colours {
  roster::one_of<"red", "green"> shade = "red";
};
struct Constants {
  double size = 1;
};
struct Atomics {
  int count = 1;
};
struct Unknowns {
  std::optional<double> thing = {};
};
struct References {
  double age;
};
struct Arrays {
  double age = 1;
  std::array<double, 2> pair = {1, 2};
};
struct Derived {
  double size = 1;
};
class Private {
 public:
  double age = 1;
  double size = 1;
};
struct Greedy {
  double age = 1;
};
#endif

template <class Config>
void use() {
  (void)roster::describe<Config>();
  (void)roster::schema<Config>("a config");
  void (*const check)(const Config&, const roster::place&) = roster::check_config<Config>;
  (void)check;
}

void program() {
  use<Pointers>();
  use<Texts>();
  use<Lists>();
  use<Colours>();
  use<Constants>();
  use<Atomics>();
  use<Unknowns>();
  use<References>();
  use<Arrays>();
  use<Derived>();
  use<Private>();
  use<Greedy>();
}
