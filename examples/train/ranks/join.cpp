#include "join.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "gloo.hpp"
#include "meeting.hpp"
#include "roster/libtorch/gather.hpp"

namespace train {
namespace {

/// Everything goes through the store.
class store_ranks : public ranks {
 public:
  explicit store_ranks(std::unique_ptr<meeting> at)
      : ranks(at->as().rank, at->as().size), meeting_(std::move(at)), gather_(meeting_->store(), rank(), size()) {}

  torch::Tensor gather(const torch::Tensor& mine) override {
    auto all = torch::empty(at::IntArrayRef(sizes_of_all(mine)), mine.options());
    const auto texts = gather({static_cast<const char*>(mine.data_ptr()), mine.nbytes()});
    auto* to = static_cast<char*>(all.data_ptr());
    for (const auto& one : texts) {
      if (one.size() != mine.nbytes()) throw std::runtime_error("the ranks' tensors differ in size");
      to = std::ranges::copy(one, to).out;
    }
    return all;
  }
  std::vector<std::string> gather(std::string_view mine) override {
    return meeting_->or_lost([&] { return gather_(mine); });
  }
  void sum(torch::Tensor& of) override { of.copy_(gather(of).sum(0)); }
  void broadcast(torch::Tensor& from_first) override { from_first.copy_(gather(from_first)[0]); }

 private:
  std::vector<std::int64_t> sizes_of_all(const torch::Tensor& mine) const {
    std::vector<std::int64_t> sizes{size()};
    for (const auto one : mine.sizes()) sizes.push_back(one);
    return sizes;
  }

  std::unique_ptr<meeting> meeting_;
  roster::gather_through<c10d::Store> gather_;
};

}  // namespace

std::unique_ptr<ranks> join(const launch& as, const join_options& options) {
  if (as.size == 1) return std::make_unique<alone>();
  auto at = std::make_unique<meeting>(as, options.program, options.timeout);
  if (options.carrier == backend::gloo) return over_gloo(std::move(at));
  return std::make_unique<store_ranks>(std::move(at));
}

}  // namespace train
