#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "roster/definitions.hpp"
#include "roster/entry.hpp"
#include "roster/fields.hpp"
#include "roster/nearest.hpp"
#include "roster/node.hpp"
#include "roster/optimizer_traits.hpp"
#include "roster/place.hpp"
#include "roster/registry.hpp"
#include "roster/required.hpp"
#include "roster/rule.hpp"
#include "roster/text.hpp"
#include "roster/value.hpp"

namespace roster {

/// An optimizer's config: an aggregate of fields, of which `lr` is one. It may have
/// `void check_group(const Config& optimizer, const place&) const`: what a parameter group of it may not be.
template <class Config>
concept optimizer_config = std::is_aggregate_v<Config> && std::copyable<Config> && requires(const Config& config) {
  { config.lr } -> std::convertible_to<double>;
};

namespace detail {

template <class Registry>
concept of_optimizers = Registry::size() > 0 &&
                        Registry::every([](auto type) { return optimizer_config<typename decltype(type)::type>; });

}  // namespace detail

template <detail::of_optimizers Registry>
inline constexpr std::string_view kind_of_entry<Registry> = "an optimizer";

/// Names of parameters, in which `*` stands for any letters and `?` for one: "fc.*". One, or a list of them.
struct name_patterns {
  std::vector<std::string> all;
};

template <>
struct field_kind<name_patterns> {
  static std::string one() { return "a pattern of parameters' names, such as \"fc.*\", or a list of them"; }
  static std::string many() { return "patterns or lists of them"; }
  static bool read(const value& given, name_patterns& field, const limit& allowed, const place& here) {
    if (const auto* text = given.as<std::string_view>()) {
      field.all = {std::string(*text)};
    } else if (!field_kind<std::vector<std::string>>::read(given, field.all, allowed, here)) {
      return false;
    }
    if (field.all.empty()) here.add(problem_kind::wrong_length, "is empty, expected " + one());
    return true;
  }
  static void check(const name_patterns& field, const limit&, const place& here) {
    if (field.all.empty()) here.add(problem_kind::wrong_length, "is empty, expected " + one());
  }
  static node write(const name_patterns& field) {
    return field.all.size() == 1 ? node(value(field.all.front())) : node(value(field.all));
  }
  static node::object schema(const limit& allowed, definitions& parts) {
    auto list = field_kind<std::vector<std::string>>::schema(allowed, parts);
    list.emplace_back("minItems", node(value(1)));
    return detail::schema_of_any(detail::schema_of_type("string"), std::move(list));
  }
};

/// Parameters with another config than the optimizer's.
template <class Registry>
struct parameter_group {
  name_patterns params;
  entry<Registry> config;  ///< whole: its own fields, and the optimizer's for the others
};

/// An optimizer of any of a registry's types, with its parameter groups:
/// `{"name": "SGD", "lr": 0.1, "groups": [{"params": "fc.*", "lr": 0.01}]}`. What no group takes is the first group of
/// the optimizer, with the optimizer's own fields; the others follow in order.
template <class Registry>
struct optimizer_entry : entry<Registry> {
  using entry<Registry>::entry;
  optimizer_entry(entry<Registry> config) : entry<Registry>(std::move(config)) {}

  std::vector<parameter_group<Registry>> groups = {};
};

namespace detail {

/// What an optimizer has beside its fields, as it is read: a group is looked into when the optimizer is known.
struct unread_group {
  node tree = {};
};
struct group_list {
  std::vector<unread_group> groups = {};

  static constexpr rule rules[] = {{"groups", "parameters for which some of these fields are other ones"}};
};

struct group_parameters {
  required<name_patterns> params;

