#pragma once

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

#include "roster/fields/config_members.hpp"
#include "roster/fields/detail/reflect.hpp"
#include "roster/fields/list_kind.hpp"
#include "roster/registry/nearest.hpp"

namespace roster {
namespace detail {

template <class Config, bool Match>
struct rules_name_all_fields_in_order {
  static_assert(Match,
                "roster: Config::rules[] has a rule for each field, by the field's name and in the fields' order");
};

/// What `Config::rules` says of the field at position `I`; nothing, if the config has no rules.
template <class Config, std::size_t I>
constexpr rule rule_of() {
  if constexpr (has_rules<Config>) {
    constexpr bool match = [] {
      if (std::size(Config::rules) != field_count<Config>) return false;
      for (std::size_t i = 0; i < field_count<Config>; ++i) {
        if (Config::rules[i].field != field_names<Config>[i]) return false;
      }
      return true;
    }();
    (void)rules_name_all_fields_in_order<Config, match>{};
    return Config::rules[I];
  } else {
    return {.field = field_names<Config>[I], .about = {}};
  }
}

/// Adds what of a config's field is out of bounds.
template <class Config, std::size_t I, class Field>
void check_field(const Field& field, const place& here) {
  constexpr auto r = rule_of<Config, I>();
  field_kind<Field>::check(field, r.allowed, here.member(r.field));
}

/// Rules that join several fields: `void check(const place&) const` of the config.
template <class Config>
void check_rules(const Config& config, const place& here) {
  (void)demand_config_members<Config>();
  if constexpr (has_check<Config>) config.check(here);
}

/// A config that is being read: its values so far, and which fields were given.
template <class Config>
class draft {
 public:
  draft() = default;
  /// What is not given is as in `base`, required fields too.
  explicit draft(Config base) : config_(std::move(base)), complete_(true) {}

  /// Takes the value if there is a field of that name.
  bool take(std::string_view name, const value& given, const place& here) {
    bool known = false;
    for_each_field(config_, [&](auto i, auto& field) {
      if (name != field_names<Config>[i]) return;
      known = true;
      read<i>(field, given, here.member(name));
    });
    return known;
  }

  /// Adds what is missing, and, if there were no more than `before` problems, what the fields are together.
  void finish(std::size_t before, const place& here) {
    for_each_field(config_, [&](auto i, auto& field) {
      using type = std::remove_cvref_t<decltype(field)>;
      if (given_[i] || complete_ || !is_required_field<i, Config>) return;
      constexpr auto r = rule_of<Config, i>();
      here.member(r.field).report(problem_kind::missing, is_missing(bounded(field_kind<type>::one(), r.allowed)));
    });
    if (here.problems() == before) check_rules(config_, here);
  }

  /// Whether the field of that name was given, rightly or wrongly.
  bool given(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < given_.size(); ++i) {
      if (field_names<Config>[i] == name) return given_[i];
    }
    return false;
  }

  /// Adds the fields with a default that were not given, too.
  void demand_all(const place& here) {
    for_each_field(config_, [&](auto i, auto&) {
      if (!given_[i] && !is_required_field<i, Config>)
        here.member(field_names<Config>[i]).report(problem_kind::missing, is_missing());
    });
  }

  Config& config() noexcept { return config_; }

 private:
  template <std::size_t I, class Field>
  void read(Field& field, const value& given, const place& here) {
    constexpr auto r = rule_of<Config, I>();
    if (given_[I]) {
      here.report(problem_kind::given_twice, "is given twice");
    } else if (!field_kind<Field>::read(given, field, r.allowed, here)) {
      here.report(problem_kind::wrong_type, is_not(given, bounded(field_kind<Field>::one(), r.allowed)));
    }
    given_[I] = true;
  }

