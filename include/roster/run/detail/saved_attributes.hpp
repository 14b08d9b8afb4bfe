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

inline bool has_member(const node::object& members, std::string_view name) {
  return std::any_of(members.begin(), members.end(), [&](const auto& one) { return one.name == name; });
}

/// The names of `of` that are not among `known`.
template <class Members>
std::vector<std::string_view> names_beyond(const Members& of, std::span<const std::string_view> known) {
  std::vector<std::string_view> others;
  for (const auto& one : of) {
    if (std::find(known.begin(), known.end(), one.name) == known.end()) others.push_back(one.name);
  }
  return others;
}

/// Whether a state has other attributes in place of the expected ones, and not just a misspelt one. Reports that as one
/// problem.
inline bool is_of_another(std::string_view scheduler, const node::object& expected, std::span<const keyword> saved,
                          std::span<const std::string_view> known, const place& here) {
  std::vector<std::string_view> names(known.begin(), known.end()), given;
  for (const auto& one : expected) names.push_back(one.name);
  for (const auto& one : saved) given.push_back(one.name);
  const auto others = names_beyond(saved, names);
  auto missing = names_beyond(expected, given);
  std::erase_if(missing, may_be_missing);
  const bool misspelt = std::any_of(others.begin(), others.end(),
                                    [&](auto name) { return nearest(name_as_seen(name), missing) < missing.size(); });
  if (others.empty() || missing.empty() || misspelt) return false;
  here.report(problem_kind::rule, concat({"is not the state of a ", scheduler, ": it has ", enumerated(others, " and "),
                                          ", but not ", enumerated(missing, " and ")}));
  return true;
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
  const auto others_known = static_cast<std::ptrdiff_t>(known.size());
  for (const auto& one : expected) known.push_back(one.name);
  const auto subject = concat({"a saved ", scheduler});
  std::vector<std::string_view> found;
  const auto is_found = [&](std::string_view key) { return std::find(found.begin(), found.end(), key) != found.end(); };
  std::vector<keyword> others;
  for (const auto& [key, given] : saved) {
    const auto at = std::find_if(expected.begin(), expected.end(), [&](const auto& one) { return one.name == key; });
    if (at == expected.end()) {
      const auto end = known.begin() + others_known;
      const bool is_other = std::find(known.begin(), end, key) != end;
      is_other ? others.push_back({key, given}) : add_unknown_field(key, subject, known, here);
      continue;
    }
    if (is_found(key)) {
      here.member(key).report(problem_kind::given_twice, is_given_twice());
    } else if (!same(given, value(at->given))) {
      wrong.push_back({key, given, at->given});
    }
    found.push_back(key);
  }
  for (const auto& one : expected) {
    if (!is_found(one.name) && !may_be_missing(one.name))
      here.member(one.name).report(problem_kind::missing, is_missing());
  }
  return others;
}

/// Adds the fields for which wrong attributes stand, with their values then and now.
inline void add_fields_of(std::span<const wrong_attribute> wrong, const saved_config& config, const object_view& saved,
                          const place& here, std::vector<difference>& found) {
  const auto own = node(config.fields);
  const auto state = node(value(saved));
  const auto first = static_cast<std::ptrdiff_t>(found.size());
  for (const auto& [attribute, given, expected] : wrong) {
    auto fields = config.fields_from ? config.fields_from(config.config, attribute, state) : node::object();
    if (fields.empty() && has_member(config.fields, attribute)) {
      compare(given, expected, here.member(attribute), found);
    }
    for (const auto& one : fields) {
      const auto there = here.member(one.name);
      const auto path = there.path();
      const bool is_known =
          std::any_of(found.begin() + first, found.end(), [&](const auto& known) { return known.path == path; });
      const auto* now = own.find(one.name);
      if (!is_known && now) compare(one.given, *now, there, found);
    }
  }
}

}  // namespace roster::detail
