#pragma once

#include "roster/fields/entry.hpp"
#include "roster/fields/name_patterns.hpp"
#include "roster/run/optimizer_traits.hpp"

namespace roster {

/// An optimizer's config: an aggregate of fields, one of them `lr`. Optionally,
/// `void check_group(const Config& optimizer, const place&) const` reports why it cannot be the config of a parameter
/// group of `optimizer`.
template <class Config>
concept optimizer_config = std::is_aggregate_v<Config> && std::copyable<Config> && requires(const Config& config) {
  { config.lr } -> std::convertible_to<double>;
};

namespace detail {

struct optimizer_member_names {
  int check_group;
};
template <class Config>
concept has_check_group = requires(const Config& config, const place& here) { config.check_group(config, here); };

/// Refuses members with a wrong signature, at compile time. Returns whether all fit.
template <class Config>
constexpr bool demand_optimizer_members() {
  using both = beside<Config, optimizer_member_names>;
  bool fit = demand_config_members<Config>();
  if constexpr (is_misfit(
                    !requires { &both::check_group; }, requires { requires is_field<&Config::check_group>; },
                    has_check_group<Config>))
    fit = refuse_member<Config, "void check_group(const Config& optimizer, const roster::place&) const">();
  return fit;
}

template <class Registry>
concept of_optimizers = Registry::size() > 0 &&
                        Registry::every([](auto type) { return optimizer_config<typename decltype(type)::type>; });

}  // namespace detail

template <detail::of_optimizers Registry>
inline constexpr std::string_view kind_of_entry<Registry> = "an optimizer";

/// Parameters with a config of their own.
template <class Registry>
struct parameter_group {
  name_patterns params;
  entry<Registry> config;  ///< all fields: the group's own, and the optimizer's for the rest
};

/// An optimizer of any type of a registry, with its parameter groups:
/// `{"name": "SGD", "lr": 0.1, "groups": [{"params": "fc.*", "lr": 0.01}]}`. Parameters that match no pattern form
/// group 0, with the optimizer's own fields; the other groups follow in order.
template <class Registry>
struct optimizer_entry : entry<Registry> {
  using entry<Registry>::entry;
  optimizer_entry(entry<Registry> config) : entry<Registry>(std::move(config)) {}

  std::vector<parameter_group<Registry>> groups = {};
};

namespace detail {

/// A parameter group as it was given. Its fields are the optimizer's, so it is read once the optimizer is known.
struct unread_group {
  node tree = {};
};
struct group_list {
  std::vector<unread_group> groups = {};

  static constexpr rule rules[] = {{"groups", "parameters with other values for some of these fields"}};
};

struct group_parameters {
  required<name_patterns> params;

  static constexpr rule rules[] = {{"params", "the parameters of this group: patterns of their names"}};
};

}  // namespace detail

template <>
struct field_kind<detail::unread_group> {
  static std::string one() { return "a parameter group"; }
  static std::string many() { return "parameter groups"; }
  static bool read(const value& given, detail::unread_group& field, const limit&, const place&) {
    field.tree = node(given);
    return true;
  }
  static void check(const detail::unread_group&, const limit&, const place&) {}
  static node write(const detail::unread_group& field) { return field.tree; }
};

namespace detail {

template <class Config>
void check_group(const Config& group, const Config& optimizer, const place& here) {
  (void)demand_optimizer_members<Config>();
  if constexpr (has_check_group<Config>) group.check_group(optimizer, here);
}

}  // namespace detail

template <class Registry>
struct field_kind<optimizer_entry<Registry>> {
  using type = optimizer_entry<Registry>;
  using base = field_kind<entry<Registry>>;

  static std::string one() { return base::one(); }
  static std::string many() { return base::many(); }

