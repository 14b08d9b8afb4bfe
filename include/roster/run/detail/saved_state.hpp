#pragma once

#include "roster/fields/fields.hpp"
#include "roster/schedulers/scheduler_config.hpp"

// The form of a saved schedule. It has the keys of PyTorch's state_dict, so that each side reads what the other wrote;
// ours also has `scheduler` and `version`. save.hpp writes it, load.hpp reads it.
namespace roster::detail {

/// What is saved of every scheduler, together with the config's attributes and the fields of its `state`.
struct saved_progress {
  std::string scheduler = {};
  std::int64_t version = 1;
  std::int64_t last_epoch = 0;
  std::vector<double> base_lrs = {};
  std::vector<double> _last_lr = {};
  // PyTorch's internal members. Its SWALR uses the first; the others are read and ignored.
  std::int64_t _step_count = 1;
  bool _is_initial = false;
  bool _get_lr_called_within_step = false;
  bool use_beta1 = false;
  bool verbose = false;

  static constexpr rule rules[] = {
      {"scheduler", "the scheduler's name"},
      {"version", "the version of this form", between(1, 1)},
      {"last_epoch", "steps taken; -1 before the first value", at_least(-1)},
      {"base_lrs", "the learning rate that each group started from"},
      {"_last_lr", "the learning rate that each group has now"},
      {"_step_count", "last_epoch + 1"},
      {"_is_initial", "written by PyTorch"},
      {"_get_lr_called_within_step", "written by PyTorch"},
      {"use_beta1", "written by PyTorch"},
      {"verbose", "written by PyTorch before 2.7"},
  };
};

/// What is saved of a config: the attributes that PyTorch saves.
template <class Config>
node::object attributes(const Config& config, epoch t, std::size_t groups) {
  if constexpr (has_attributes<Config>) {
    return config.attributes(t, groups);
  } else {
    return write_fields(config);
  }
}

}  // namespace roster::detail
