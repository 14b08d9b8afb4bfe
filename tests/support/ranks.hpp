#pragma once

#include <barrier>
#include <cstddef>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "support/refusal.hpp"

namespace test {

/// Threads that gather as processes would.
class ranks {
 public:
  explicit ranks(std::size_t count) : sent_(count), barrier_(static_cast<std::ptrdiff_t>(count)) {}

  /// Gathers for the rank at that position.
  class gather {
   public:
    gather(ranks& all, std::size_t rank) : all_(all), rank_(rank) {}

    std::vector<std::string> operator()(std::string_view mine) const {
      all_.sent_[rank_] = mine;
      all_.barrier_.arrive_and_wait();
      const auto sent = all_.sent_;
      all_.barrier_.arrive_and_wait();
      return sent;
    }

   private:
    ranks& all_;
    std::size_t rank_;
  };

  /// Calls `f(rank, gather)` for all ranks at once; the texts of the errors that they throw, empty for those that throw
  /// none. A rank that has ended does not keep the others waiting. No assertions in `f`: Catch2's are for one thread.
  template <class F>
  std::vector<std::string> run(F&& f) {
    std::vector<std::string> refused(sent_.size());
    std::vector<std::thread> threads;
    for (std::size_t rank = 0; rank < sent_.size(); ++rank) {
      threads.emplace_back([&, rank] {
        refused[rank] = refusal([&] { f(rank, gather(*this, rank)); });
        barrier_.arrive_and_drop();
      });
    }
    for (auto& one : threads) one.join();
    return refused;
  }

 private:
  std::vector<std::string> sent_;
  std::barrier<> barrier_;
};

}  // namespace test
