#pragma once

#include <bitset>

#include "roster/fields/field_info.hpp"
#include "roster/registry/nearest.hpp"

namespace roster::detail {

/// A config that is being read, and which of its fields were given. Only `info` knows its type.
class any_draft {
 public:
  /// With `is_complete`, the config already has all its values, and the values that are given replace them.
  any_draft(const config_info& info, void* config, bool is_complete) noexcept
      : info_(&info), config_(config), is_complete_(is_complete) {}

  std::span<const field_info> fields() const noexcept { return info_->fields; }

  /// Reads the value into the field of that name and reports its problems. False if there is no such field.
  bool take(std::string_view name, const value& given, const place& here) {
    const auto at = find(name);
    if (at == fields().size()) return false;
    const auto& field = fields()[at];
    const auto there = here.member(name);
    if (given_[at]) {
      there.report(problem_kind::given_twice, is_given_twice());
    } else if (!field.type->read(given, field.in(config_), field.allowed, there)) {
      there.report(problem_kind::wrong_type, is_not(given, bounded(field.type->one(), field.allowed)));
    }
    given_[at] = true;
    return true;
  }

  /// Reports missing fields. If there are still only `before` problems, checks the config's own rules, unless they have
  /// to wait for lengths to become numbers.
  void finish(std::size_t before, const place& here) const {
    for (std::size_t i = 0; i < fields().size(); ++i) {
      const auto& field = fields()[i];
      if (given_[i] || is_complete_ || !field.is_required) continue;
      here.member(field.name).report(problem_kind::missing, is_missing(bounded(field.type->one(), field.allowed)));
    }
    if (here.problems() == before && info_->check_rules && !info_->has_lengths(config_, here)) {
      info_->check_rules(config_, here);
    }
  }

  /// Whether the field of that name was given, with a good or a bad value.
  bool given(std::string_view name) const noexcept {
    const auto at = find(name);
    return at < fields().size() && given_[at];
  }

  /// Reports nothing about a field that is not given: its name was misspelt in a way that is reported already.
  void forgive(std::string_view name) noexcept {
    const auto at = find(name);
    if (at < fields().size()) given_[at] = true;
  }

  /// Also reports fields with a default that were not given.
  void demand_all(const place& here) const {
    for (std::size_t i = 0; i < fields().size(); ++i) {
      const auto& field = fields()[i];
      if (!given_[i] && !field.is_required) here.member(field.name).report(problem_kind::missing, is_missing());
    }
  }

 private:
  std::size_t find(std::string_view name) const noexcept {
    std::size_t at = 0;
    while (at < fields().size() && fields()[at].name != name) ++at;
    return at;
  }

  const config_info* info_;
  void* config_;
  bool is_complete_;
  std::bitset<most_fields> given_;
};

/// A config that is being read, with its values so far.
template <class Config>
class draft : public any_draft {
 public:
  draft() : any_draft(info_of<Config>, &config_, false), config_(defaults<Config>()) {}
  /// Fields that are not given, required ones too, are as in `base`.
  explicit draft(Config base) : any_draft(info_of<Config>, &config_, true), config_(std::move(base)) {}
  draft(const draft&) = delete;

  Config& config() noexcept { return config_; }

 private:
  Config config_;
};

inline void add_unknown_field(std::string_view name, std::string_view subject, std::span<const std::string_view> known,
                              const place& here) {
  // `what()` does not show more problems than this, and each would cost a search.
  const bool few = here.problems() < error::most_told;
  const auto meant = few ? nearest(name_as_seen(name), known) : known.size();
  here.member(name).report(problem_kind::unknown_field, is_not_a_field(name, subject, known),
                           meant < known.size() ? known[meant] : "");
}

/// A field is not missing if its name was given with characters that people do not see, or glued to its value.
inline void forgive_unseen(const object_view& given, std::span<any_draft* const> drafts) {
  for (const auto& one : given) {
    const auto seen = name_as_seen(one.name);
    if (seen == one.name) continue;
    for (auto* draft : drafts) draft->forgive(seen);
  }
}

/// Reads one object into several configs: each member goes to the config that has a field of that name.
inline void read_fields(const object_view& given, std::string_view subject, const place& here,
                        std::span<any_draft* const> drafts) {
  const auto before = here.problems();
  for (const auto& [name, member] : given) {
    bool taken = false;
    for (auto* one : drafts) taken = taken || one->take(name, member, here);
    if (taken) continue;
    std::vector<std::string_view> known;
    for (const auto* one : drafts) {
      for (const auto& field : one->fields()) known.push_back(field.name);
    }
    add_unknown_field(name, subject, known, here);
  }
  if (here.problems() != before) forgive_unseen(given, drafts);
  for (const auto* one : drafts) one->finish(before, here);
}

}  // namespace roster::detail
