// The time from a name to what a table has for it, and from a name to a call of what is registered under it.

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "names.hpp"
#include "ratios.hpp"
#include "roster/registry/registry.hpp"

#if HAS_ABSL
#include <absl/container/flat_hash_map.h>
#endif
#if HAS_C10
#include <c10/util/Registry.h>
#endif
#if HAS_FROZEN
#include <frozen/string.h>
#include <frozen/unordered_map.h>
#endif

namespace {

// What is called for a type, so different for each that no table of results can stand for it.
template <class T>
const void* work() {
  const auto* name = roster::type_name<T>.data();
  benchmark::DoNotOptimize(name);
  return name;
}
using function = const void* (*)();

template <class... Types>
struct work_for {
  static constexpr std::array<function, sizeof...(Types)> all{work<Types>...};
};
/// The functions of all types, in the registry's order.
template <class Registry>
constexpr const auto& functions = Registry::template apply<work_for>::all;

}  // namespace

#if HAS_GPERF
// Tables of names and of functions, generated from the same list.
#include "gperf_1024.hpp"
#include "gperf_128.hpp"
#include "gperf_16.hpp"
#include "gperf_3.hpp"
#include "gperf_64.hpp"
#endif

namespace {

// The contenders. Each takes the key as it comes. `find` gives what the table has in one register: a position, a
// pointer to the entry, or whether there is one; `call` calls the function, or gives a null pointer.

template <class Registry>
struct roster_visit {
  static auto find(const std::string& key) { return Registry::find(key).value_or(Registry::size()); }
  static const void* call(const std::string& key) {
    return Registry::visit(
        key, []<class T>(std::type_identity<T>) { return work<T>(); }, []() -> const void* { return nullptr; });
  }
};

template <class Gperf>
struct gperf_table {
  static auto find(const std::string& key) { return Gperf::find(key.data(), key.size()); }
  static const void* call(const std::string& key) {
    const auto* found = find(key);
    return found ? found->call() : nullptr;
  }
};

/// A map from the name to the function.
template <class Map>
struct map_table {
  const function* find(const std::string& key) const {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
  }
  const void* call(const std::string& key) const {
    const auto* found = find(key);
    return found ? (*found)() : nullptr;
  }
  Map map;
};
template <class Registry, class Map>
map_table<Map> filled() {
  Map map;
  for (std::size_t i = 0; i < Registry::size(); ++i) map.emplace(Registry::names[i], functions<Registry>[i]);
  return {std::move(map)};
}

#if HAS_FROZEN
template <class... Types>
struct frozen_map {
  static constexpr frozen::unordered_map<frozen::string, function, sizeof...(Types)> all{
      {frozen::string(roster::type_name<Types>), work<Types>}...};
};
template <class Registry>
struct frozen_table {
  static constexpr const auto& map = Registry::template apply<frozen_map>::all;
  static const function* find(const std::string& key) {
    const auto found = map.find(frozen::string(key.data(), key.size()));
    return found == map.end() ? nullptr : &found->second;
  }
  static const void* call(const std::string& key) {
    const auto* found = find(key);
    return found ? (*found)() : nullptr;
  }
};
#endif

#if HAS_C10
template <class Registry>
struct c10_registry {
  c10_registry() {
    for (std::size_t i = 0; i < Registry::size(); ++i)
      registry->Register(std::string(Registry::names[i]), functions<Registry>[i]);
  }
  bool find(const std::string& key) const { return registry->Has(key); }
  const void* call(const std::string& key) const { return registry->Create(key); }

  using registry_type = c10::Registry<std::string, const void*>;
  std::shared_ptr<registry_type> registry = std::make_shared<registry_type>();
};
#endif

template <class Registry>
struct linear_search {
  static std::size_t find(const std::string& key) {
    return static_cast<std::size_t>(std::ranges::find(Registry::names, std::string_view(key)) -
                                    Registry::names.begin());
  }
  static const void* call(const std::string& key) {
    const auto found = find(key);
    return found == Registry::size() ? nullptr : functions<Registry>[found]();
  }
};

/// Names in random order; or if they should be missed, each with one letter changed.
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

// Not inlined into the loop that calls it, as it would not be into a large program.
template <class Table>
struct find_in {
  [[gnu::noinline]] auto operator()(const std::string& key) const { return table.find(key); }
  Table table;
};
template <class Table>
struct call_of {
  [[gnu::noinline]] const void* operator()(const std::string& key) const { return table.call(key); }
  Table table;
};

template <class LookUp>
void add(const std::string& name, const std::vector<std::string>& keys, LookUp look_up) {
  benchmark::RegisterBenchmark(name.c_str(), [keys, look_up](benchmark::State& state) {
    while (state.KeepRunningBatch(static_cast<benchmark::IterationCount>(keys.size()))) {
      for (const auto& key : keys) benchmark::DoNotOptimize(look_up(key));
    }
  });
}

template <const auto& List, class Gperf>
void add_size() {
  using registry = roster::registry<List>;
  for (const bool hit : {true, false}) {
    for (const bool repeated : {false, true}) {
      auto keys = random_keys<registry>(hit);
      if (repeated) std::ranges::fill(keys, std::string(keys.front()));
      const auto row = std::to_string(registry::size()) + " names, " + (repeated ? "one again and again" : "random") +
                       (hit ? "" : ", unknown") + "/";
      const auto add_table = [&]<class Table>(const char* contender, Table table) {
        if constexpr (requires { table.find(keys[0]); }) add("find/" + row + contender, keys, find_in<Table>{table});
        add("call/" + row + contender, keys, call_of<Table>{table});
      };
      add_table("Roster", roster_visit<registry>{});
#if HAS_GPERF
      add_table("gperf", gperf_table<Gperf>{});
#endif
#if HAS_FROZEN
      add_table("frozen", frozen_table<registry>{});
#endif
#if HAS_ABSL
      add_table("absl::flat_hash_map", filled<registry, absl::flat_hash_map<std::string, function>>());
#endif
      add_table("std::unordered_map", filled<registry, std::unordered_map<std::string, function>>());
#if HAS_C10
      add_table("c10::Registry", c10_registry<registry>{});
#endif
      add_table("linear search", linear_search<registry>{});
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  add_size<names::names_3, class gperf_3>();
  add_size<names::names_16, class gperf_16>();
  add_size<names::names_64, class gperf_64>();
  add_size<names::names_128, class gperf_128>();
  add_size<names::names_1024, class gperf_1024>();

  const std::vector<std::string> others{"gperf",         "frozen",       "absl::flat_hash_map", "std::unordered_map",
                                        "c10::Registry", "linear search"};
  table find{.name = "find",
             .about =
                 "## From a name to its entry\n\nOne look-up of a `std::string`: Roster's `find`, which gives the "
                 "position in the list, against tables that give a pointer to an entry.",
             .contenders = {"Roster"}};
  table call{.name = "call",
             .about =
                 "## From a name to a call\n\nOne look-up, and the call of what is registered: Roster's `visit`, "
                 "which jumps to the type's code, against the same tables of function pointers.",
             .contenders = {"Roster"}};
  for (const auto& other : others) {
    for (auto* one : {&find, &call}) {
      one->contenders.push_back(other);
      one->aims.push_back({other, 1});
    }
  }
  return ratios({find, call}).run(argc, argv);
}
