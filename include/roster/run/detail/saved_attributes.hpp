#pragma once

#include "roster/fields/draft.hpp"
#include "roster/run/detail/compare.hpp"
#include "roster/run/detail/saved_state.hpp"

// The attributes of a config in a state: in one of PyTorch's, or of version 1, all that PyTorch saves; in ours, those
// that PyTorch's load_state_dict needs.
namespace roster::detail {

/// Attributes that PyTorch 2.14 saves and older versions do not: of ReduceLROnPlateau and OneCycleLR before 2.0, of
/// SWALR before 2.7. docs/state.md has a table of what each version saves.
inline bool may_be_missing(std::string_view attribute) {
  return attribute == "default_min_lr" || attribute == "_anneal_func_type" || attribute == "_anneal_strategy";
}

/// The members of a state of older PyTorch, as 2.14 saves them. Before `_anneal_func_type` and `_anneal_strategy`,
/// there was `anneal_func`, which Python's `json.dump(…, default=str)` writes as "<function SWALR._linear_anneal at
/// 0x7f…>".
inline std::vector<keyword> in_newest_form(const object_view& saved, const node::object& attributes) {
  std::string_view strategy;
  for (const auto& one : attributes) {
    if (one.name == "_anneal_func_type" || one.name == "_anneal_strategy") strategy = one.name;
  }
  std::vector<keyword> members;
  for (const auto& one : saved) {
    if (one.name == "verbose" || one.name == "_scale_fn_ref") continue;
    if (one.name != "anneal_func" || strategy.empty()) {
      members.push_back(one);
    } else if (const auto* function = one.given.as<std::string_view>()) {
      members.push_back({strategy, function->find("linear") == function->npos ? "cos" : "linear"});
    }
  }
  return members;
}

/// What an algorithm of the standard library would do, with one function for all kinds of lists.
inline bool contains(std::span<const std::string_view> names, std::string_view name) {
  for (const auto one : names) {
    if (one == name) return true;
  }
  return false;
}
template <class Members>
std::vector<std::string_view> names_of(const Members& members) {
  std::vector<std::string_view> names;
  names.reserve(members.size());
  for (const auto& one : members) names.push_back(one.name);
  return names;
}

/// Whether a state has other attributes in place of the expected ones, and not just a misspelt one. Reports that as one
/// problem.
inline bool is_of_another(std::string_view scheduler, const node::object& expected, std::span<const keyword> saved,
                          std::span<const std::string_view> known, const place& here) {
  const auto wanted = names_of(expected), given = names_of(saved);
  std::vector<std::string_view> others, missing;
  for (const auto name : wanted) {
    if (!contains(given, name) && !may_be_missing(name)) missing.push_back(name);
  }
  bool misspelt = false;
  for (const auto name : given) {
    if (contains(wanted, name) || contains(known, name)) continue;
    others.push_back(name);
    if (others.size() == most_shown) break;  // a message shows no more, and each costs a search
    misspelt = misspelt || nearest(name_as_seen(name), missing) < missing.size();
  }
  if (others.empty() || missing.empty() || misspelt) return false;
  here.report(problem_kind::rule, concat({"is not the state of a ", scheduler, ": it has ", enumerated(others, " and "),
                                          ", but not ", enumerated(missing, " and ")}));
  return true;
}

/// Whether an attribute is about functions, and says nothing that a program could use: null for a function, its name
/// from older PyTorch, no members of a callable object.
inline bool says_nothing(std::string_view attribute, const value& given) {
  if (attribute != "lr_lambdas" && attribute != "_scale_fn_custom") return false;
  if (const auto* all = given.as<list_view>()) {
    for (const auto& one : *all) {
      if (!says_nothing(attribute, one)) return false;
    }
    return true;
  }
  const auto* const members = given.as<object_view>();
  return given.is_null() || given.as<std::string_view>() || (members && members->size == 0);
}

/// An attribute that is not what the config would have saved.
struct wrong_attribute {
  std::string_view name;
  value given;
  value expected;
};

/// Takes the members that are attributes of the config. Reports those that are missing or given twice, and members that
/// are neither attributes nor `known`. Returns the known ones, and adds the attributes that are not as `expected`.
inline std::vector<keyword> take_attributes(std::string_view scheduler, const node::object& expected,
                                            std::span<const keyword> saved, std::vector<std::string_view> known,
                                            const place& here, std::vector<wrong_attribute>& wrong) {
  const auto others_known = known.size();
  for (const auto& one : expected) known.push_back(one.name);
  const auto subject = concat({"a saved ", scheduler});
  std::vector<std::string_view> found;
  std::vector<keyword> others;
  for (const auto& [key, given] : saved) {
    const node* own = nullptr;
    for (const auto& one : expected) {
      if (one.name == key) own = &one.given;
    }
    if (!own) {
      const bool is_other = contains({known.data(), others_known}, key);
      is_other ? others.push_back({key, given}) : add_unknown_field(key, subject, known, here);
      continue;
    }
    if (contains(found, key)) {
      here.member(key).report(problem_kind::given_twice, is_given_twice());
    } else if (!says_nothing(key, given) && !same(given, value(*own))) {
      wrong.push_back({key, given, value(*own)});
    }
    found.push_back(key);
  }
  for (const auto& one : expected) {
    if (!contains(found, one.name) && !may_be_missing(one.name))
      here.member(one.name).report(problem_kind::missing, is_missing());
  }
  return others;
}

/// Adds the fields for which wrong attributes stand, with their values then and now.
inline void add_fields_of(std::span<const wrong_attribute> wrong, const saved_config& config, const object_view& saved,
                          const place& here, std::vector<difference>& found) {
  const auto own = node(config.fields);
  const auto state = node(value(saved));
  const auto first = found.size();
  for (const auto& [attribute, given, expected] : wrong) {
    auto fields = config.fields_from ? config.fields_from(config.config, attribute, state) : node::object();
    if (fields.empty() && own.find(attribute)) compare(given, expected, here.member(attribute), found);
    for (const auto& one : fields) {
      const auto there = here.member(one.name);
      const auto path = there.path();
      bool is_known = false;  // several attributes may stand for one field
      for (auto i = first; i < found.size(); ++i) is_known = is_known || found[i].path == path;
      const auto* now = own.find(one.name);
      if (!is_known && now) compare(one.given, *now, there, found);
    }
  }
}

}  // namespace roster::detail
