#pragma once

#include "roster/fields/draft.hpp"
#include "roster/fields/list_kind.hpp"

namespace roster {
namespace detail {

/// How a field of some type is written: its `field_kind`, for whoever has only the field's address.
struct field_writing {
  node (*write)(const void* field);
  std::string (*text)(const void* field);
};
template <class T>
struct writing_functions {
  static node write(const void* field) { return field_kind<T>::write(*static_cast<const T*>(field)); }
  static std::string text(const void* field) { return field_text(*static_cast<const T*>(field)); }
};
template <class T>
inline constexpr field_writing writing_of{writing_functions<T>::write, writing_functions<T>::text};

template <class Config>
inline constexpr auto writings_in = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<const field_writing*, sizeof...(I)>{&writing_of<held_type<I, Config>>...};
}(std::make_index_sequence<field_count<Config>>{});

/// A type of configs that are written, apart from `config_info`: only programs that write configs pay for it.
struct config_writing {
  const config_info* info;
  const field_writing* const* fields;

  node::object write(const void* config) const {
    node::object members;
    for (std::size_t i = 0; i < info->fields.size(); ++i) {
      const auto& field = info->fields[i];
      members.emplace_back(field.declared.field, fields[i]->write(field.in(config)));
    }
    return members;
  }
  std::string text(const void* config) const {
    std::string all;
    for (std::size_t i = 0; i < info->fields.size(); ++i) {
      const auto& field = info->fields[i];
      all += (i ? ", " : "") + std::string(field.declared.field) + "=" + fields[i]->text(field.in(config));
    }
    return std::string(info->name) + "(" + all + ")";
  }
};
template <class Config>
inline constexpr config_writing writing_in{&info_of<Config>, writings_in<Config>.data()};

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
  detail::any_draft* const all[] = {&drafts...};
  detail::read_fields(given, subject, here, all);
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
  detail::info_of<Config>.check(&config, here);
}

/// A config's fields as `read_fields` reads them.
template <class Config>
node::object write_fields(const Config& config) {
  return detail::writing_in<Config>.write(&config);
}

/// A config as a person would write it: "StepLR(step_size=30, gamma=0.1)".
template <class Config>
std::string config_text(const Config& config) {
  return detail::writing_in<Config>.text(&config);
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

namespace detail {

inline std::vector<field_help> describe(const config_writing& type, const void* defaults) {
  std::vector<field_help> fields;
  for (std::size_t i = 0; i < type.info->fields.size(); ++i) {
    const auto& field = type.info->fields[i];
    fields.push_back({.name = field.declared.field,
                      .about = field.declared.about,
                      .type = field.type->one(),
                      .is_required = field.is_required,
                      .allowed = field.declared.allowed});
    if (!field.is_required) fields.back().by_default = type.fields[i]->write(field.in(defaults));
  }
  return fields;
}

}  // namespace detail

template <class Config>
std::vector<field_help> describe() {
  const auto config = detail::defaults<Config>();
  return detail::describe(detail::writing_in<Config>, &config);
}

}  // namespace roster
