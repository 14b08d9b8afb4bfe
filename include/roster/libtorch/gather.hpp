#pragma once

#include "roster/libtorch/versions.hpp"  // before LibTorch's own

#include <torch/types.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace roster {

/// Gathers bytes from all ranks over a process group of c10d, for `check_lockstep` and its kin:
/// `check_lockstep(scheduler, optimizer, gather_over(group))`. `Group` is any class with c10d's `allgather`, `getRank`
/// and `getSize` for tensors on the CPU: `c10d::ProcessGroupGloo`, `c10d::ProcessGroup`. If a rank is lost, the
/// group throws an error of its own.
template <class Group>
class gather_over {
 public:
  explicit gather_over(c10::intrusive_ptr<Group> group) : group_(std::move(group)) {}

  std::vector<std::string> operator()(std::string_view mine) const {
    auto size = torch::tensor(static_cast<std::int64_t>(mine.size()));
    const auto sizes = gathered(size);
    std::int64_t longest = 1;  // Gloo divides by the number of bytes
    for (const auto& one : sizes) longest = std::max(longest, one.template item<std::int64_t>());
    // Gloo wants the same number of bytes from all.
    auto padded = torch::zeros({longest}, torch::kUInt8);
    std::ranges::copy(mine, padded.data_ptr<std::uint8_t>());
    const auto all = gathered(padded);
    std::vector<std::string> texts;
    for (std::size_t rank = 0; rank < all.size(); ++rank) {
      const auto* const bytes = all[rank].template data_ptr<std::uint8_t>();
      texts.emplace_back(bytes, bytes + sizes[rank].template item<std::int64_t>());
    }
    return texts;
  }

 private:
  std::vector<torch::Tensor> gathered(const torch::Tensor& mine) const {
    std::vector<std::vector<torch::Tensor>> all(1);
    for (int rank = 0; rank < group_->getSize(); ++rank) all[0].push_back(torch::empty_like(mine));
    std::vector<torch::Tensor> input{mine};
    group_->allgather(all, input)->wait();
    return std::move(all[0]);
  }

  c10::intrusive_ptr<Group> group_;
};

/// The same through a c10d store, without a process group. Each rank needs one object for all its calls. `Store` is
/// `c10d::Store` or a class derived from it, which throws an error of its own if a rank does not answer in time. Keys
/// begin with "gather/".
template <class Store>
class gather_through {
 public:
  gather_through(c10::intrusive_ptr<Store> store, int rank, int size)
      : store_(std::move(store)), rank_(rank), size_(size) {}

  std::vector<std::string> operator()(std::string_view mine) {
    store_->set(key(count_, rank_), std::vector<std::uint8_t>(mine.begin(), mine.end()));
    std::vector<std::string> all;
    for (int rank = 0; rank < size_; ++rank) {
      const auto bytes = store_->get(key(count_, rank));
      all.emplace_back(bytes.begin(), bytes.end());
    }
    // All ranks have begun this call, so they have read what this one sent in the call before.
    if (count_ > 0) store_->deleteKey(key(count_ - 1, rank_));
    ++count_;
    return all;
  }

 private:
  static std::string key(std::int64_t call, int rank) {
    return "gather/" + std::to_string(call) + "/" + std::to_string(rank);
  }

  c10::intrusive_ptr<Store> store_;
  int rank_, size_;
  std::int64_t count_ = 0;
};

}  // namespace roster
