#pragma once

#include "roster/fields/fields.hpp"
#include "roster/run/detail/children.hpp"
#include "roster/schedulers/scheduler_config.hpp"

// The form of a saved schedule. Its keys are PyTorch's where PyTorch has them, so that PyTorch's load_state_dict takes
// it; ours also have `scheduler`, `version` and `config`. save.hpp writes it, load.hpp reads it and PyTorch's own.
namespace roster::detail {

/// What is saved of every scheduler, together with the fields of its `state`. Version 1 had the attributes of the
/// config that PyTorch saves, and no `config`.
struct saved_progress {
  std::string scheduler = {};
  std::int64_t version = 2;
  node options = {};
  node config = {};
  std::int64_t last_epoch = 0;
  std::vector<double> base_lrs = {};
  std::vector<double> _last_lr = {};
  // PyTorch's internal members. Its SWALR uses the first; the others are read and ignored.
  std::int64_t _step_count = 1;
  bool _is_initial = false;
  bool _get_lr_called_within_step = false;
  bool use_beta1 = false;

  static constexpr rule rules[] = {
      {"scheduler", "the scheduler's name"},
      {"version", "the version of this form", between(1, 2)},
      {"options", "the options that are not the defaults"},
      {"config", "the fields of the scheduler's config"},
      {"last_epoch", "steps taken; -1 before the first value", at_least(-1)},
      {"base_lrs", "the learning rate that each group started from"},
      {"_last_lr", "the learning rate that each group has now"},
      {"_step_count", "last_epoch + 1", at_least(0)},
      {"_is_initial", "written by PyTorch"},
      {"_get_lr_called_within_step", "written by PyTorch"},
      {"use_beta1", "written by PyTorch"},
  };
};

/// What a state has of a config.
struct saved_config {
  node::object fields;      ///< as a person writes them
  node::object attributes;  ///< as PyTorch saves them
  std::span<const std::string_view> saved_attributes = {};
  /// The config's `fields_from`, or null
  node::object (*fields_from)(const void* config, std::string_view attribute, const node& state) = nullptr;
  const void* config = nullptr;
  bool has_functions = false;  ///< of which a state says nothing

  bool is_saved(std::string_view attribute) const {
    for (const auto one : saved_attributes) {
      if (one == attribute) return true;
    }
    return false;
  }
};

template <class T>
inline constexpr bool may_hold_function = is_function<T>;
template <class T>
inline constexpr bool may_hold_function<std::optional<T>> = is_function<T>;

/// Whether a field of the config may hold a function.
template <class Config>
inline constexpr bool has_functions = []<std::size_t... I>(std::index_sequence<I...>) {
  return (may_hold_function<held_type<I, Config>> || ...);
}(std::make_index_sequence<field_count<Config>>{});

/// What a state has of configs of some type besides their fields, as constant data. What a type does not need is null.
struct config_saving {
  node::object (*attributes)(const void* config, epoch t, std::size_t groups) = nullptr;
  node::object (*fields_from)(const void* config, std::string_view attribute, const node& state) = nullptr;
  std::span<const std::string_view> saved_attributes = {};
  bool has_functions = false;
};
template <class Config>
node::object attributes(const void* config, epoch t, std::size_t groups) {
  return static_cast<const Config*>(config)->attributes(t, groups);
}
template <class Config>
node::object fields_from(const void* config, std::string_view attribute, const node& state) {
  return static_cast<const Config*>(config)->fields_from(attribute, state);
}
template <class Config>
inline constexpr config_saving saving_of = [] {
  config_saving made{.has_functions = has_functions<Config>};
  if constexpr (has_attributes<Config>) made.attributes = attributes<Config>;
  if constexpr (has_fields_from<Config>) made.fields_from = fields_from<Config>;
  if constexpr (has_saved_attributes<Config>) made.saved_attributes = Config::saved_attributes;
  return made;
}();
template <class... Configs>
struct savings_of {
  static constexpr std::array<const config_saving*, sizeof...(Configs)> all{&saving_of<Configs>...};
};

/// What a state of epoch `t` has of a config, which has to outlive the result.
inline saved_config saved(const config_saving& saving, const config_writing& writing, const void* config, epoch t,
                          std::size_t groups) {
  saved_config made{.fields = writing.write(config), .attributes = {}, .config = config};
  made.attributes = saving.attributes ? saving.attributes(config, t, groups) : made.fields;
  made.saved_attributes = saving.saved_attributes;
  made.fields_from = saving.fields_from;
  made.has_functions = saving.has_functions;
  return made;
}
template <class Config>
saved_config saved(const Config& config, epoch t, std::size_t groups) {
  return saved(saving_of<Config>, writing_in<Config>, &config, t, groups);
}
template <class Registry>
saved_config saved(const any_config<Registry>& config, epoch t, std::size_t groups) {
  const auto& saving = *Registry::template apply<savings_of>::all[config.position()];
  return saved(saving, config.writing(), config.object(), t, groups);
}

/// The same of a composite, without its children, which have states of their own.
template <class Config>
saved_config saved_without_children(const Config& config, epoch t, std::size_t groups) {
  auto made = saved(config, t, groups);
  for (auto* members : {&made.fields, &made.attributes}) {
    node::object others;
    for (auto& one : *members) {
      if (one.name != field_of_children<Config>) others.push_back(std::move(one));
    }
    members->swap(others);
  }
  return made;
}

}  // namespace roster::detail
