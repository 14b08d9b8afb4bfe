#pragma once

#include <algorithm>
#include <variant>

#include "roster/fields/fields_of.hpp"
#include "roster/fields/schema.hpp"
#include "roster/registry/registry.hpp"

namespace roster {

struct no_options {};

namespace detail {

template <class... Configs>
using variant_or_none = std::variant<std::monostate, Configs...>;

}  // namespace detail

/// A config of any of a registry's types, and `Options` that all of them take: `{"name": "StepLR", "step_size": 30}`.
template <class Registry, class Options = no_options>
class entry {
  typename Registry::template apply<detail::variant_or_none> held_;

 public:
  using registry = Registry;

  /// Empty, until it is read.
  entry() = default;
  template <class Config>
    requires(Registry::template contains<Config>)
  entry(Config config, Options given = {}) : held_(std::move(config)), options(std::move(given)) {}
  /// A type that is not in the registry's list: deleted, so that compilers name it.
  template <class Config>
    requires(std::is_aggregate_v<Config> && !Registry::template contains<Config>)
  entry(Config) = delete;

  bool empty() const noexcept { return held_.index() == 0; }

  /// Calls `f` with the config, and returns what it returns; one type for all. Throws an `error` if it is empty.
  template <class F>
  decltype(auto) visit(F&& f) const {
    if (empty()) throw error("entry", {{problem_kind::missing, "", "no config was read into it"}});
    return Registry::visit_at(held_.index() - 1, [&](auto type) -> decltype(auto) {
      return f(*std::get_if<typename decltype(type)::type>(&held_));
    });
  }

  /// The name of the config's type. Throws an `error` if it is empty.
  std::string_view name() const {
    return visit([]<class Config>(const Config&) { return type_name<Config>; });
  }

  /// The config, or null if it is another one or there is none.
  template <class Config>
  const Config* as() const noexcept {
    return std::get_if<Config>(&held_);
  }

