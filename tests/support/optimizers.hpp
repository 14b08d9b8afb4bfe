#pragma once

#include <string>

#include "roster/fields/fields.hpp"
#include "roster/files/json.hpp"
#include "roster/input/node.hpp"
#include "roster/optimizers/optimizer_entry.hpp"
#include "support/fields.hpp"

namespace test {

/// A config's fields as JSON.
template <class Config>
std::string fields(const Config& config) {
  return roster::to_json(roster::node(roster::write_fields(config)));
}

/// What checking `group` as a parameter group of `optimizer` reports.
template <class Config>
std::string check_group(const Config& group, const Config& optimizer) {
  return reported("groups[0]", [&](const roster::place& here) { roster::detail::check_group(group, optimizer, here); });
}

}  // namespace test
