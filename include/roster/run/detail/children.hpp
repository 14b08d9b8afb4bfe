#pragma once

#include <span>
#include <type_traits>
#include <utility>

#include "roster/input/place.hpp"

// Where the config of a composite has its children: in the field `schedulers`, a list of entries, or in the field
// `scheduler`, one entry, or perhaps none.
namespace roster::detail {

template <class Config>
concept has_list_of_children = requires(const Config& config) { config.schedulers; };
template <class Config>
concept has_optional_child = requires(const Config& config) { config.scheduler.has_value(); };

/// The field that has the children.
template <class Config>
inline constexpr std::string_view field_of_children = has_list_of_children<Config> ? "schedulers" : "scheduler";

/// The entries of the children.
template <class Config>
auto entries_of_children(Config& config) {
  if constexpr (has_list_of_children<Config>) {
    return std::span(*config.schedulers);
  } else if constexpr (has_optional_child<Config>) {
    return config.scheduler ? std::span(&**config.scheduler, 1) : decltype(std::span(&**config.scheduler, 1))();
  } else {
    return std::span(&**config.scheduler, 1);
  }
}

/// Whether the children have options of the composite.
template <class Config>
inline constexpr bool have_options =
    !std::is_empty_v<decltype(entries_of_children(std::declval<Config&>())[0].options)>;

/// The places of the children: `schedulers[1]`, or `scheduler`.
template <class Config>
class places_of_children {
 public:
  explicit places_of_children(const place& here) noexcept : field_(here.member(field_of_children<Config>)) {}

  const place& field() const noexcept { return field_; }
  place operator[](std::size_t position) const noexcept {
    return has_list_of_children<Config> ? field_.element(position) : field_;
  }

 private:
  place field_;
};

}  // namespace roster::detail