  Options options;
};

/// What a registry's types are called in messages, with the article: "a scheduler".
template <class Registry>
inline constexpr std::string_view kind_of_entry = "an entry";

namespace detail {

/// The field that chooses an entry's type.
struct entry_name {
  required<std::string> name;
};

/// Shown by the compiler: the config, and its field.
template <class Config, fixed_string Field, bool Free>
struct field_name_is_free {
  static_assert(Free,
                "roster: a field of this config has the name of something that stands beside it: an option, or name, "
                "which chooses the type");
};

/// Refuses a field of `Config` that has the name of a field of `Others`, which stand beside it in an input.
template <class Config, class... Others>
constexpr bool demand_free_names() {
  constexpr auto taken = [] {
    const auto is_taken = [](std::string_view name) {
      return ((std::ranges::find(field_names<Others>, name) != field_names<Others>.end()) || ...);
    };
    return static_cast<std::size_t>(std::ranges::find_if(field_names<Config>, is_taken) - field_names<Config>.begin());
  }();
  if constexpr (taken < field_count<Config>) {
    (void)field_name_is_free<Config, fixed_field_name<Config, taken>(), false>{};
  }
  return taken == field_count<Config>;
}

/// "the name of a scheduler (StepLR, CosineAnnealingLR)"
template <class Registry>
std::string expected_name() {
  return "the name of " + std::string(kind_of_entry<Registry>) + " (" + enumerated(Registry::names, ", ") + ")";
}

/// Calls `f` with the registry's type of that name as `std::type_identity<T>`. If there is none, reports which ones
/// there are, and returns a result of f's type that was made from nothing.
template <class Registry, class F>
auto visit_named(std::string_view name, const place& here, F&& f) {
  using result = decltype(Registry::visit_at(0, f));
  return Registry::visit(name, f, [&]() -> result {
    here.report(problem_kind::unknown_name, is_not(name, expected_name<Registry>()), Registry::nearest(name));
    return result();
  });
}

/// The same of the type that the member `name` chooses.
template <class Registry, class F>
auto visit_chosen(const object_view& given, const place& here, F&& f) {
  using result = decltype(Registry::visit_at(0, f));
  const auto there = here.member("name");
  for (const auto& member : given) {
    if (member.name != "name") continue;
    if (const auto* text = member.given.as<std::string_view>()) return visit_named<Registry>(*text, there, f);
    there.report(problem_kind::wrong_type, is_not(member.given, expected_name<Registry>()));
    return result();
  }
  there.report(problem_kind::missing, is_missing(expected_name<Registry>()));
  return result();
}

/// Reads the fields of a config, of the options and of `Extras`. With problems, which are reported, the entry is empty.
template <class Registry, class Options, class Config, class... Extras>
entry<Registry, Options> read_entry(const object_view& given, const place& here) {
  (void)demand_free_names<Config, entry_name, Options>();
  const auto before = here.problems();
  draft<Config> config;
  draft<Options> options;
  [&](draft<Extras>... extras) {
    read_fields(given, type_name<Config>, here, config, options, extras...);
  }(draft<Extras>()...);
  if (here.problems() != before) return {};
  return {std::move(config.config()), std::move(options.config())};
}

/// "scheduler", of "a scheduler"
template <class Registry>
std::string kind_without_article() {
  const std::string_view kind = kind_of_entry<Registry>;
  return std::string(kind.substr(kind.find(' ') + 1));
}

/// The entry that a name and keyword arguments give. Throws an `error` with all that is wrong.
template <class Registry, class Options>
entry<Registry, Options> read_named(std::string_view name, keywords fields) {
  return checked(kind_without_article<Registry>(), [&](const place& here) {
    return visit_named<Registry>(name, here.member("name"), [&]<class Config>(std::type_identity<Config>) {
      return checked(type_name<Config>, [&](const place& inside) {
        return read_entry<Registry, Options, Config>(as_object(fields), inside);
      });
    });
  });
}

/// The JSON Schema of an object whose member `name` chooses one of a registry's types: the type's fields, those of
/// `Options`, and what `more(type)` adds to the members of the object.
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
      if constexpr (has_about<config>) schema.emplace_back("description", config::about);
      schema.emplace_back("properties", node(field_schemas<config>(parts)));
      return node(std::move(schema));
    });
    auto& chosen = *fields.template as<node::object>();
    auto required = required_names<config>();
    if (!required.template as<node::list>()->empty()) chosen.emplace_back("required", std::move(required));
    more(type, chosen);
    node::object chosen_name{{"name", node(node::object{{"const", name}})}};
    node::object condition{{"properties", node(std::move(chosen_name))}, {"required", name_required}};
    cases.push_back(node(node::object{{"if", node(std::move(condition))}, {"then", std::move(fields)}}));
    names.push_back(name);
  });
  auto members = field_schemas<Options>(parts);
  members.emplace(members.begin(), "name",
                  node(node::object{{"description", "which one"}, {"enum", node(std::move(names))}}));
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

  static std::string one() { return "an object with the name of " + std::string(kind_of_entry<Registry>); }
  static std::string many() { return "objects, each with the name of " + std::string(kind_of_entry<Registry>); }

  static bool read(const value& given, type& field, const limit&, const place& here) {
    const auto* members = given.as<object_view>();
    if (!members) return false;
    field = detail::visit_chosen<Registry>(*members, here, [&]<class Config>(std::type_identity<Config>) {
      return detail::read_entry<Registry, Options, Config, detail::entry_name>(*members, here);
    });
    return true;
  }
  static std::string text(const type& field) {
    if (field.empty()) return "none";
    return field.visit([](const auto& config) { return config_text(config); });
  }
  static void check(const type& field, const limit&, const place& here) {
    if (field.empty()) return;
    field.visit([&](const auto& config) { check_config(config, here); });
    check_config(field.options, here);
  }
  static node write(const type& field) {
    if (field.empty()) return {};
    return field.visit([&]<class Config>(const Config& config) {
      node::object members;
      members.emplace_back("name", type_name<Config>);
      for (auto& member : write_fields(config)) members.push_back(std::move(member));
      for (auto& member : write_fields(field.options)) members.push_back(std::move(member));
      return node(std::move(members));
    });
  }
  static node::object schema(const limit&, definitions& parts) {
    constexpr bool plain = detail::field_count<Options> == 0;
    const auto name = detail::kind_without_article<Registry>() + (plain ? "" : "_with_options");
    auto schema = parts.refer(
        name, [&] { return detail::schema_of_entry<Registry, Options>(parts, [](auto, node::object&) {}); });
    return std::move(*schema.template as<node::object>());
  }
};

/// Reads an entry of its own, not as a field. What is wrong with it is added to `here`, and then it is empty.
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
