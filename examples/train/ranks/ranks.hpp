#pragma once

#include "roster/libtorch/versions.hpp"  // before LibTorch's own

#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <torch/types.h>

namespace train {

/// Another process has ended, or does not answer. What is left of the run can only end.
struct lost_rank : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// What every rank knows and throws. One message for each host is enough.
struct shared_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The processes of a training, numbered from 0. They all call the same functions in the same order, with tensors of
/// the same sizes and types, which have to be contiguous. Throws `lost_rank` if a process does not take part.
class ranks {
 public:
  ranks(int rank, int size) : rank_(rank), size_(size) {}
  ranks(const ranks&) = delete;
  ranks& operator=(const ranks&) = delete;
  virtual ~ranks() = default;

  int rank() const { return rank_; }
  int size() const { return size_; }
  /// The one that prints, draws and writes files.
  bool is_first() const { return rank_ == 0; }

  /// The tensors of all ranks: [size, ...].
  virtual torch::Tensor gather(const torch::Tensor& mine) = 0;
  /// The bytes of all ranks, which may differ in number.
  virtual std::vector<std::string> gather(std::string_view mine) = 0;
  /// Adds the tensors of all ranks in place, in any order, but with the same result on all.
  virtual void sum(torch::Tensor& of) = 0;
  /// Copies rank 0's tensor to all.
  virtual void broadcast(torch::Tensor& from_first) = 0;

 private:
  int rank_, size_;
};

/// One process.
class alone : public ranks {
 public:
  alone() : ranks(0, 1) {}
  torch::Tensor gather(const torch::Tensor& mine) override { return mine.unsqueeze(0); }
  std::vector<std::string> gather(std::string_view mine) override { return {std::string(mine)}; }
  void sum(torch::Tensor&) override {}
  void broadcast(torch::Tensor&) override {}
};

/// What an exception says, without LibTorch's stack trace.
std::string text_of(const std::exception& failed);

/// Throws a `shared_error` if one of these texts, one for each rank, is not empty.
void throw_if_any_failed(const std::vector<std::string>& failures);

/// Runs `f` on this rank. If it failed on any rank, throws a `shared_error` on all: nobody waits for one that gave up.
template <class F>
void together(ranks& all, F&& f) {
  if (all.size() == 1) return f();
  std::string failure;
  try {
    f();
  } catch (const lost_rank&) {
    throw;
  } catch (const shared_error&) {
    throw;
  } catch (const std::exception& failed) {
    failure = text_of(failed);
  }
  throw_if_any_failed(all.gather(failure));
}

/// Rank 0's bytes, on all ranks.
std::string from_first(ranks& all, std::string bytes);

}  // namespace train
