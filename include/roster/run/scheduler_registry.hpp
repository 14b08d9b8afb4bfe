#pragma once

#include "roster/run/chained_schedule.hpp"
#include "roster/run/running_scheduler.hpp"
#include "roster/run/schedule_set.hpp"
#include "roster/run/sequential_schedule.hpp"
#include "roster/run/warmup_schedule.hpp"

namespace roster {

namespace detail {

template <class Registry>
inline constexpr bool holds_schedulers =
    Registry::every([]<class Type>(std::type_identity<Type>) { return demand_scheduler<Type>(); });

/// The options of a scheduler on an optimizer whose parameters the compiler knows, or does not.
template <class Optimizer>
struct options_on_any {
  using type = scheduler_options;
};
template <class Optimizer>
  requires requires { typename optimizer_traits<Optimizer>::parameter_choice; }
struct options_on_any<Optimizer> {
  using type = basic_scheduler_options<typename optimizer_traits<Optimizer>::parameter_choice>;
};
template <class Optimizer>
using options_on = typename options_on_any<Optimizer>::type;

template <class Options>
scheduler_options named_options(const Options& of) {
  return {of.last_epoch, of.verbose, std::string(of.parameter.name()), of.groups, of.every, of.monitor};
}
inline scheduler_options named_options(const scheduler_options& of) { return of; }

/// `read_entry`, where nobody knows the length of the run.
template <class Entry>
Entry read_without_lengths(const value& given, const place& here) {
  Entry made;
  if (const auto* members = given.as<object_view>()) {
    draft<entry_name> name;
    read_object(*members, made, here, {&name});
    report_lengths(made, here);
  } else {
    here.report(problem_kind::wrong_type, is_not(given, field_kind<Entry>::one()));
  }
  return made;
}

template <class Config, class Optimizer, class Options>
auto make_scheduler(Optimizer& optimizer, Config config, const Options& given) {
  auto options = named_options(given);
  (void)has_free_names<Config, entry_name, scheduler_options>{};
  checked(type_name<Config>, [&](const place& here) {
    check_config(config, here);
    check_options(options, here);
  });
  using made = running_scheduler<schedule_of<Config>, typename optimizer_traits<Optimizer>::optimizer>;
  return made(optimizer, schedule_of<Config>(valid<Config>::trust(std::move(config))), std::move(options));
}

}  // namespace detail

/// A registry of learning-rate schedulers, which also makes them.
template <const auto& List>
class scheduler_registry : public registry<List> {
  using base = registry<List>;
  static_assert(detail::holds_schedulers<base>);

  template <class Optimizer>
  using optimizer_of = typename optimizer_traits<Optimizer>::optimizer;

 public:
  /// A scheduler with its options that does not drive an optimizer yet: from a recipe, or made from a config.
  using entry = roster::entry<base, scheduler_options>;

  /// The fields of the named scheduler. Throws an `error` if there is none.
  static std::vector<field_help> describe(std::string_view name) {
    return base::visit(
        name, []<class Config>(std::type_identity<Config>) { return roster::describe<Config>(); },
        [&] {
          return checked("scheduler", [&](const place& here) {
            detail::report_unknown<base>(name, here.member("name"));
            return std::vector<field_help>();
          });
        });
  }

  /// A running scheduler of any of the registry's types.
  template <class Optimizer>
  using any_scheduler = running_scheduler<any_schedule<base>, optimizer_of<Optimizer>>;
  /// Several of them on one optimizer.
  template <class Optimizer>
  using any_schedulers = schedule_set<base, optimizer_of<Optimizer>>;

