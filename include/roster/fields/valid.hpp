#pragma once

#include "roster/fields/entry.hpp"

namespace roster {

/// A config or an entry that has been checked, with all that it holds. Nobody has to check it again.
template <class T>
class valid {
 public:
  const T& operator*() const& noexcept { return held_; }
  T&& operator*() && noexcept { return std::move(held_); }
  const T* operator->() const noexcept { return &held_; }

  /// For what was checked otherwise: it was read without a problem, or is a part of something valid.
  static valid trust(T&& checked) { return valid(std::move(checked)); }

 private:
  explicit valid(T&& checked) : held_(std::move(checked)) {}

  T held_;
};

/// Checks a config. Throws an `error` with all its problems.
template <class Config>
valid<Config> validated(Config config) {
  checked(type_name<Config>, [&](const place& here) { check_config(config, here); });
  return valid<Config>::trust(std::move(config));
}
template <class Registry, class Options>
valid<entry<Registry, Options>> validated(entry<Registry, Options> chosen) {
  checked(chosen.name(), [&](const place& here) { field_kind<entry<Registry, Options>>::check(chosen, {}, here); });
  return valid<entry<Registry, Options>>::trust(std::move(chosen));
}

}  // namespace roster
