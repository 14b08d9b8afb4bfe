#include "ranks.hpp"

#include <c10/util/Exception.h>

#include <algorithm>

namespace train {

std::string from_first(ranks& all, std::string bytes) {
  if (all.size() == 1) return bytes;
  auto size = torch::tensor(static_cast<std::int64_t>(bytes.size()));
  all.broadcast(size);
  auto copy = torch::empty({size.item<std::int64_t>()}, torch::kUInt8);
  auto* const data = copy.data_ptr<std::uint8_t>();
  if (all.is_first()) std::ranges::copy(bytes, data);
  all.broadcast(copy);
  return {data, data + copy.numel()};
}

std::string text_of(const std::exception& failed) {
  const auto* const by_torch = dynamic_cast<const c10::Error*>(&failed);
  return by_torch ? by_torch->what_without_backtrace() : failed.what();
}

void throw_if_any_failed(const std::vector<std::string>& failures) {
  if (std::ranges::all_of(failures, [](const auto& one) { return one.empty(); })) return;
  if (std::ranges::all_of(failures, [&](const auto& one) { return one == failures.front(); })) {
    throw shared_error(failures.front());
  }
  std::string all;
  for (std::size_t rank = 0; rank < failures.size(); ++rank) {
    if (failures[rank].empty()) continue;
    all += (all.empty() ? "rank " : "\nrank ") + std::to_string(rank) + ": " + failures[rank];
  }
  throw shared_error(all);
}

}  // namespace train
