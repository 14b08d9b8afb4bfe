// The time, and the allocations, of a scheduler that is created by name from keyword arguments, which are validated.

#include <cstddef>
#include <initializer_list>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "by_hand_schedulers.hpp"
#include "ratios.hpp"
#include "roster/roster.hpp"

#if HAS_C10
#include <c10/util/Registry.h>
#include <torch/optim/sgd.h>
#include <torch/types.h>

#include "roster/libtorch/groups.hpp"
#endif

extern std::size_t allocations;  // counting_new.cpp

namespace {

/// `create(name, groups)` makes the scheduler and destroys it. The name comes at run time.
template <class Groups, class Create>
void add(const std::string& benchmark, const std::string& name, Groups groups, Create create) {
  benchmark::RegisterBenchmark(benchmark.c_str(), [name, groups, create](benchmark::State& state) mutable {
    const auto before = allocations;
    for (auto _ : state) {
      benchmark::DoNotOptimize(name.data());
      create(std::string_view(name), groups);
      benchmark::ClobberMemory();
    }
    const auto iterations = static_cast<std::size_t>(state.iterations());
    state.counters["allocations"] = static_cast<double>((allocations - before) / iterations);
  });
}

/// Keeps what was made from being optimised away.
template <class Made>
void use(Made made) {
  benchmark::DoNotOptimize(&made);
}

using map = std::map<std::string, by_hand::argument>;
using list = std::initializer_list<std::pair<std::string_view, by_hand::argument>>;
const std::string table_name = "create on plain groups/";

// The keyword arguments are written at the call, as a person writes them; so each row is code of its own.

void add_step_lr(std::size_t size) {
  const auto row = table_name + "StepLR, 1 argument, " + std::to_string(size) + (size == 1 ? " group/" : " groups/");
  const std::vector<roster::plain_group> groups(size, {.lr = 0.1});
  const by_hand::groups own(size, {.lr = 0.1});
  add(row + "Roster", "StepLR", groups,
      [](auto name, auto& of) { use(roster::create(name, of, {{"step_size", 30}})); });
  add(row + "by hand, std::map", "StepLR", own,
      [](auto name, auto& of) { use(by_hand::create(name, of, map{{"step_size", 30}})); });
  add(row + "by hand, list", "StepLR", own,
      [](auto name, auto& of) { use(by_hand::create(name, of, list{{"step_size", 30}})); });
#if HAS_C10
  const auto registry =
      std::make_shared<c10::Registry<std::string, std::unique_ptr<by_hand::scheduler>, by_hand::groups*>>();
  registry->Register("StepLR", [](by_hand::groups* of) {
    auto made = std::make_unique<by_hand::StepLR>(*of);
    made->start();
    return made;
  });
  add(row + "c10::Registry, no arguments", "StepLR", own,
      [registry](auto name, auto& of) { use(registry->Create(std::string(name), &of)); });
#endif
}

void add_linear_lr() {
  const auto row = table_name + "LinearLR, 3 arguments, 1 group/";
  const std::vector<roster::plain_group> groups{{.lr = 0.1}};
  const by_hand::groups own{{.lr = 0.1}};
  add(row + "Roster", "LinearLR", groups, [](auto name, auto& of) {
    of[0].lr = 0.1;  // or it would shrink to nothing
    use(roster::create(name, of, {{"start_factor", 0.1}, {"end_factor", 0.5}, {"total_iters", 20}}));
  });
  add(row + "by hand, std::map", "LinearLR", own, [](auto name, auto& of) {
    of[0].lr = 0.1;
    use(by_hand::create(name, of, map{{"start_factor", 0.1}, {"end_factor", 0.5}, {"total_iters", 20}}));
  });
  add(row + "by hand, list", "LinearLR", own, [](auto name, auto& of) {
    of[0].lr = 0.1;
    use(by_hand::create(name, of, list{{"start_factor", 0.1}, {"end_factor", 0.5}, {"total_iters", 20}}));
  });
}

#if HAS_C10
void add_on_sgd(std::size_t size) {
  const auto row = "create on an SGD/StepLR, " + std::to_string(size) + (size == 1 ? " group/" : " groups/");
  std::vector<torch::optim::OptimizerParamGroup> groups;
  for (std::size_t i = 0; i < size; ++i) groups.emplace_back(std::vector{torch::zeros(1)});
  const auto optimizer = std::make_shared<torch::optim::SGD>(std::move(groups), torch::optim::SGDOptions(0.1));
  add(row + "Roster", "StepLR", optimizer,
      [](auto name, auto& of) { use(roster::create(name, *of, {{"step_size", 30}})); });
}
#endif

}  // namespace

int main(int argc, char** argv) {
  for (const std::size_t size : {1U, 8U}) add_step_lr(size);
  add_linear_lr();
#if HAS_C10
  for (const std::size_t size : {1U, 8U}) add_on_sgd(size);
#endif
  return ratios(
             {{.name = "create on plain groups",
               .about = "## Created by name from keyword arguments\n\n"
                        "`roster::create(\"StepLR\", groups, {{\"step_size\", 30}})`, validated, against a factory of "
                        "six schedulers that is written by hand with care (`by_hand_schedulers.hpp`): it reads the "
                        "arguments from a `std::map`, or from the list in place, checks the same things and returns "
                        "a `std::unique_ptr`. `c10::Registry` takes no arguments and checks nothing.",
               .contenders = {"Roster", "by hand, std::map", "by hand, list", "c10::Registry, no arguments"},
               .aims = {{"by hand, std::map", 3}}},
              {.name = "create on an SGD",
               .about = "## The same on an SGD, against Python\n\n"
                        "PyTorch's scheduler, created through a dict of pydantic configs that check the same limits "
                        "(`python_baseline.py`), on PyTorch's SGD; Roster's on LibTorch's SGD.",
               .contenders = {"Roster", "Python"},
               .aims = {{"Python", 50}}}})
      .run(argc, argv);
}
