#pragma once

#include <optional>
#include <span>
#include <vector>

#include "roster/input/messages.hpp"
#include "roster/input/place.hpp"
#include "roster/registry/nearest.hpp"

namespace roster::detail {

/// How an object chooses its type: by its member `name`, or by what people write in its place.
struct choice {
  std::optional<std::string_view> name;  ///< the chosen type; none if nothing chooses one
  std::string_view instead = {};         ///< the member that was given instead of `name`
  std::string_view inner = {};           ///< the member that holds the fields, if the object itself does not
  object_view fields = {};
};

/// Whether people, or other programs, call the member `name` like this.
inline bool is_called_name(std::string_view given) {
  constexpr std::string_view others[] = {"type",       "_type_",   "class",  "class_name",
                                         "class_path", "_target_", "target", "kind"};
  auto seen = name_as_seen(given);
  for (auto& c : seen) c = lower(c);
  return seen == "name" || std::find(std::begin(others), std::end(others), seen) != std::end(others);
}

/// What an object without a member `name` chooses; `types`: the names of all types.
inline choice find_choice(const object_view& given, std::span<const std::string_view> types) {
  choice found{.name = std::nullopt, .fields = given};
  for (const auto& [name, member] : given) {
    const auto* const text = member.as<std::string_view>();
    const auto* const inside = member.as<object_view>();
    if (is_called_name(name) && (text || is_glued(name))) {
      found.name = text ? *text : name.substr(name.find(':') + 1);
      found.instead = name;
    }
    // StepLR: {step_size: 30}
    if (given.size == 1 && inside && std::find(types.begin(), types.end(), name) != types.end()) {
      found = {.name = name, .instead = name, .inner = name, .fields = *inside};
    }
    if (name == "init_args" && inside) {
      found.inner = name;
      found.fields = *inside;
    }
  }
  return found;
}

/// Reports what was given instead of `name`.
inline void report_instead(const choice& found, std::string_view expected, std::string_view meant, const place& here) {
  const auto odd = what_is_odd(found.instead);
  const auto shown = meant.empty() ? std::string() : concat({"name: ", meant});
  here.member(found.instead)
      .report(problem_kind::missing,
              concat({odd.empty() ? "is given instead of name" : odd, meant.empty() ? ", expected " : "",
                      meant.empty() ? expected : ""}),
              shown);
  if (found.inner.empty() || found.inner == found.instead) return;
  here.member(found.inner).report(problem_kind::unknown_field, "holds the fields, expected them next to name");
}

/// The fields that were given, and the `name` that was meant, for the reader of a config.
inline std::vector<keyword> fields_of_choice(const choice& found, std::string_view meant) {
  std::vector<keyword> fields{{"name", meant}};
  for (const auto& one : found.fields) {
    if (one.name != found.instead && one.name != "name") fields.push_back(one);
  }
  return fields;
}

/// The type's name in what was given as a name: "StepLR" in "torch.optim.lr_scheduler.StepLR" or "StepLR(gamma=1)".
inline std::string last_part(std::string_view given) {
  const auto name = given.substr(0, given.find('('));
  return name_as_seen(name.substr(name.find_last_of(".:/") + 1));
}

}  // namespace roster::detail
