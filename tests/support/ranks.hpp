#pragma once

#include <barrier>
#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace test {

/// Calls `f(rank)` for all ranks at once, on threads. Returns the texts of what they throw, empty for those that throw
/// nothing. No assertions in `f`: Catch2's are for one thread.
template <class F>
std::vector<std::string> on_threads(std::size_t count, F&& f) {
  std::vector<std::string> refused(count);
  std::vector<std::thread> threads;
  for (std::size_t rank = 0; rank < count; ++rank) {
    threads.emplace_back([&, rank] {
      try {
        f(rank);
      } catch (const std::exception& failed) {
        refused[rank] = failed.what();
      }
    });
  }
  for (auto& one : threads) one.join();
  return refused;
}

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

  /// The same with `f(rank, gather)`. A rank that has ended does not keep the others waiting.
  template <class F>
  std::vector<std::string> run(F&& f) {
    return on_threads(sent_.size(), [&](std::size_t rank) {
      const leaving at_the_end{barrier_};
      f(rank, gather(*this, rank));
    });
  }

 private:
  struct leaving {
    std::barrier<>& from;
    ~leaving() { from.arrive_and_drop(); }
  };

  std::vector<std::string> sent_;
  std::barrier<> barrier_;
};

}  // namespace test
