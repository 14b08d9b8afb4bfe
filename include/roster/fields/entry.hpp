#pragma once

#include <algorithm>

#include "roster/fields/any_config.hpp"
#include "roster/fields/detail/choice.hpp"
#include "roster/fields/fields_of.hpp"
#include "roster/fields/schema.hpp"

namespace roster {

struct no_options {};

/// A config of any type of a registry, with the `Options` that all types take: `{"name": "StepLR", "step_size": 30}`.
template <class Registry, class Options = no_options>
class entry : public any_config<Registry> {
 public:
  /// Empty until it is read.
  entry() = default;
  template <class Config>
    requires(Registry::template contains<Config>)
  entry(Config config, Options given = {}) : any_config<Registry>(std::move(config)), options(std::move(given)) {}
  /// A type that is not in the registry's list. Deleted, so that compilers name it.
  template <class Config>
    requires(std::is_aggregate_v<Config> && !Registry::template contains<Config>)
  entry(Config) = delete;

  Options options;
};

/// What messages call a type of a registry, with the article: "a scheduler".
template <class Registry>
inline constexpr std::string_view kind_of_entry = "an entry";

namespace detail {

/// The field that chooses an entry's type.
struct entry_name {
  required<std::string> name;
};

/// Shown by the compiler: the config and its field.
template <class Config, fixed_string Field, bool Free>
struct field_name_is_free {
  static_assert(Free, "roster: the name of this field is taken: by an option, or by name, which chooses the type");
};

/// The position of the first name that is among those taken, or `names.size()`.
constexpr std::size_t find_taken(std::span<const std::string_view> names, std::span<const std::string_view> taken) {
  std::size_t at = 0;
  while (at < names.size() && std::find(taken.begin(), taken.end(), names[at]) == taken.end()) ++at;
  return at;
}

/// Refuses a field of `Config` with the name of a field of `Others`: an input gives all of them in one object.
template <class Config, class... Others>
constexpr bool demand_free_names() {
  constexpr auto taken =
      std::min({find_taken(field_names<Config>, field_names<Others>)..., std::size_t{field_count<Config>}});
  if constexpr (taken < field_count<Config>) {
    (void)field_name_is_free<Config, fixed_field_name<Config, taken>(), false>{};
  }
  return taken == field_count<Config>;
}

template <class Registry, class... Others>
inline constexpr bool names_are_free =
    Registry::every([]<class Config>(std::type_identity<Config>) { return demand_free_names<Config, Others...>(); });

/// "the name of a scheduler (StepLR, CosineAnnealingLR)"
template <class Registry>
std::string expected_name() {
  return concat({"the name of ", kind_of_entry<Registry>, " (", enumerated(Registry::names), ")"});
}

/// The type that was probably meant by a name; empty if none is near.
template <class Registry>
std::string_view meant_type(std::string_view name) {
  return Registry::nearest(last_part(name));
}

/// Reports that no type of the registry has that name.
template <class Registry>
void report_unknown(std::string_view name, const place& here) {
  here.report(problem_kind::unknown_name, is_not(name, expected_name<Registry>()), meant_type<Registry>(name));
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
    report_instead(found, expected_name<Registry>(), here);
  } else {
    there.report(problem_kind::missing, is_missing(expected_name<Registry>()));
  }
  return found;
}

/// Reads the fields of the chosen config, the options and the fields of `more` from one object. Reports problems.
template <class Registry, class Options>
void read_chosen(const object_view& given, entry<Registry, Options>& chosen, const place& here,
                 std::initializer_list<any_draft*> more = {}) {
  (void)names_are_free<Registry, entry_name, Options>;
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

/// "scheduler" for "a scheduler"
template <class Registry>
std::string kind_without_article() {
  const std::string_view kind = kind_of_entry<Registry>;
  return std::string(kind.substr(kind.find(' ') + 1));
}

/// The entry for a name and keyword arguments. Throws an `error` with all problems.
template <class Registry, class Options>
entry<Registry, Options> read_named(std::string_view name, keywords fields) {
  entry<Registry, Options> made;
  if (made.choose(name)) {
    checked(made.name(), [&](const place& here) { read_chosen(as_object(fields), made, here); });
  } else {
    checked(kind_without_article<Registry>(), [&](const place& here) {
      report_unknown<Registry>(name, here.member("name"));
      if (made.choose(meant_type<Registry>(name))) read_chosen(as_object(fields), made, here);
    });
  }
  return made;
}

/// The JSON Schema of an object whose member `name` chooses a type of a registry. Its other members are the type's
/// fields, those of `Options`, and what `more(type)` adds.
template <class Registry, class Options, class More>
node schema_of_entry(definitions& parts, More&& more) {
  const node name_required(node::list{"name"});
  node::list names, cases;
  Registry::for_each([&](auto type) {
    using config = typename decltype(type)::type;
    if (only_in_code<config>) return;
    const auto name = type_name<config>;
    auto fields = parts.refer(std::string(type_name<config>), [&] {
      node::object schema;
      if constexpr (has_about<config>) schema.push_back({"description", config::about});
      schema.push_back({"properties", field_schemas<config>(parts)});
      return node(std::move(schema));
    });
    auto& chosen = *fields.template as<node::object>();
    auto required = required_names(info_of<config>);
    if (!required.template as<node::list>()->empty()) chosen.push_back({"required", std::move(required)});
    more(type, chosen);
    node::object chosen_name{{"name", node(node::object{{"const", name}})}};
    node::object condition{{"properties", node(std::move(chosen_name))}, {"required", name_required}};
    cases.push_back(node(node::object{{"if", node(std::move(condition))}, {"then", std::move(fields)}}));
    names.push_back(name);
  });
  auto members = field_schemas<Options>(parts);
  members.insert(members.begin(),
                 {"name", node::object{{"description", concat({"which ", kind_without_article<Registry>()})},
                                       {"enum", std::move(names)}}});
  return node(node::object{{"type", "object"},
                           {"properties", node(std::move(members))},
                           {"required", name_required},
                           {"allOf", node(std::move(cases))},
                           {"unevaluatedProperties", false}});
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
  static std::string text(const type& field) { return field.empty() ? "none" : field.writing().text(field.object()); }
  static void check(const type& field, const limit&, const place& here) {
    if (field.empty()) return;
    field.info().check(field.object(), here);
    check_config(field.options, here);
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
    const auto name = detail::kind_without_article<Registry>() + (plain ? "" : "_with_options");
    auto schema = parts.refer(
        name, [&] { return detail::schema_of_entry<Registry, Options>(parts, [](auto, node::object&) {}); });
    return std::move(*schema.template as<node::object>());
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
