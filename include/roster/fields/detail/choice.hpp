#pragma once

#include <span>

#include "roster/input/messages.hpp"
#include "roster/input/place.hpp"
#include "roster/registry/nearest.hpp"

namespace roster::detail {

/// How an object chooses its type: by its member `name`, or by what people write in its place.
struct choice {
  bool is_made = false;           ///< whether anything chooses a type
  std::string_view name = {};     ///< the type, as it was given
  std::string_view instead = {};  ///< the member that was given instead of `name`
  std::string_view inner = {};    ///< the member that holds the fields, if the object itself does not
  object_view fields = {};
  std::string_view meant = {};  ///< the type that was probably meant

  /// The fields with a member `name`, as they should have been given. It refers to this.
  object_view corrected() const noexcept {
    return {fields.size + !inner.empty(), this, [](const void* data, std::size_t position) -> keyword {
              const auto& self = *static_cast<const choice*>(data);
              if (position == self.fields.size) return {"name", self.meant};
              const auto one = self.fields[position];
              return one.name == (self.instead.empty() ? "name" : self.instead) ? keyword{"name", self.meant} : one;
            }};
  }
};

/// What people, and other programs, call the member `name`, in lower case.
inline constexpr std::string_view names_of_the_name[] = {"name",       "type",     "_type_", "class", "class_name",
                                                         "class_path", "_target_", "target", "kind"};

/// Whether the member `name` may be meant.
inline bool is_called_name(std::string_view given) {
  auto seen = name_as_seen(given);
  for (auto& c : seen) c = lower(c);
  for (const auto other : names_of_the_name) {
    if (seen == other) return true;
  }
  return false;
}

/// What an object without a member `name` chooses; `types`: the names of all types.
inline choice find_choice(const object_view& given, std::span<const std::string_view> types) {
  choice found{.fields = given};
  for (const auto& [name, member] : given) {
    const auto* const text = member.as<std::string_view>();
    const auto* const inside = member.as<object_view>();
    if (is_called_name(name) && (text || is_glued(name))) {
      found.is_made = true;
      found.name = text ? *text : name.substr(name.find(':') + 1);
      found.instead = name;
    }
    if (name == "init_args" && inside) {
      found.inner = name;
      found.fields = *inside;
    }
    for (std::size_t i = 0; inside && given.size == 1 && i < types.size(); ++i) {
      // StepLR: {step_size: 30}
      if (name == types[i]) found = {.is_made = true, .name = name, .instead = name, .inner = name, .fields = *inside};
    }
  }
  return found;
}

/// Reports what was given instead of `name`.
inline void report_instead(const choice& found, std::string_view expected, const place& here) {
  auto wrong = what_is_odd(found.instead);
  if (wrong.empty()) wrong = "is given instead of name";
  const auto there = here.member(found.instead);
  if (found.meant.empty()) {
    there.report(problem_kind::missing, concat({wrong, ", expected ", expected}));
  } else {
    there.report(problem_kind::missing, std::move(wrong), concat({"name: ", found.meant}));
  }
  if (found.inner.empty() || found.inner == found.instead) return;
  here.member(found.inner).report(problem_kind::unknown_field, "holds the fields, expected them next to name");
}

/// The type's name in what was given as a name: "StepLR" in "torch.optim.lr_scheduler.StepLR" or "StepLR(gamma=1)".
inline std::string last_part(std::string_view given) {
  const auto name = given.substr(0, given.find('('));
  return name_as_seen(name.substr(name.find_last_of(".:/") + 1));
}

}  // namespace roster::detail
