#pragma once

#include "ranks.hpp"  // before LibTorch's own

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <torch/csrc/distributed/c10d/Store.hpp>

#include "launch.hpp"

namespace train {

/// Where the processes of a run find each other: a c10d store, which rank 0 serves or its launcher.
class meeting {
 public:
  /// Waits until all ranks are there. Throws on every rank that has come: a `shared_error` if a rank is missing after
  /// `timeout`, was started twice, was started for another number of ranks, or runs another `program`.
  meeting(const launch& as, std::string_view program, std::chrono::milliseconds timeout);
  meeting(const meeting&) = delete;
  meeting& operator=(const meeting&) = delete;
  /// Rank 0, if it serves the store, leaves last.
  ~meeting();

  /// The store, for what the ranks do next.
  const c10::intrusive_ptr<c10d::Store>& store() const { return store_; }
  const launch& as() const { return as_; }
  /// How long to wait for another rank, so that there is time left to find out which one was lost.
  std::chrono::milliseconds timeout() const { return timeout_ - 2 * report_time() - std::chrono::milliseconds(100); }

  /// Calls `f`, which talks with the other ranks. If it throws, one was lost: throws a `lost_rank` that says which.
  template <class F>
  auto or_lost(F&& f) const {
    try {
      return f();
    } catch (const std::exception& failed) {
      throw lost(failed);
    }
  }

 private:
  lost_rank lost(const std::exception& cause) const;
  std::chrono::milliseconds report_time() const;
  void wait_for_all(std::string_view program);
  void refuse(const std::string& why);
  void leave() noexcept;

  launch as_;
  std::chrono::milliseconds timeout_;
  c10::intrusive_ptr<c10d::Store> store_;
};

}  // namespace train
