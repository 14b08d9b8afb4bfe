#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "roster/fields/field_kind.hpp"
#include "roster/fields/fields.hpp"
#include "roster/fields/rule.hpp"
#include "roster/fields/schema.hpp"
#include "roster/files/json.hpp"
#include "roster/input/error.hpp"
#include "roster/input/node.hpp"
#include "roster/input/place.hpp"
#include "roster/input/value.hpp"
#include "roster/registry/type_name.hpp"

namespace test {

/// All that `f` reports, as the text of an error about "x"; empty if it reports nothing.
template <class F>
std::string reported(std::string_view subject, F&& f) {
  std::vector<roster::problem> problems;
  f(roster::place(problems));
  return problems.empty() ? "" : std::string(roster::error(subject, problems).what());
}

/// What reading `given` into `field` reports; "not one" if the field does not take that kind of value.
template <class T>
std::string read(T& field, const roster::value& given, const roster::limit& allowed = {}) {
  bool taken = false;
  const auto problems = reported(
      "x", [&](const roster::place& here) { taken = roster::field_kind<T>::read(given, field, allowed, here); });
  return taken ? problems : "not one" + problems;
}

/// What checking a field reports.
template <class T>
std::string check(const T& field, const roster::limit& allowed = {}) {
  return reported("x", [&](const roster::place& here) { roster::field_kind<T>::check(field, allowed, here); });
}

/// The JSON Schema of a field.
template <class T>
std::string schema_of(const roster::limit& allowed = {}) {
  roster::definitions parts;
  return roster::to_json(roster::node(roster::field_kind<T>::schema(allowed, parts)));
}

/// What checking a config reports.
template <class Config>
std::string check_config(const Config& config) {
  return reported(roster::type_name<Config>, [&](const roster::place& here) { roster::check_config(config, here); });
}

}  // namespace test
