// The time of one look-up by name, of one look-up and call, and of one create by name.

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "names.hpp"
#include "ratios.hpp"
#include "roster/registry/registry.hpp"
#include "roster/roster.hpp"

#if HAS_GPERF
#include "gperf_1024.hpp"
#include "gperf_128.hpp"
#include "gperf_16.hpp"
#include "gperf_3.hpp"
#endif
#if HAS_C10
#include <c10/util/Registry.h>
#endif

namespace {

// What registries of functions would create.
struct product {
  virtual ~product() = default;
};
std::unique_ptr<product> make_product() { return std::make_unique<product>(); }

// The contenders. Each takes the key as it comes, returns its result in one register (a position, a pointer, a bool),
// and is not inlined into the calling loop.

template <class Registry>
struct roster_find {
  [[gnu::noinline]] std::size_t operator()(const std::string& key) const {
    const auto found = Registry::find(key);
    return found.value_or(Registry::size());
  }
};

template <class Gperf>
struct gperf_find {
  [[gnu::noinline]] auto operator()(const std::string& key) const { return Gperf::find(key.data(), key.size()); }
};

#if HAS_C10
// Has, and not Create, which also makes an object.
template <class Registry>
struct c10_has {
  c10_has() {
    for (const auto name : Registry::names) registry->Register(std::string(name), make_product);
  }
  [[gnu::noinline]] bool operator()(const std::string& key) const { return registry->Has(key); }

  using registry_type = c10::Registry<std::string, std::unique_ptr<product>>;
  std::shared_ptr<registry_type> registry = std::make_shared<registry_type>();
};
#endif

template <class Registry>
struct map_find {
  map_find() {
    for (const auto name : Registry::names) map.emplace(name, make_product);
  }
  [[gnu::noinline]] const void* operator()(const std::string& key) const {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
  }

  std::unordered_map<std::string, std::function<std::unique_ptr<product>()>> map;
};

template <class Registry>
struct linear_find {
  [[gnu::noinline]] std::size_t operator()(const std::string& key) const {
    return static_cast<std::size_t>(std::ranges::find(Registry::names, std::string_view(key)) -
                                    Registry::names.begin());
  }
};

// Different code for each type, so that the compiler cannot replace it by a table of results.
constexpr auto work = []<class T>(std::type_identity<T>) {
  benchmark::DoNotOptimize(roster::type_name<T>.data());
  return true;
};
constexpr auto nothing = [] { return false; };

template <class Registry>
struct visit_by_name {
  [[gnu::noinline]] bool operator()(const std::string& key) const { return Registry::visit(key, work, nothing); }
};
template <class Registry>
struct find_then_visit {
  [[gnu::noinline]] bool operator()(const std::string& key) const {
    const auto found = Registry::find(key);
    return found ? Registry::visit_at(*found, work) : nothing();
  }
};

/// Names in random order; for misses, each with one letter changed.
template <class Registry>
std::vector<std::string> random_keys(bool hit) {
  std::mt19937 random;
  const auto below = [&](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
  };
  std::vector<std::string> keys;
  while (keys.size() < 4096) {
    std::string key(Registry::names[below(Registry::size())]);
    if (!hit) key[below(key.size())] = static_cast<char>('a' + below(26));
    if (Registry::find(key).has_value() == hit) keys.push_back(key);
  }
  return keys;
}

template <class Find>
void add(const std::string& name, const std::vector<std::string>& keys, Find find) {
  benchmark::RegisterBenchmark(name.c_str(), [keys, find](benchmark::State& state) {
    while (state.KeepRunningBatch(static_cast<benchmark::IterationCount>(keys.size()))) {
      for (const auto& key : keys) benchmark::DoNotOptimize(find(key));
    }
  });
}

/// From a name to its type's code: in one switch, and in two steps.
template <class Registry>
void add_calls(const std::string& group, const std::vector<std::string>& keys) {
  add(group + "roster", keys, visit_by_name<Registry>{});
  add(group + "find, then visit", keys, find_then_visit<Registry>{});
}

template <const auto& List, class Gperf>
void add_size() {
  using registry = roster::registry<List>;
  for (const bool hit : {true, false}) {
    const auto keys = random_keys<registry>(hit);
    const auto group = "lookup/" + std::to_string(registry::size()) + (hit ? "/hit/" : "/miss/");
    add(group + "roster", keys, roster_find<registry>{});
#if HAS_GPERF
    add(group + "gperf", keys, gperf_find<Gperf>{});
#endif
#if HAS_C10
    add(group + "c10::Registry", keys, c10_has<registry>{});
#endif
    add(group + "unordered_map", keys, map_find<registry>{});
    add(group + "linear", keys, linear_find<registry>{});
    const auto calls = "call/" + std::to_string(registry::size()) + (hit ? "/hit/" : "/miss/");
    add_calls<registry>(calls + "random/", keys);
    add_calls<registry>(calls + "repeated/", std::vector(keys.size(), keys.front()));
  }
}

void add_create() {
  benchmark::RegisterBenchmark("create/StepLR/roster", [](benchmark::State& state) {
    std::vector<roster::plain_group> groups(1, {.lr = 0.1});
    for (auto _ : state) {
      auto made = roster::create("StepLR", groups, {{"step_size", 30}});
      benchmark::DoNotOptimize(&made);
      benchmark::ClobberMemory();
    }
  });
}

}  // namespace

int main(int argc, char** argv) {
  add_size<names::names_3, class gperf_3>();
  add_size<names::names_16, class gperf_16>();
  add_size<names::names_128, class gperf_128>();
  add_size<names::names_1024, class gperf_1024>();
  add_create();
  return ratios({"roster", "gperf", "c10::Registry", "unordered_map", "linear", "find, then visit"}).run(argc, argv);
}
