#pragma once

#include <iterator>
#include <span>

#include "roster/fields/config_members.hpp"
#include "roster/fields/detail/refusal.hpp"
#include "roster/fields/number_kind.hpp"
#include "roster/fields/plain_kind.hpp"
#include "roster/fields/steps.hpp"

// A config as constant data. Plain functions read these tables, whatever the config: they are compiled once, not once
// for each config.
namespace roster::detail {

/// How to read and check a field of some type by its address: its `field_kind` as functions.
struct field_reading {
  std::string (*one)();
  bool (*read)(const value& given, void* field, const limit& allowed, const place& here);
  void (*check)(const void* field, const limit& allowed, const place& here);
  /// Reports a list that does not have one element for each group. Null if the type cannot hold such a list.
  void (*check_groups)(const void* field, std::size_t groups, const place& here);
  /// Reports such a list that has no element for a group that joined. Null, too.
  void (*check_origins)(const void* field, origins from, const place& here);
  /// Puts such a list into the order of the groups that there are now. Null, too.
  void (*regroup)(void* field, origins from) noexcept;
  /// Calls the visitor with each number of steps. Null if the type cannot hold any.
  void (*each_steps)(void* field, const limit& allowed, const place& here, const steps_visitor& visitor);
};

/// The functions of a `field_reading`. No lambdas: each would be two functions to compile.
template <class T>
struct reading_functions {
  using kind = field_kind<T>;
  static std::string one() { return kind::one(); }
  static bool read(const value& given, void* field, const limit& allowed, const place& here) {
    return kind::read(given, *static_cast<T*>(field), allowed, here);
  }
  static void check(const void* field, const limit& allowed, const place& here) {
    kind::check(*static_cast<const T*>(field), allowed, here);
  }
  static constexpr bool has_groups =
      requires(const T& field, const place& here) { kind::check_groups(field, std::size_t{}, here); };
  static void check_groups(const void* field, std::size_t groups, const place& here)
    requires has_groups
  {
    kind::check_groups(*static_cast<const T*>(field), groups, here);
  }
  static void check_origins(const void* field, origins from, const place& here)
    requires has_groups
  {
    kind::check_origins(*static_cast<const T*>(field), from, here);
  }
  static void regroup(void* field, origins from) noexcept
    requires has_groups
  {
    kind::regroup(*static_cast<T*>(field), from);
  }
  static void each_steps(void* field, const limit& allowed, const place& here, const steps_visitor& visitor)
    requires holds_steps<T>
  {
    kind::each_steps(*static_cast<T*>(field), allowed, here, visitor);
  }
};

template <class T>
inline constexpr field_reading reading_of = [] {
  using functions = reading_functions<T>;
  field_reading made{functions::one, functions::read, functions::check, nullptr, nullptr, nullptr, nullptr};
  if constexpr (functions::has_groups) {
    made.check_groups = functions::check_groups;
    made.check_origins = functions::check_origins;
    made.regroup = functions::regroup;
  }
  static_assert(holds_steps<T> || !takes_lengths<T>,
                "roster: this type is made of roster::steps: give its field_kind the function each_steps");
  if constexpr (holds_steps<T>) made.each_steps = functions::each_steps;
  return made;
}();

/// A field of a config.
struct field_info {
  std::string_view name;
  limit allowed;  ///< within the range of its type
  const field_reading* type;
  std::uint32_t offset;  ///< in the config, in bytes
  bool is_required;

  void* in(void* config) const noexcept { return static_cast<std::byte*>(config) + offset; }
  const void* in(const void* config) const noexcept { return static_cast<const std::byte*>(config) + offset; }
};

// Without what the fields mean: only help and schemas need those texts.
template <class Config>
inline constexpr auto fields_in = []<std::size_t... I>(std::index_sequence<I...>) {
  constexpr const rule* rules = rules_of<Config>();
  return std::array<field_info, sizeof...(I)>{
      field_info{rules[I].field, rules[I].allowed.within(range_of<held_type<I, Config>>),
                 &reading_of<held_type<I, Config>>, field_offsets<Config>[I], is_required_field<I, Config>}...};
}(std::make_index_sequence<field_count<Config>>{});

/// The constant data of a config's type.
struct config_info {
  std::string_view name;
  std::span<const field_info> fields;
  /// The config's own `check`, for rules about several fields. Null if it has none.
  void (*check_rules)(const void* config, const place& here);

  /// Reports the problems of a config.
  void check(const void* config, const place& here) const {
    const auto before = here.problems();
    for (const auto& field : fields) {
      field.type->check(field.in(config), field.allowed, here.member(field.name));
    }
    if (here.problems() == before && check_rules) check_rules(config, here);
  }
  /// Reports the fields that do not fit that many parameter groups.
  void check_groups(const void* config, std::size_t groups, const place& here) const {
    for (const auto& field : fields) {
      if (!field.type->check_groups) continue;
      field.type->check_groups(field.in(config), groups, here.member(field.name));
    }
  }
  /// Reports the lists that have no element for a group that joined.
  void check_origins(const void* config, origins from, const place& here) const {
    for (const auto& field : fields) {
      if (!field.type->check_origins) continue;
      field.type->check_origins(field.in(config), from, here.member(field.name));
    }
  }
  /// Puts the lists with one element for each group into the order of the groups that there are now.
  void regroup(void* config, origins from) const noexcept {
    for (const auto& field : fields) {
      if (field.type->regroup) field.type->regroup(field.in(config), from);
    }
  }
  /// Calls the visitor with each number of steps in a config.
  void each_steps(void* config, const place& here, const steps_visitor& visitor) const {
    for (const auto& field : fields) {
      if (!field.type->each_steps) continue;
      field.type->each_steps(field.in(config), field.allowed, here.member(field.name), visitor);
    }
  }
  /// Whether a config holds a length that has not become a number of steps.
  bool has_lengths(const void* config, const place& here) const {
    bool found = false;
    each_steps(const_cast<void*>(config), here, {note_length, &found});  // which changes nothing
    return found;
  }
};

template <class Config>
void check_own_rules(const void* config, const place& here) {
  static_cast<const Config*>(config)->check(here);
}

template <class Config>
inline constexpr config_info info_of = [] {
  if constexpr (!is_fit<Config>) (void)fit_to_be_a_config<Config>{};
  constexpr bool fit = demand_config_members<Config>();
  (void)fit;
  config_info made{type_name<Config>, fields_in<Config>, nullptr};
  if constexpr (has_check<Config>) made.check_rules = check_own_rules<Config>;
  return made;
}();

}  // namespace roster::detail