  /// Makes a scheduler whose name is known at compile time: `make<"StepLR">(optimizer, {.step_size = 30})`. Unknown
  /// names and misspelt or missing fields do not compile, nor does the name of a parameter that an optimizer of a known
  /// type does not have: `make<"CosineAnnealingLR">(sgd, {.T_max = 90}, {.parameter = "weight_decay"})`. Throws an
  /// `error` with all values that are out of bounds; the optimizer is unchanged then.
  template <fixed_string Name, has_parameter_groups Optimizer>
  static auto make(Optimizer& optimizer, typename type_named<base, Name>::type config,
                   detail::options_on<Optimizer> options = {}) {
    return detail::make_scheduler(optimizer, std::move(config), options);
  }
  /// The same with options that were made before, whose parameter only the running program knows.
  template <fixed_string Name, has_parameter_groups Optimizer, std::same_as<scheduler_options> Options>
    requires(!std::same_as<Options, detail::options_on<Optimizer>>)
  static auto make(Optimizer& optimizer, typename type_named<base, Name>::type config, const Options& options) {
    return detail::make_scheduler(optimizer, std::move(config), options);
  }
  template <fixed_string Name, has_parameter_groups Optimizer>
  static void make(Optimizer&, fields_of<typename type_named<base, Name>::type>,
                   detail::options_on<Optimizer> = {}) = delete;

  /// Makes a scheduler whose name comes at run time: `create("StepLR", optimizer, {{"step_size", 30}})`. The fields are
  /// the scheduler's own, and the options (`scheduler_options`). Throws an `error` with all problems; the optimizer is
  /// unchanged then.
  template <has_parameter_groups Optimizer>
  static any_scheduler<Optimizer> create(std::string_view name, Optimizer& optimizer, keywords fields = {}) {
    return create(valid<entry>::trust(detail::read_named<base, scheduler_options>(name, fields)), optimizer);
  }

  /// Makes the scheduler of an entry, such as a recipe's. Throws an `error` with all values that are out of bounds.
  template <has_parameter_groups Optimizer>
  static any_scheduler<Optimizer> create(const entry& chosen, Optimizer& optimizer) {
    return create(validated(chosen), optimizer);
  }
  template <has_parameter_groups Optimizer>
  static any_scheduler<Optimizer> create(valid<entry> chosen, Optimizer& optimizer) {
    auto options = chosen->options;
    return any_scheduler<Optimizer>(optimizer, any_schedule<base>(std::move(chosen)), std::move(options));
  }

  /// The same in a run of known length: lengths such as "5 epochs" become numbers of steps.
  template <has_parameter_groups Optimizer>
  static any_scheduler<Optimizer> create(entry chosen, Optimizer& optimizer, run_length run) {
    checked(chosen.name(), [&](const place& here) { resolve_lengths(chosen, run, here); });
    return create(validated(std::move(chosen)), optimizer);
  }

  /// Makes all schedulers of a list, such as a recipe's `schedulers`, as one. Throws an `error` with the problems of
  /// all.
  template <has_parameter_groups Optimizer>
  static any_schedulers<Optimizer> create(std::vector<entry> chosen, Optimizer& optimizer, run_length run = {}) {
    return any_schedulers<Optimizer>(optimizer, std::move(chosen), run);
  }

  /// Makes the scheduler that a part of a file describes: `{"name": "StepLR", "step_size": 30}`. Throws an `error` with
  /// all problems.
  template <std::same_as<node> Description, has_parameter_groups Optimizer>
  static any_scheduler<Optimizer> create(const Description& description, Optimizer& optimizer) {
    auto read =
        checked("scheduler", [&](const place& here) { return detail::read_without_lengths<entry>(description, here); });
    return create(valid<entry>::trust(std::move(read)), optimizer);
  }

  /// `create`, but returns the `error` instead of throwing it.
  template <class From, has_parameter_groups Optimizer>
  static result<any_scheduler<Optimizer>> try_create(const From& from, Optimizer& optimizer) {
    return detail::result_of([&] { return create(from, optimizer); });
  }
  template <has_parameter_groups Optimizer>
  static result<any_scheduler<Optimizer>> try_create(std::string_view name, Optimizer& optimizer, keywords fields) {
    return detail::result_of([&] { return create(name, optimizer, fields); });
  }
};

}  // namespace roster