  static constexpr rule rules[] = {{"params", "which parameters: patterns of their names"}};
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
  if constexpr (requires { group.check_group(optimizer, here); }) group.check_group(optimizer, here);
}

/// A name that `nearest` takes for one of the parameters or modules that a pattern may have meant.
inline std::string nearest_pattern(std::string_view pattern, std::span<const std::string> names) {
  auto fixed = pattern.substr(0, pattern.find_first_of("*?"));
  if (fixed.ends_with('.')) fixed.remove_suffix(1);
  std::vector<std::string_view> candidates;
  for (const std::string_view name : names) {
    for (auto end = name.find('.'); end != name.npos; end = name.find('.', end + 1)) {
      candidates.push_back(name.substr(0, end));
    }
    candidates.push_back(name);
  }
  const auto meant = nearest(fixed, candidates);
  if (meant == candidates.size()) return {};
  return std::string(candidates[meant]) + std::string(pattern.substr(fixed.size()));
}

}  // namespace detail

/// Whether a name is one that the pattern stands for: `*` is any letters, `?` is one.
constexpr bool matches(std::string_view pattern, std::string_view name) noexcept {
  // Of several `*`, only the last one's length has ever to be tried again.
  std::size_t p = 0, n = 0, star = pattern.npos, taken = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = n;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
      ++p;
      ++n;
    } else if (star != pattern.npos) {
      p = star + 1;
      n = ++taken;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

/// Which of the named parameters are in which of an optimizer's groups, the first being what is left for the
/// optimizer's own fields. What is wrong is added to `here`: a pattern without a parameter, a parameter of two groups,
/// nothing left.
template <class Registry>
std::vector<std::vector<std::size_t>> group_parameters(const optimizer_entry<Registry>& optimizer,
                                                       std::span<const std::string> names, const place& here) {
  std::vector<std::vector<std::size_t>> members(optimizer.groups.size() + 1);
  std::vector<std::size_t> group_of(names.size());
  const auto before = here.problems();
  const auto list = here.member("groups");
  for (std::size_t g = 0; g < optimizer.groups.size(); ++g) {
    const auto& patterns = optimizer.groups[g].params.all;
    const auto group = list.element(g);
    const auto params = group.member("params");
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      const auto element = params.element(i);
      const auto& there = patterns.size() == 1 ? params : element;
      bool found = false;
      for (std::size_t n = 0; n < names.size(); ++n) {
        if (!matches(patterns[i], names[n])) continue;
        found = true;
        if (group_of[n] != 0 && group_of[n] != g + 1) {
          there.add(problem_kind::given_twice,
                    "matches " + names[n] + ", which groups[" + std::to_string(group_of[n] - 1) + "] has already");
          break;
        }
        group_of[n] = g + 1;
      }
      if (found) continue;
      there.add(problem_kind::unknown_name,
                "is " + detail::to_text(patterns[i]) + ", which matches none of the parameters " +
                    detail::to_text(value(names)),
                detail::nearest_pattern(patterns[i], names));
    }
  }
  for (std::size_t n = 0; n < names.size(); ++n) members[group_of[n]].push_back(n);
  if (members[0].empty() && !names.empty() && here.problems() == before) {
    list.add(problem_kind::rule,
             "match all parameters, and leave none for the optimizer's own fields: leave out the group that can have "
             "these");
  }
  return members;
}

/// What a scheduler sees of the optimizer's parameter groups: learning rates and momentum (beta1 of an Adam).
template <class Registry>
std::vector<plain_group> plain_groups(const optimizer_entry<Registry>& optimizer) {
  const auto plain = [](const entry<Registry>& one) {
    return one.visit([](const auto& config) {
      plain_group group{.lr = config.lr};
      if constexpr (requires { config.momentum; }) group.momentum = config.momentum;
      if constexpr (requires { config.betas; }) group.momentum = config.betas[0];
      return group;
    });
  };
  std::vector<plain_group> groups{plain(optimizer)};
  for (const auto& group : optimizer.groups) groups.push_back(plain(group.config));
  return groups;
}

/// Whether the optimizer's groups have a momentum (or betas) that a scheduler can move.
template <class Registry>
bool has_momentum(const optimizer_entry<Registry>& optimizer) {
  return optimizer.visit(
      [](const auto& config) { return requires { config.momentum; } || requires { config.betas; }; });
}

template <class Registry>
struct field_kind<optimizer_entry<Registry>> {
  using type = optimizer_entry<Registry>;
  using base = field_kind<entry<Registry>>;

