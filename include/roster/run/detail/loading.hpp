#pragma once

#include "roster/run/detail/saved_attributes.hpp"
#include "roster/run/schedule.hpp"

// What reading a saved state takes, whatever the scheduler: the origin of the state, what all states have, and the
// problems and differences that were found. load.hpp applies it to each scheduler.
namespace roster::detail {

/// Where a state comes from: PyTorch's have neither `scheduler` nor `version`; ours have a `config` since version 2.
enum class origin { pytorch, version_1, roster };

inline origin origin_of(const object_view& saved) {
  auto found = origin::pytorch;
  for (const auto& one : saved) {
    const auto* const version = one.name == "version" ? one.given.as<std::int64_t>() : nullptr;
    if (version && *version == 1) return origin::version_1;
    if (one.name == "scheduler" || one.name == "version") found = origin::roster;
  }
  return found;
}

/// What is the same for a whole state, and what was found in it.
struct loading {
  std::size_t groups;  ///< required number of groups
  origin from;
  std::vector<difference> differences = {};
  bool has_functions = false;  ///< a config has a function, of which a state says nothing
  bool is_of_another = false;  ///< a part is the state of another scheduler; what else is wrong with it does not matter
};

/// Where something is: in the state, and in the config.
struct load_place {
  const place& state;
  const place& config;
};

/// The part of a saved state that all schedulers have, and which of its members were given.
class saved_state {
 public:
  explicit saved_state(draft<saved_progress>& read) : progress_(&read.config()), draft_(&read) {}

  saved_progress* operator->() noexcept { return progress_; }
  any_draft& members() noexcept { return *draft_; }
  bool has(std::string_view name) const noexcept { return draft_->given(name); }

  /// Reports a missing member, or a list that does not have one number for each group.
  void demand(std::string_view name, const place& here) const {
    if (!has(name)) here.member(name).report(problem_kind::missing, is_missing());
  }
  void demand(std::string_view name, const std::vector<double>& values, std::size_t groups, const place& here) const {
    if (!has(name)) return demand(name, here);
    if (values.size() == groups || (values.empty() && here.problems() > 0)) return;
    here.member(name).report(problem_kind::wrong_length, has_not_one_for_each_group(values.size(), groups));
  }

 private:
  saved_progress* progress_;
  any_draft* draft_;
};

/// The epoch of a saved state.
inline epoch saved_epoch(const object_view& saved) {
  const auto found = member_of(saved, "last_epoch");
  const auto* const number = found.as<std::int64_t>();
  return number ? *number : 0;
}

/// Reads a saved state of the named scheduler: `read` is what every scheduler saves, `parts` what only this one saves.
inline void read_saved(std::string_view name, const saved_config& config, const object_view& saved, loading& all,
                       load_place here, saved_state& read, std::initializer_list<any_draft*> parts) {
  const auto scheduler = member_of(saved, "scheduler");
  if (const auto* given = scheduler.as<std::string_view>(); given && *given != name) {
    here.state.member("scheduler").report(problem_kind::rule, is_not(scheduler, to_text(name)));
    all.is_of_another = true;
    return;
  }
  std::vector<any_draft*> drafts(parts);
  drafts.insert(drafts.begin(), &read.members());
  std::vector<std::string_view> known;
  for (const auto* one : drafts) {
    for (const auto& field : one->fields()) known.push_back(field.name);
  }
  node::object expected;
  for (const auto& one : config.attributes) {
    if (all.from != origin::roster || config.is_saved(one.name)) expected.push_back(one);
  }
  const auto members = in_newest_form(saved, expected);
  if (all.from == origin::pytorch && is_of_another(name, expected, members, known, here.state)) {
    all.is_of_another = true;
    return;
  }
  std::vector<wrong_attribute> wrong;
  const auto others = take_attributes(name, expected, members, std::move(known), here.state, wrong);
  read_fields(as_object(others), concat({"a saved ", name}), here.state, drafts);
  for (const auto* one : parts) one->demand_all(here.state);

  const auto differed = all.differences.size();
  if (all.from != origin::pytorch) read.demand("scheduler", here.state);
  if (all.from == origin::roster) {
    read.demand("config", here.state);
    if (read->config.as<node::object>()) {
      compare(read->config, node(config.fields), here.config, all.differences);
    } else if (read.has("config")) {
      here.state.member("config").report(problem_kind::wrong_type, is_not(value(read->config), "an object"));
    }
  } else {
    add_fields_of(wrong, config, as_object(members), here.config, all.differences);
  }
  if (all.differences.size() != differed) return;
  for (const auto& [attribute, given, own] : wrong) compare(given, own, here.state.member(attribute), all.differences);
}

/// Reads the state of a schedule without children; `state` is the config's own `state`.
inline void read_single(const single_schedule& into, const saved_config& config, const object_view& saved, loading& all,
                        load_place here, saved_state& read, any_draft& state) {
  const auto before = here.state.problems();
  const auto differed = all.differences.size();
  all.has_functions = all.has_functions || config.has_functions;
  read_saved(into.name(), config, saved, all, here, read, {&state});
  if (all.is_of_another) return;
  read.demand("last_epoch", here.state);
  if (into.counts_steps() && all.from == origin::pytorch && read.has("_step_count") && read->last_epoch >= 0) {
    read->last_epoch = read->_step_count - 1;
  }
  if (into.takes_metric() && all.from == origin::pytorch && !read.has("base_lrs")) {
    // PyTorch's ReduceLROnPlateau saves no base values and does not need them.
    read->base_lrs.assign(into.base_lrs().begin(), into.base_lrs().end());
  } else {
    read.demand("base_lrs", read->base_lrs, all.groups, here.state);
  }
  if (!into.has_own_base() || here.state.problems() != before) return;
  for (std::size_t i = 0; i < read->base_lrs.size(); ++i) {
    auto& base = read->base_lrs[i];
    const auto own = into.base_of({.index = i, .lr = base, .base_lr = base});
    if (all.differences.size() == differed) {
      compare(base, own, here.state.member("base_lrs").element(i), all.differences);
    }
    base = own;  // it follows from the fields
  }
}

}  // namespace roster::detail
