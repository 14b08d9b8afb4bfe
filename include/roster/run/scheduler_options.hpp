#pragma once

#include "roster/fields/one_of.hpp"
#include "roster/fields/which_groups.hpp"

namespace roster {

/// The options that every scheduler takes besides its own fields. `Parameter` is a name: text, or a choice that the
/// compiler checks.
template <class Parameter>
struct basic_scheduler_options {
  std::int64_t last_epoch = -1;
  bool verbose = false;
  Parameter parameter = "lr";
  which_groups groups = {};
  one_of<"epoch", "batch"> every = "epoch";
  std::optional<std::string> monitor = {};

  /// Whether a step is a batch, not an epoch
  bool counts_batches() const noexcept { return every.template is<"batch">(); }

  static constexpr std::string_view name = "scheduler_options";
  static constexpr rule rules[] = {
      {"last_epoch", "resume after this epoch; the optimizer must hold epoch 0's learning rates; -1: start new",
       between(-1, 1e9)},
      {"verbose", "print each learning rate to stdout when it is set"},
      {"parameter", "what it drives of the optimizer: lr, weight_decay, momentum, beta1, …"},
      {"groups", "the parameter groups that it drives: positions, or patterns of parameter names; null: all"},
      {"every", "whether a step is an epoch or a batch"},
      {"monitor", "the name of the metric that it watches; null: the only one"},
  };
};

using scheduler_options = basic_scheduler_options<std::string>;

namespace detail {

/// `check_config`, without the tables that only reading needs.
inline void check_options(const scheduler_options& options, const place& here) {
  const auto& rules = scheduler_options::rules;
  field_kind<std::int64_t>::check(options.last_epoch, rules[0].allowed, here.member(rules[0].field));
  field_kind<which_groups>::check(options.groups, rules[3].allowed, here.member(rules[3].field));
}

}  // namespace detail

}  // namespace roster