  static std::string one() { return base::one(); }
  static std::string many() { return base::many(); }

  static bool read(const value& given, type& field, const limit&, const place& here) {
    const auto* members = given.as<object_view>();
    if (!members) return false;
    field = {};
    const auto key = detail::named_key<Registry>(*members, here);
    if (!key) return true;
    Registry::visit(*key, [&](auto chosen) {
      const auto before = here.problems();
      detail::draft<typename decltype(chosen)::type> config;
      detail::draft<detail::group_list> list;
      detail::draft<detail::entry_name> name;
      read_fields(*members, key->name(), here, config, list, name);
      std::vector<parameter_group<Registry>> groups;
      for (std::size_t i = 0; i < list.config().groups.size(); ++i) {
        const auto there = here.member("groups");
        groups.push_back(read_group(list.config().groups[i].tree, config.config(), there.element(i)));
      }
      if (here.problems() != before) return;
      field = entry<Registry>(std::move(config.config()));
      field.groups = std::move(groups);
    });
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
          there.add(problem_kind::rule, "is of another optimizer than " + std::string(field.name()));
        }
      });
    }
  }
  static node write(const type& field) {
    auto whole = base::write(field);
    if (field.groups.empty()) return whole;
    node::list groups;
    for (const auto& group : field.groups) {
      node::object members{{"params", field_kind<name_patterns>::write(group.params)}};
      group.config.visit([&](const auto& config) {
        for (auto& member : write_fields(config)) members.push_back(std::move(member));
      });
      groups.emplace_back(std::move(members));
    }
    whole.template as<node::object>()->emplace_back("groups", node(std::move(groups)));
    return whole;
  }
  static node::object schema(const limit&, definitions& parts) {
    auto schema = parts.refer(detail::kind_without_article<Registry>(), [&] {
      return detail::schema_of_entry<Registry, no_options>(parts, [&](auto type, node::object& chosen) {
        // There already: the fields that a group may have are the optimizer's own.
        auto group = parts.refer(std::string(type_name<typename decltype(type)::type>), [] { return node(); });
        auto& members = *group.template as<node::object>();
        members.emplace_back("properties", node(detail::field_schemas<detail::group_parameters>(parts)));
        members.emplace_back("type", node(value("object")));
        members.emplace_back("required", detail::required_names<detail::group_parameters>());
        members.emplace_back("unevaluatedProperties", node(value(false)));
        auto list = detail::schema_of_type("array");
        list.emplace_back("description", node(value(detail::group_list::rules[0].about)));
        list.emplace_back("items", std::move(group));
        chosen.emplace_back("properties", node(node::object{{"groups", node(std::move(list))}}));
      });
    });
    return std::move(*schema.template as<node::object>());
  }

 private:
  template <class Config>
  static parameter_group<Registry> read_group(const value& given, const Config& optimizer, const place& here) {
    const auto* members = given.as<object_view>();
    if (!members) {
      here.add(problem_kind::wrong_type, "is " + detail::to_text(given) +
                                             ", expected an object with params and fields of " +
                                             std::string(type_name<Config>));
      return {};
    }
    const auto before = here.problems();
    detail::draft<detail::group_parameters> parameters;
    detail::draft<Config> config(optimizer);
    read_fields(*members, "a group of " + std::string(type_name<Config>), here, parameters, config);
    if (here.problems() == before) detail::check_group(config.config(), optimizer, here);
    return {std::move(*parameters.config().params), std::move(config.config())};
  }
};

}  // namespace roster