  Config config_ = defaults<Config>();
  std::array<bool, field_count<Config>> given_{};
  bool complete_ = false;
};

inline void add_unknown_field(std::string_view name, std::string_view subject, std::span<const std::string_view> known,
                              const place& here) {
  auto text = "is no field of " + std::string(subject);
  if (!known.empty()) text += ", which has " + enumerated(known);
  // In a heap of problems nobody reads on, and each costs a search.
  const auto meant = here.problems() < error::most_told ? nearest(name, known) : known.size();
  here.member(name).report(problem_kind::unknown_field, text, meant < known.size() ? known[meant] : "");
}

}  // namespace detail

/// The names of a config's fields, in order.
template <class Config>
inline constexpr auto& field_names = detail::field_names<Config>;

/// Reads the members of `given` into drafts of several configs, whose fields stand side by side there. Everything that
/// is wrong is added to `here`: unknown, missing, twice, wrong type, out of bounds, not finite, wrong length, and, if
/// all fields are right, what the configs' own `check` finds. `subject` names what has these fields.
template <class... Configs>
void read_fields(const object_view& given, std::string_view subject, const place& here,
                 detail::draft<Configs>&... drafts) {
  const auto before = here.problems();
  for (const auto& [name, member] : given) {
    if ((drafts.take(name, member, here) || ...)) continue;
    constexpr auto known = [] {
      std::array<std::string_view, (detail::field_count<Configs> + ...)> names{};
      auto* next = names.data();
      ((next = std::ranges::copy(detail::field_names<Configs>, next).out), ...);
      return names;
    }();
    detail::add_unknown_field(name, subject, known, here);
  }
  (drafts.finish(before, here), ...);
}

/// The config that `given` describes; with problems added to `here`, it is not to be used.
template <class Config>
Config read_config(const object_view& given, const place& here) {
  detail::draft<Config> draft;
  read_fields(given, type_name<Config>, here, draft);
  return std::move(draft.config());
}

/// Adds to `here` what is wrong with a config that was written in code.
template <class Config>
void check_config(const Config& config, const place& here) {
  const auto before = here.problems();
  detail::for_each_field(config, [&](auto i, const auto& field) { detail::check_field<Config, i>(field, here); });
  if (here.problems() == before) detail::check_rules(config, here);
}

/// A config's fields as `read_fields` reads them.
template <class Config>
node::object write_fields(const Config& config) {
  node::object members;
  detail::for_each_field(config, [&](auto i, const auto& field) {
    using kind = field_kind<std::remove_cvref_t<decltype(field)>>;
    members.emplace_back(detail::field_names<Config>[i], kind::write(field));
  });
  return members;
}

/// A config as a person would write it: "StepLR(step_size=30, gamma=0.1)".
template <class Config>
std::string config_text(const Config& config) {
  std::string fields;
  detail::for_each_field(config, [&](auto i, const auto& field) {
    fields +=
        (fields.empty() ? "" : ", ") + std::string(detail::field_names<Config>[i]) + "=" + detail::field_text(field);
  });
  return std::string(type_name<Config>) + "(" + fields + ")";
}

/// What a person wants to know of a field.
struct field_help {
  std::string_view name;
  std::string_view about;  ///< what it means, in one line
  std::string type;        ///< "an integer"
  bool is_required;
  node by_default = {};  ///< null for a required field
  limit allowed = {};
};

template <class Config>
std::vector<field_help> describe() {
  const auto config = detail::defaults<Config>();
  std::vector<field_help> fields;
  detail::for_each_field(config, [&](auto i, const auto& field) {
    using type = std::remove_cvref_t<decltype(field)>;
    constexpr auto r = detail::rule_of<Config, i>();
    constexpr bool is_required = detail::is_required_field<i, Config>;
    field_help help{.name = r.field,
                    .about = r.about,
                    .type = field_kind<type>::one(),
                    .is_required = is_required,
                    .allowed = r.allowed};
    if (!is_required) help.by_default = field_kind<type>::write(field);
    fields.push_back(std::move(help));
  });
  return fields;
}

}  // namespace roster
