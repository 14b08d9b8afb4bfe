#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "roster/node.hpp"
#include "roster/value.hpp"

namespace roster {

/// The parts of a JSON Schema that have names, each made once: what makes schedulers of schedulers refers to itself.
class definitions {
 public:
  /// A reference to the part of that name, which `make()` makes if it is not there yet.
  template <class Make>
  node refer(const std::string& name, Make&& make) {
    if (std::ranges::find(all_, name, &node::object::value_type::first) == all_.end()) {
      const auto position = all_.size();
      all_.emplace_back(name, node());
      auto made = make();
      all_[position].second = std::move(made);
    }
    return node(node::object{{"$ref", node(value("#/$defs/" + name))}});
  }

  const node::object& all() const noexcept { return all_; }

 private:
  node::object all_;
};

}  // namespace roster