  static bool read(const value& given, type& field, const limit&, const place& here) {
    const auto* members = given.as<object_view>();
    if (!members) return false;
    (void)detail::names_are_free<Registry, detail::entry_name, detail::group_list, detail::group_parameters>{};
    const auto before = here.problems();
    detail::draft<detail::group_list> list;
    detail::draft<detail::entry_name> name;
    field = {};
    detail::read_object<Registry, no_options>(*members, field, here, {&list, &name});
    if (!field.empty()) {
      field.visit([&]<class Config>(const Config& config) {
        const auto there = here.member("groups");
        for (std::size_t i = 0; i < list.config().groups.size(); ++i) {
          field.groups.push_back(read_group(list.config().groups[i].tree, config, there.element(i)));
        }
      });
    }
    if (here.problems() != before) field = {};
    return true;
  }
  static std::string text(const type& field) { return base::text(field); }
  static void check(const type& field, const limit& allowed, const place& here) {
    base::check(field, allowed, here);
    for (std::size_t i = 0; i < field.groups.size(); ++i) {
      const auto list = here.member("groups");
      const auto there = list.element(i);
      field_kind<name_patterns>::check(field.groups[i].params, {}, there.member("params"));
      base::check(field.groups[i].config, allowed, there);
      field.visit([&]<class Config>(const Config& optimizer) {
        const auto* config = field.groups[i].config.template as<Config>();
        if (config) {
          detail::check_group(*config, optimizer, there);
        } else {
          there.report(problem_kind::rule,
                       detail::concat({"is a group of another optimizer, expected a group of ", field.name()}));
        }
      });
    }
  }
  static void each_steps(type& field, const limit& allowed, const place& here, const steps_visitor& visitor) {
    base::each_steps(field, allowed, here, visitor);
    const auto list = here.member("groups");
    for (std::size_t i = 0; i < field.groups.size(); ++i) {
      base::each_steps(field.groups[i].config, allowed, list.element(i), visitor);
    }
  }
  static node write(const type& field) {
    auto whole = base::write(field);
    if (field.groups.empty()) return whole;
    node::list groups;
    for (const auto& group : field.groups) {
      node::object members{{"params", field_kind<name_patterns>::write(group.params)}};
      for (auto& member : group.config.writing().write(group.config.object())) {
        members.push_back(std::move(member));
      }
      groups.push_back(std::move(members));
    }
    whole.template as<node::object>()->push_back({"groups", std::move(groups)});
    return whole;
  }
  static node::object schema(const limit&, definitions& parts) {
    auto made = parts.refer<type>(detail::kind_without_article<Registry>(), [&] {
      return detail::schema_of_entry<Registry>(parts, {}, [&]<class Config>(std::type_identity<Config>) {
        auto list = detail::schema_of_type("array");
        list.push_back({"description", detail::group_list::rules[0].about});
        list.push_back({"items", schema_of_group<Config>(parts)});
        return node::object{{"groups", node(std::move(list))}};
      });
    });
    return std::move(*made.template as<node::object>());
  }

 private:
  template <class Config>
  static node schema_of_group(definitions& parts) {
    auto schema = detail::schema_with_fields(detail::field_schemas<detail::group_parameters>(parts),
                                             detail::required_names(detail::info_of<detail::group_parameters>),
                                             detail::info_of<Config>, detail::schema_of_fields<Config>(parts));
    schema.insert(schema.begin(), {"title", detail::concat({"group of ", type_name<Config>})});
    return node(std::move(schema));
  }
  template <class Config>
  static parameter_group<Registry> read_group(const value& given, const Config& optimizer, const place& here) {
    const auto* members = given.as<object_view>();
    if (!members) {
      here.report(problem_kind::wrong_type,
                  detail::is_not(given, detail::concat({"an object with params and fields of ", type_name<Config>})));
      return {};
    }
    const auto before = here.problems();
    detail::draft<detail::group_parameters> parameters;
    detail::draft<Config> config(optimizer);
    read_fields(*members, detail::concat({"a group of ", type_name<Config>}), here, parameters, config);
    if (here.problems() == before) detail::check_group(config.config(), optimizer, here);
    return {std::move(*parameters.config().params), std::move(config.config())};
  }
};

}  // namespace roster
