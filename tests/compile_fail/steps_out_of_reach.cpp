// EXPECT: roster: this type is made of roster::steps: give its field_kind the function each_steps
// EXPECT: Reach
#include "roster/roster.hpp"

/// A type of somebody else, with or without a way to the steps in it
struct Reach {
  roster::steps within = 0;
};

template <>
struct roster::field_kind<Reach> {
  using parts = roster::types<roster::steps>;
  using inner = field_kind<roster::steps>;
  static std::string one() { return inner::one(); }
  static std::string many() { return inner::many(); }
  static bool read(const value& given, Reach& field, const limit& allowed, const place& here) {
    return inner::read(given, field.within, allowed, here);
  }
  static void check(const Reach& field, const limit& allowed, const place& here) {
    inner::check(field.within, allowed, here);
  }
#ifndef BAD
  static void each_steps(Reach& field, const limit& allowed, const place& here, const steps_visitor& visitor) {
    inner::each_steps(field.within, allowed, here, visitor);
  }
#endif
  static node write(const Reach& field) { return inner::write(field.within); }
  static node::object schema(const limit& allowed, definitions& all) { return inner::schema(allowed, all); }
};

struct Config {
  Reach reach = {};
};

void program(const Config& config, const roster::place& here) { roster::check_config(config, here); }
