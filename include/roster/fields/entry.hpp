#pragma once

#include <algorithm>

#include "roster/fields/any_config.hpp"
#include "roster/fields/detail/choice.hpp"
#include "roster/fields/detail/free_names.hpp"
#include "roster/fields/detail/systems.hpp"
#include "roster/fields/entry_schema.hpp"
#include "roster/fields/fields_of.hpp"

namespace roster {

struct no_options {};

namespace detail {

/// The field that chooses an entry's type.
struct entry_name {
  required<std::string> name;
};

}  // namespace detail

/// A config of any type of a registry, with the `Options` that all types take: `{"name": "StepLR", "step_size": 30}`.
/// If they have `bool counts_epochs() const` and it is true, lengths in the entry become numbers of epochs.
template <class Registry, class Options = no_options>
class entry : public any_config<Registry> {
 public:
  /// Empty until it is read.
  entry() = default;
  template <class Config>
    requires(Registry::template contains<Config>)
  entry(Config config, Options given = {}) : any_config<Registry>(std::move(config)), options(std::move(given)) {
    (void)detail::has_free_names<Config, detail::entry_name, Options>{};
  }
  /// Whether it is a type that is not in the registry's list.
  template <class Config>
  static constexpr bool refuses =
      std::is_aggregate_v<Config> && !Registry::template contains<Config> && !detail::converts_to_anything<Config>;
  /// Deleted, so that compilers name the type.
  template <class Config>
    requires refuses<Config>
  entry(Config) = delete;

  Options options;
};

namespace detail {

/// Whether the options may say that a step of their entry is an epoch.
template <class Options>
concept may_count_epochs = requires(const Options& options) {
  { options.counts_epochs() } -> std::same_as<bool>;
};

/// Adds the options that are not the defaults to the text of a config: "StepLR(step_size=30, begin=5)".
inline void add_options(std::string& to, const node::object& options, const node::object& defaults) {
  for (std::size_t i = 0; i < options.size(); ++i) {
    const auto& [name, given] = options[i];
    if (given == defaults[i].given) continue;
    to.pop_back();
    to += concat({to.ends_with('(') ? "" : ", ", name, "=", to_text(value(given)), ")"});
  }
}

/// "the name of a scheduler (StepLR, CosineAnnealingLR)", or the names that may be meant by `asked`
template <class Registry>
std::string expected_name(std::string_view asked = {}) {
  std::string all;
  if constexpr (has_systems<Registry>) {
    const auto several = names_of_several_systems(asked, Registry::names);
    if (!several.empty()) return enumerated(several, " or ");
    all = enumerated_by_system(asked, Registry::names);
  } else {
    all = enumerated(Registry::names);
  }
  return concat({"the name of ", kind_of_entry<Registry>, " (", all, ")"});
}

/// The type that was probably meant by a name; empty if none is near, or several are.
template <class Registry>
std::string_view meant_type(std::string_view name) {
  if constexpr (has_systems<Registry>) {
    return name_meant(name, Registry::names);
  } else {
    return Registry::nearest(last_part(name));
  }
}

/// Reports that no type of the registry has that name.
template <class Registry>
void report_unknown(std::string_view name, const place& here) {
  here.report(problem_kind::unknown_name, is_not(name, expected_name<Registry>(name)), meant_type<Registry>(name));
}

/// The choice by the member `name`, or by what was given in its place. Reports what is missing or not text.
template <class Registry>
choice chosen_name(const object_view& given, const place& here) {
  const auto there = here.member("name");
  for (const auto& member : given) {
    if (member.name != "name") continue;
    if (const auto* text = member.given.as<std::string_view>()) {
      return {.is_made = true, .name = *text, .fields = given};
    }
    there.report(problem_kind::wrong_type, is_not(member.given, expected_name<Registry>()));
    return {};
  }
  auto found = find_choice(given, Registry::names);
  if (found.is_made) {
    found.meant = meant_type<Registry>(found.name);
    report_instead(found, expected_name<Registry>(found.name), here);
  } else {
    there.report(problem_kind::missing, is_missing(expected_name<Registry>()));
  }
  return found;
}

/// Reads the fields of the chosen config, the options and the fields of `more` from one object. Reports problems.
template <class Registry, class Options>
void read_chosen(const object_view& given, entry<Registry, Options>& chosen, const place& here,
                 std::initializer_list<any_draft*> more = {}) {
  (void)names_are_free<Registry, entry_name, Options>{};
  any_draft config(chosen.info(), chosen.object(), false);
  any_draft options(info_of<Options>, &chosen.options, false);
  std::array<any_draft*, 4> all{&config, &options};  // `more` has at most two, so nothing is allocated
  auto* const end = std::copy(more.begin(), more.end(), all.begin() + 2);
  read_fields(given, chosen.info().name, here, {all.begin(), end});
}

/// Reads an object whose member `name` chooses the type, and the fields of `more` from the same object. Reports
/// problems. If the name is wrong but near one, the fields are checked against that one's.
template <class Registry, class Options>
void read_object(const object_view& given, entry<Registry, Options>& made, const place& here,
                 std::initializer_list<any_draft*> more) {
  made = {};
  auto chosen = chosen_name<Registry>(given, here);
  if (!chosen.is_made) return;
  if (chosen.instead.empty()) {
    if (made.choose(chosen.name)) return read_chosen(given, made, here, more);
    report_unknown<Registry>(chosen.name, here.member("name"));
    chosen.meant = meant_type<Registry>(chosen.name);
  }
  if (!made.choose(chosen.meant)) return;
  const auto inner = here.member(chosen.inner);
  read_chosen(chosen.corrected(), made, chosen.inner.empty() ? here : inner, more);
}

/// Reports the lengths of an entry that was read, where nobody knows the length of the run.
template <class Registry, class Options>
void report_lengths(entry<Registry, Options>& made, const place& here) {
  field_kind<entry<Registry, Options>>::each_steps(made, {}, here, {report_length, nullptr});
}

/// The entry for a name and keyword arguments, without lengths. Throws an `error` with all problems.
template <class Registry, class Options>
entry<Registry, Options> read_named(std::string_view name, keywords fields) {
  entry<Registry, Options> made;
  if (made.choose(name)) {
    checked(made.name(), [&](const place& here) {
      read_chosen(as_object(fields), made, here);
      report_lengths(made, here);
    });
  } else {
    checked(kind_without_article<Registry>(), [&](const place& here) {
      report_unknown<Registry>(name, here.member("name"));
      if (made.choose(meant_type<Registry>(name))) read_chosen(as_object(fields), made, here);
      report_lengths(made, here);
    });
  }
  return made;
}

}  // namespace detail

template <class Registry, class Options>
struct field_kind<entry<Registry, Options>> {
  using type = entry<Registry, Options>;

