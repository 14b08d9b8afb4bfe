#pragma once

#include "roster/fields/draft.hpp"
#include "roster/fields/list_kind.hpp"

namespace roster {
namespace detail {

/// Writes a field of some type, by its address, as a value or as text.
template <class T>
node written(const void* field) {
  return field_kind<T>::write(*static_cast<const T*>(field));
}
template <class T>
std::string text_of(const void* field) {
  return field_text(*static_cast<const T*>(field));
}
using field_writer = node (*)(const void* field);
using field_teller = std::string (*)(const void* field);

// Apart from `config_info`, and from each other, so that programs pay only for what they use
template <class Config>
inline constexpr auto writers_of = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<field_writer, sizeof...(I)>{written<held_type<I, Config>>...};
}(std::make_index_sequence<field_count<Config>>{});
template <class Config>
inline constexpr auto tellers_of = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<field_teller, sizeof...(I)>{text_of<held_type<I, Config>>...};
}(std::make_index_sequence<field_count<Config>>{});

inline node::object write(const config_info& info, const field_writer* writers, const void* config) {
  node::object members;
  for (std::size_t i = 0; i < info.fields.size(); ++i) {
    const auto& field = info.fields[i];
    members.push_back({field.name, writers[i](field.in(config))});
  }
  return members;
}
inline std::string text(const config_info& info, const field_teller* tellers, const void* config) {
  std::string all;
  for (std::size_t i = 0; i < info.fields.size(); ++i) {
    const auto& field = info.fields[i];
    all += concat({i ? ", " : "", field.name, "=", tellers[i](field.in(config))});
  }
  return concat({info.name, "(", all, ")"});
}

/// Both ways to write a config of some type.
struct config_writing {
  const config_info* info;
  const field_writer* writers;
  const field_teller* tellers;

  node::object write(const void* config) const { return detail::write(*info, writers, config); }
  std::string text(const void* config) const { return detail::text(*info, tellers, config); }
};
template <class Config>
inline constexpr config_writing writing_in{&info_of<Config>, writers_of<Config>.data(), tellers_of<Config>.data()};

}  // namespace detail

/// The names of a config's fields, in order.
template <class Config>
inline constexpr auto& field_names = detail::field_names<Config>;

namespace detail {

/// "an object with fields of Crop (width, aspect)"
inline std::string with_fields_of(std::string_view object, const config_info& type) {
  std::vector<std::string_view> names;
  for (const auto& field : type.fields) names.push_back(field.name);
  const auto all = enumerated(names);
  return concat({object, " with fields of ", type.name, all.empty() ? "" : " (", all, all.empty() ? "" : ")"});
}

}  // namespace detail

/// Reads one object into drafts of several configs: each member goes to the draft that has a field of that name.
/// Reports all problems to `here`: fields that are unknown, missing, given twice, of a wrong type or length, out of
/// bounds or not finite, and, if all fields are right, what the configs' own `check` finds. `subject` names the owner
/// of the fields in messages.
template <class... Configs>
void read_fields(const object_view& given, std::string_view subject, const place& here,
                 detail::draft<Configs>&... drafts) {
  detail::any_draft* const all[] = {&drafts...};
  detail::read_fields(given, subject, here, all);
}

/// The config that `given` describes. If problems are reported to `here`, do not use it.
template <class Config>
Config read_config(const object_view& given, const place& here) {
  detail::draft<Config> draft;
  read_fields(given, type_name<Config>, here, draft);
  return std::move(draft.config());
}

/// Reports to `here` the problems of a config that was written in code.
template <class Config>
void check_config(const Config& config, const place& here) {
  detail::info_of<Config>.check(&config, here);
}

/// A config's fields, in a form that `read_fields` reads back.
template <class Config>
node::object write_fields(const Config& config) {
  return detail::write(detail::info_of<Config>, detail::writers_of<Config>.data(), &config);
}

/// A config as a person would write it: "StepLR(step_size=30, gamma=0.1)".
template <class Config>
std::string config_text(const Config& config) {
  return detail::text(detail::info_of<Config>, detail::tellers_of<Config>.data(), &config);
}

/// A field's documentation.
struct field_help {
  std::string_view name;
  std::string_view about;  ///< what it means, in one line
  std::string type;        ///< "an integer"
  bool takes_lengths;      ///< in place of its integers, also texts such as "5 epochs"
  bool is_required;
  node by_default = {};  ///< null for a required field
  limit allowed = {};
};

namespace detail {

inline std::vector<field_help> describe(const config_info& info, const rule* rules, const bool* lengths,
                                        const field_writer* writers, const void* defaults) {
  std::vector<field_help> fields;
  for (std::size_t i = 0; i < info.fields.size(); ++i) {
    const auto& field = info.fields[i];
    fields.push_back({.name = field.name,
                      .about = rules[i].about,
                      .type = field.type->one(),
                      .takes_lengths = lengths[i],
                      .is_required = field.is_required,
                      .allowed = field.allowed});
    if (!field.is_required) fields.back().by_default = writers[i](field.in(defaults));
  }
  return fields;
}

}  // namespace detail

/// The documentation of a config's fields, in order.
template <class Config>
std::vector<field_help> describe() {
  const auto config = detail::defaults<Config>();
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    constexpr bool lengths[] = {detail::takes_lengths<detail::held_type<I, Config>>..., false};
    return detail::describe(detail::info_of<Config>, detail::rules_of<Config>(), lengths,
                            detail::writers_of<Config>.data(), &config);
  }(std::make_index_sequence<detail::field_count<Config>>{});
}

}  // namespace roster
