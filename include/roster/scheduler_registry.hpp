#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "roster/any_schedule.hpp"
#include "roster/entry.hpp"
#include "roster/error.hpp"
#include "roster/fields.hpp"
#include "roster/fields_of.hpp"
#include "roster/node.hpp"
#include "roster/optimizer_traits.hpp"
#include "roster/registry.hpp"
#include "roster/schedule.hpp"
#include "roster/scheduler.hpp"
#include "roster/scheduler_config.hpp"
#include "roster/scheduler_options.hpp"
#include "roster/value.hpp"

namespace roster {

namespace detail {

template <class Type, bool Is>
struct is_a_scheduler {
  static_assert(Is, "roster: this type is no scheduler: see the concept roster::scheduler_config");
};

template <class Registry>
inline constexpr bool holds_schedulers = [] {
  Registry::for_each([](auto type) {
    using T = typename decltype(type)::type;
    (void)is_a_scheduler<T, scheduler_config<T>>{};
  });
  return true;
}();

/// Throws an `error` with all values that are out of bounds.
template <class Config, class Optimizer>
auto make_scheduler(Optimizer& optimizer, Config config, const scheduler_options& options) {
  std::vector<problem> problems;
  const place here(problems);
  check_config(config, here);
  check_config(options, here);
  if (!problems.empty()) throw error(type_name<Config>, std::move(problems));
  using made = scheduler<schedule_of<Config>, typename optimizer_traits<Optimizer>::optimizer>;
  return made(optimizer, schedule_of<Config>(std::move(config)), options);
}

}  // namespace detail

/// A registry whose types are learning-rate schedulers, and which makes them.
template <const auto& List>
class scheduler_registry : public registry<List> {
  using base = registry<List>;
  static_assert(detail::holds_schedulers<base>);

  template <class Optimizer>
  using optimizer_of = typename optimizer_traits<Optimizer>::optimizer;

 public:
  /// The fields of the type that a name from outside stands for: `describe(*find("StepLR"))`.
  static std::vector<field_help> describe(typename base::key key) {
    return base::visit(key, [](auto type) { return roster::describe<typename decltype(type)::type>(); });
  }

  /// A scheduler of any of the registry's types.
  template <class Optimizer>
  using any_scheduler = scheduler<any_schedule<base>, optimizer_of<Optimizer>>;

  /// The scheduler of a name that is known when compiling: `make<"StepLR">(optimizer, {.step_size = 30})`. Unknown
  /// names, misspelt and missing fields do not compile. Throws an `error` with all values that are out of bounds.
  template <fixed_string Name, has_parameter_groups Optimizer>
  static auto make(Optimizer& optimizer, typename type_named<base, Name>::type config, scheduler_options options = {}) {
    return detail::make_scheduler(optimizer, std::move(config), options);
  }
  template <fixed_string Name, has_parameter_groups Optimizer>
  static void make(Optimizer&, fields_of<typename type_named<base, Name>::type>, scheduler_options = {}) = delete;

  /// The scheduler of a name that comes at run time: `create("StepLR", optimizer, {{"step_size", 30}})`. The fields are
  /// the scheduler's, and `last_epoch` and `verbose`. Throws an `error` with all that is wrong; the optimizer is
  /// untouched then.
  template <has_parameter_groups Optimizer>
  static any_scheduler<Optimizer> create(std::string_view name, Optimizer& optimizer, keywords fields = {}) {
    return try_create(name, optimizer, fields).value();
  }
  /// `create`, with the error as a value.
  template <has_parameter_groups Optimizer>
  static result<any_scheduler<Optimizer>> try_create(std::string_view name, Optimizer& optimizer,
                                                     keywords fields = {}) {
    std::vector<problem> problems;
    const place here(problems);
    const auto key = detail::find_key<base>(name, here.member("name"));
    if (!key) return error("scheduler", std::move(problems));
    const auto read = detail::read_entry<base, scheduler_options>(*key, detail::as_object(fields), here);
    return run(read, optimizer, key->name(), std::move(problems));
  }

  /// A scheduler with its options that drives no optimizer yet: of a recipe, or of a config.
  using entry = roster::entry<base, scheduler_options>;

  /// Throws an `error` with all that is out of bounds.
  template <has_parameter_groups Optimizer>
  static any_scheduler<Optimizer> create(const entry& chosen, Optimizer& optimizer) {
    return any_scheduler<Optimizer>(optimizer, any_schedule<base>(chosen), chosen.options);
  }

  /// The scheduler that a piece of a file describes: `{"name": "StepLR", "step_size": 30}`.
  template <has_parameter_groups Optimizer>
  static any_scheduler<Optimizer> create(const node& description, Optimizer& optimizer) {
    return try_create(description, optimizer).value();
  }
  template <has_parameter_groups Optimizer>
  static result<any_scheduler<Optimizer>> try_create(const node& description, Optimizer& optimizer) {
    std::vector<problem> problems;
    const auto read = read_entry<entry>(description, place(problems));
    return run(read, optimizer, "scheduler", std::move(problems));
  }

 private:
  template <class Optimizer>
  static result<any_scheduler<Optimizer>> run(const entry& read, Optimizer& optimizer, std::string_view subject,
                                              std::vector<problem> problems) {
    if (!problems.empty()) return error(subject, std::move(problems));
    try {
      return create(read, optimizer);
    } catch (const error& failed) {
      return failed;
    }
  }
};

}  // namespace roster
