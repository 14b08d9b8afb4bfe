#pragma once

#include <cmath>
#include <numbers>
#include <random>

#include "roster/schedulers/timm/detail/noise_range.hpp"

// The numbers that torch.Generator makes, which timm begins anew at each epoch: pure functions of seed and epoch.
namespace roster::timm::detail {

/// torch's generator, which takes 32 bits of a seed.
inline std::mt19937 bits_of(std::int64_t seed) { return std::mt19937(static_cast<std::uint32_t>(seed)); }

/// The first of `torch.randn(1)` that is nearer to 0 than `most`.
inline double normal_noise(std::int64_t seed, double most) {
  auto bits = bits_of(seed);
  const auto uniform = [&bits] {
    const std::uint64_t high = bits(), low = bits();
    return static_cast<double>((high << 32 | low) & ((std::uint64_t{1} << 53) - 1)) * 0x1p-53;
  };
  for (;;) {  // Box and Muller's two numbers, in turn
    const auto part = uniform();
    const auto radius = std::sqrt(-2.0 * std::log1p(-uniform()));
    const auto angle = 2.0 * std::numbers::pi * part;
    for (const auto one : {radius * std::cos(angle), radius * std::sin(angle)}) {
      const double noise = static_cast<float>(one);
      if (std::fabs(noise) < most) return noise;
    }
  }
}
/// `torch.rand(1)`, from -`most` to `most`
inline double uniform_noise(std::int64_t seed, double most) {
  auto bits = bits_of(seed);
  const auto part = static_cast<double>(bits() & ((1u << 24) - 1)) * 0x1p-24;
  return 2 * (part - 0.5) * most;
}

/// The learning rate of epoch `t` with its noise, if it has one.
inline double with_noise(double lr, std::int64_t t, const noise_range& range, double most, std::int64_t seed) {
  if (t == 0 || !range.contains(t)) return lr;
  return lr + lr * normal_noise(seed + t, most);
}

}  // namespace roster::timm::detail
