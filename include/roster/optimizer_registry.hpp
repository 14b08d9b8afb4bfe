#pragma once

#include <torch/optim/optimizer.h>

#include <concepts>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "roster/entry.hpp"
#include "roster/error.hpp"
#include "roster/fields.hpp"
#include "roster/registry.hpp"
#include "roster/value.hpp"

namespace roster {

/// An optimizer's config: an aggregate of fields, `using optimizer = …`, and `options()` that it is made with.
template <class Config>
concept optimizer_config = std::is_aggregate_v<Config> && std::copyable<Config> && requires(const Config& config) {
  requires std::derived_from<typename Config::optimizer, torch::optim::Optimizer>;
  requires std::constructible_from<typename Config::optimizer, std::vector<torch::Tensor>, decltype(config.options())>;
};

namespace detail {

template <class Registry>
concept of_optimizers = Registry::size() > 0 &&
                        Registry::every([](auto type) { return optimizer_config<typename decltype(type)::type>; });

}  // namespace detail

template <detail::of_optimizers Registry>
inline constexpr std::string_view kind_of_entry<Registry> = "an optimizer";

/// A registry whose types are optimizers, and which makes them.
template <const auto& List>
class optimizer_registry : public registry<List> {
  using base = registry<List>;

 public:
  /// An optimizer's config that was read or chosen, without parameters yet.
  using entry = roster::entry<base>;

  /// The optimizer of a name that is known when compiling: `make<"SGD">(model->parameters(), {.lr = 0.1})`. Throws an
  /// `error` with all values that are out of bounds.
  template <fixed_string Name>
  static auto make(std::vector<torch::Tensor> parameters, typename base::template type<Name> config) {
    return build(config, std::move(parameters));
  }

  /// The optimizer of a name that comes at run time: `create("SGD", model->parameters(), {{"lr", 0.1}})`. Throws an
  /// `error` with all that is wrong.
  static std::unique_ptr<torch::optim::Optimizer> create(std::string_view name, std::vector<torch::Tensor> parameters,
                                                         keywords fields = {}) {
    std::vector<problem> problems;
    const place here(problems);
    const auto key = detail::find_key<base>(name, here.member("name"));
    if (!key) throw error("optimizer", std::move(problems));
    const auto read = detail::read_entry<base, no_options>(*key, detail::as_object(fields), here);
    if (!problems.empty()) throw error(key->name(), std::move(problems));
    return create(read, std::move(parameters));
  }

  /// The optimizer of a recipe, or of a config. Throws an `error` with all that is out of bounds.
  static std::unique_ptr<torch::optim::Optimizer> create(const entry& chosen, std::vector<torch::Tensor> parameters) {
    return chosen.visit([&](const auto& config) -> std::unique_ptr<torch::optim::Optimizer> {
      return build(config, std::move(parameters));
    });
  }

 private:
  template <class Config>
  static auto build(const Config& config, std::vector<torch::Tensor> parameters) {
    std::vector<problem> problems;
    check_config(config, place(problems));
    if (!problems.empty()) throw error(type_name<Config>, std::move(problems));
    return std::make_unique<typename Config::optimizer>(std::move(parameters), config.options());
  }
};

}  // namespace roster
