// Six schedulers and their factory, written by hand with by_hand.hpp: what bench_create compares Roster's 16 with.
#pragma once

#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

#include "by_hand.hpp"

namespace by_hand {

class StepLR : public scheduler {
 public:
  using scheduler::scheduler;
  template <class Arguments>
  void read(const Arguments& given) {
    reader in("StepLR", given);
    in.read("step_size", step_size_, {.least = 1, .required = true});
    in.read("gamma", gamma_, {.least = 0, .above = true});
    in.finish({"step_size", "gamma"});
  }

 private:
  double lr(double now, double, std::int64_t t) const override {
    return t > 0 && t % step_size_ == 0 ? now * gamma_ : now;
  }
  std::int64_t step_size_ = 1;
  double gamma_ = 0.1;
};

class ConstantLR : public scheduler {
 public:
  using scheduler::scheduler;
  template <class Arguments>
  void read(const Arguments& given) {
    reader in("ConstantLR", given);
    in.read("factor", factor_, {.least = 0, .most = 1, .above = true});
    in.read("total_iters", total_iters_, {.least = 1});
    in.finish({"factor", "total_iters"});
  }

 private:
  double lr(double, double base, std::int64_t t) const override { return t < total_iters_ ? base * factor_ : base; }
  double factor_ = 1.0 / 3;
  std::int64_t total_iters_ = 5;
};

class LinearLR : public scheduler {
 public:
  using scheduler::scheduler;
  template <class Arguments>
  void read(const Arguments& given) {
    reader in("LinearLR", given);
    in.read("start_factor", start_factor_, {.least = 0, .most = 1, .above = true});
    in.read("end_factor", end_factor_, {.least = 0, .most = 1});
    in.read("total_iters", total_iters_, {.least = 1});
    in.finish({"start_factor", "end_factor", "total_iters"});
  }

 private:
  double lr(double, double base, std::int64_t t) const override {
    const auto part = static_cast<double>(std::min(t, total_iters_)) / static_cast<double>(total_iters_);
    return base * (start_factor_ + (end_factor_ - start_factor_) * part);
  }
  double start_factor_ = 1.0 / 3;
  double end_factor_ = 1.0;
  std::int64_t total_iters_ = 5;
};

class ExponentialLR : public scheduler {
 public:
  using scheduler::scheduler;
  template <class Arguments>
  void read(const Arguments& given) {
    reader in("ExponentialLR", given);
    in.read("gamma", gamma_, {.least = 0, .above = true, .required = true});
    in.finish({"gamma"});
  }

 private:
  double lr(double now, double, std::int64_t t) const override { return t > 0 ? now * gamma_ : now; }
  double gamma_ = 1.0;
};

class PolynomialLR : public scheduler {
 public:
  using scheduler::scheduler;
  template <class Arguments>
  void read(const Arguments& given) {
    reader in("PolynomialLR", given);
    in.read("total_iters", total_iters_, {.least = 1});
    in.read("power", power_, {.least = 0});
    in.finish({"total_iters", "power"});
  }

 private:
  double lr(double, double base, std::int64_t t) const override {
    return base *
           std::pow(1 - static_cast<double>(std::min(t, total_iters_)) / static_cast<double>(total_iters_), power_);
  }
  std::int64_t total_iters_ = 5;
  double power_ = 1.0;
};

class CosineAnnealingLR : public scheduler {
 public:
  using scheduler::scheduler;
  template <class Arguments>
  void read(const Arguments& given) {
    reader in("CosineAnnealingLR", given);
    in.read("T_max", T_max_, {.least = 1, .required = true});
    in.read("eta_min", eta_min_, {});
    in.finish({"T_max", "eta_min"});
  }

 private:
  double lr(double, double base, std::int64_t t) const override {
    const auto turn = std::numbers::pi * static_cast<double>(t) / static_cast<double>(T_max_);
    return eta_min_ + (base - eta_min_) * (1 + std::cos(turn)) / 2;
  }
  std::int64_t T_max_ = 1;
  double eta_min_ = 0.0;
};

template <class Scheduler, class Arguments>
std::unique_ptr<scheduler> make(groups& optimizer, const Arguments& given) {
  auto made = std::make_unique<Scheduler>(optimizer);
  made->read(given);
  made->start();
  return made;
}

template <class Arguments>
std::unique_ptr<scheduler> create(std::string_view name, groups& optimizer, const Arguments& given) {
  static const std::unordered_map<std::string_view, std::unique_ptr<scheduler> (*)(groups&, const Arguments&)> all{
      {"StepLR", make<StepLR, Arguments>},
      {"ConstantLR", make<ConstantLR, Arguments>},
      {"LinearLR", make<LinearLR, Arguments>},
      {"ExponentialLR", make<ExponentialLR, Arguments>},
      {"PolynomialLR", make<PolynomialLR, Arguments>},
      {"CosineAnnealingLR", make<CosineAnnealingLR, Arguments>}};
  const auto found = all.find(name);
  if (found == all.end()) throw std::invalid_argument("unknown scheduler " + std::string(name));
  return found->second(optimizer, given);
}

}  // namespace by_hand