  static std::string one() { return detail::concat({"an object with the name of ", kind_of_entry<Registry>}); }
  static std::string many() { return detail::concat({"objects, each with the name of ", kind_of_entry<Registry>}); }

  static bool read(const value& given, type& field, const limit&, const place& here) {
    const auto* members = given.as<object_view>();
    if (!members) return false;
    const auto before = here.problems();
    detail::draft<detail::entry_name> name;
    detail::read_object(*members, field, here, {&name});
    if (here.problems() != before) field = {};
    return true;
  }
  static std::string text(const type& field) {
    if (field.empty()) return "none";
    auto all = field.writing().text(field.object());
    if constexpr (!std::is_empty_v<Options>)
      detail::add_options(all, write_fields(field.options), write_fields(detail::defaults<Options>()));
    return all;
  }
  static void check(const type& field, const limit&, const place& here) {
    if (field.empty()) return;
    field.info().check(field.object(), here);
    check_config(field.options, here);
  }
  static void each_steps(type& field, const limit&, const place& here, steps_visitor visitor) {
    if (field.empty()) return;
    if constexpr (detail::may_count_epochs<Options>) {
      visitor.by_epoch = visitor.by_epoch || field.options.counts_epochs();
    }
    field.info().each_steps(field.object(), here, visitor);
    detail::info_of<Options>.each_steps(&field.options, here, visitor);
  }
  static node write(const type& field) {
    if (field.empty()) return {};
    node::object members;
    members.push_back({"name", field.name()});
    for (auto& member : field.writing().write(field.object())) members.push_back(std::move(member));
    for (auto& member : write_fields(field.options)) members.push_back(std::move(member));
    return node(std::move(members));
  }
  static node::object schema(const limit&, definitions& parts) {
    constexpr bool plain = detail::field_count<Options> == 0;
    return reference<type>(plain ? "" : "_with_options", detail::field_schemas<Options>(parts), parts);
  }
  /// The schema of a document that holds an object of `other`, for which there is `schema`, or an entry alone. It is an
  /// entry if it has a name and none of the members that `other` requires and no entry has.
  static node::object schema_of_document(const detail::config_info& other, node::object schema, definitions& parts) {
    struct key_of_document;
    auto options = detail::field_schemas<Options>(parts);
    options.push_back({"$schema", detail::schema_of_type("string")});
    auto alone = reference<key_of_document>("_alone", std::move(options), parts);
    node::object without_others;
    for (const auto& field : other.fields) {
      const auto name = field.name;
      if (field.is_required && !detail::has_field<Registry>(name)) without_others.push_back({name, false});
    }
    return {{"type", "object"},
            {"properties", node::object{{"name", detail::schema_of_name<Registry>()}}},
            {"if", detail::schema_of_named(std::move(without_others))},
            {"then", node(std::move(alone))},
            {"else", node(std::move(schema))}};
  }

 private:
  template <class Key>
  static node::object reference(std::string_view suffix, node::object options, definitions& parts) {
    auto made = parts.refer<Key>(detail::concat({detail::kind_without_article<Registry>(), suffix}), [&] {
      return detail::schema_of_entry<Registry>(parts, std::move(options), [](auto) { return node::object(); });
    });
    return std::move(*made.template as<node::object>());
  }
};

/// Reads an entry on its own, not as a field. If it has problems, reports them to `here` and returns an empty entry.
template <class Entry>
Entry read_entry(const value& given, const place& here) {
  using kind = field_kind<Entry>;
  Entry made;
  if (!kind::read(given, made, {}, here)) {
    here.report(problem_kind::wrong_type, detail::is_not(given, kind::one()));
  }
  return made;
}

}  // namespace roster
