#include "data_parallel.hpp"

#include <ATen/Functions.h>

#include <algorithm>
#include <vector>

namespace train {
namespace {

/// The first item of a part, or with `part` = `parts` the end of the last.
std::int64_t first_of(std::int64_t part, std::int64_t parts, std::int64_t count) { return count * part / parts; }

}  // namespace

void broadcast(ranks& all, torch::nn::Module& model) {
  const torch::NoGradGuard no_gradients;
  auto tensors = model.parameters();
  for (auto& one : model.buffers()) tensors.push_back(one);
  for (auto& one : tensors) {
    auto values = one.detach().contiguous();
    all.broadcast(values);
    one.copy_(values);
  }
}

torch::Tensor sum_of_parts(ranks& all, std::int64_t count, std::int64_t parts, std::int64_t width,
                           torch::ScalarType type, const write_sums& write) {
  const auto cut = parts > 0 ? parts : all.size();
  const auto begin = first_of(all.rank(), all.size(), cut), end = first_of(all.rank() + 1, all.size(), cut);
  const auto most = (cut + all.size() - 1) / all.size();  // of all ranks; the last rows of some stay zero
  auto rows = torch::zeros({most, width}, type);
  for (auto part = begin; part < end; ++part) {
    const auto first = first_of(part, cut, count), last = first_of(part + 1, cut, count);
    if (first < last) write(first, last, rows[part - begin]);
  }
  if (parts == 0) {
    auto sum = rows[0];
    all.sum(sum);
    return sum;
  }
  const auto of_all = all.gather(rows);
  torch::Tensor sum;
  for (int rank = 0; rank < all.size(); ++rank) {
    const auto its_parts = first_of(rank + 1, all.size(), cut) - first_of(rank, all.size(), cut);
    for (std::int64_t i = 0; i < its_parts; ++i) {
      const auto row = of_all[rank][i];
      // Not added to zeros: a gradient of -0 would become 0.
      if (sum.defined()) {
        sum += row;
      } else {
        sum = row.clone();
      }
    }
  }
  return sum;
}

batch_result backward(ranks& all, torch::nn::Module& model, std::int64_t count, std::int64_t shards,
                      std::int64_t counted,
                      const std::function<batch_result(std::int64_t begin, std::int64_t end)>& forward) {
  auto parameters = model.parameters();
  std::erase_if(parameters, [](const auto& one) { return !one.requires_grad(); });
  std::int64_t numbers = 0;
  for (const auto& one : parameters) numbers += one.numel();
  // One flat buffer: a call for each parameter takes twice as long.
  const auto sum =
      sum_of_parts(all, count, shards, numbers + 1 + counted, parameters.front().scalar_type(),
                   [&](std::int64_t begin, std::int64_t end, torch::Tensor row) {
                     // To none, not to zeros: a gradient of -0 added to 0 becomes 0.
                     for (auto& one : parameters) one.mutable_grad() = torch::Tensor();
                     const auto [loss, counts] = forward(begin, end);
                     loss.backward();
                     const torch::NoGradGuard no_gradients;
                     std::int64_t at = 0;
                     for (const auto& one : parameters) {
                       if (one.grad().defined()) row.narrow(0, at, one.numel()).copy_(one.grad().reshape(-1));
                       at += one.numel();
                     }
                     row[at] = loss.detach();
                     row.narrow(0, 0, at + 1).mul_(static_cast<double>(end - begin) / static_cast<double>(count));
                     row.narrow(0, at + 1, counted).copy_(counts);
                   });
  std::int64_t at = 0;
  for (auto& one : parameters) {
    one.mutable_grad() = sum.narrow(0, at, one.numel()).view_as(one);
    at += one.numel();
  }
  return {.loss = sum[at], .counts = sum.narrow(0, at + 1, counted)};
}

}  // namespace train
