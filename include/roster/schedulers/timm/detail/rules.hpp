#pragma once

#include "roster/fields/rule.hpp"

// The rules of fields that several of timm's schedulers have.
namespace roster::timm::detail {

inline constexpr rule of_t_initial{"t_initial", "epochs of the first cycle", at_least(1)};
inline constexpr rule of_lr_min{"lr_min", "the lowest learning rate", at_least(0)};
inline constexpr rule of_cycle_mul{"cycle_mul", "the length of each cycle divided by that of the one before",
                                   above_to(0, 1000)};
inline constexpr rule of_cycle_decay{"cycle_decay", "the factor of the highest learning rate from cycle to cycle",
                                     above(0)};
inline constexpr rule of_cycle_limit{"cycle_limit", "how many cycles there are; then the learning rate is lr_min",
                                     at_least(1)};
inline constexpr rule of_warmup_t{"warmup_t", "epochs of the warm-up", at_least(0)};
inline constexpr rule of_warmup_lr_init{"warmup_lr_init", "the learning rate that the warm-up begins with",
                                        at_least(0)};
inline constexpr rule of_warmup_prefix{"warmup_prefix",
                                       "true: epoch 0 of the schedule is the end of the warm-up; false: its beginning"};
inline constexpr rule of_noise_range_t{
    "noise_range_t", "the epochs with noise: from one on, or from the first to before the second; null: none",
    at_least(0)};
inline constexpr rule of_noise_pct{"noise_pct", "the largest noise, as a part of the learning rate", between(0.001, 1)};
inline constexpr rule of_noise_seed{"noise_seed", "the seed of the noise; each epoch adds its number"};
// A power of an epoch remains a double.
inline constexpr rule of_k_decay{"k_decay", "the power of the way through a cycle; above 1: falls later",
                                 above_to(0, 15)};
inline constexpr rule of_lr_scale{"lr_scale", "a factor for the learning rates of a group, after all else",
                                  at_least(0)};

}  // namespace roster::timm::detail
