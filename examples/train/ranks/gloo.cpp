#include "roster/libtorch/versions.hpp"  // before LibTorch's own

#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carriers.hpp"
#include "join.hpp"
#include "network.hpp"
#include "roster/input/detail/printable.hpp"
#include "roster/libtorch/gather.hpp"

namespace train {
namespace {

using c10d::ProcessGroupGloo;

bool leads_elsewhere(const std::string& address) {
  return !address.empty() && !address.starts_with("127.") && address != "::1";
}

/// The address at which the other ranks reach this host. Gloo's own choice is the address of the host's name. Often
/// that is 127.0.0.1, where no other host reaches it. So may MASTER_ADDR on rank 0's host ("127.0.1.1 node1" in
/// Debian's /etc/hosts): then the way to a rank on another host counts.
template <class Gather>
std::string own_address(const launch& as, Gather&& gather) {
  std::string towards_first;
  try {
    towards_first = address_towards(as.address, as.port);
  } catch (const std::exception&) {  // rank 0's host may not know that name
  }
  const auto all = gather(towards_first);
  if (leads_elsewhere(towards_first)) return towards_first;
  const auto other = std::ranges::find_if(all, leads_elsewhere);
  return address_towards(other == all.end() ? as.address : *other, as.port);
}

std::vector<std::shared_ptr<gloo::transport::Device>> devices(const launch& as, const std::string& address) {
  if (as.interfaces.empty()) return {ProcessGroupGloo::createDeviceForHostname(address)};
  const auto known = interfaces();
  std::string names;
  for (const auto& one : known) names += (names.empty() ? "" : ", ") + one;
  std::vector<std::shared_ptr<gloo::transport::Device>> all;
  for (const auto& one : as.interfaces) {
    try {
      // Gloo would leak the list of all.
      if (std::ranges::find(known, one) == known.end()) throw std::runtime_error("unknown");
      all.push_back(ProcessGroupGloo::createDeviceForInterface(one));
    } catch (const std::exception&) {
      throw std::runtime_error("GLOO_SOCKET_IFNAME is " + roster::detail::printable(one) +
                               ", expected a network interface of this host that is up: " + names);
    }
  }
  return all;
}

class gloo_ranks : public ranks {
 public:
  explicit gloo_ranks(std::unique_ptr<meeting> at)
      : ranks(at->as().rank, at->as().size), meeting_(std::move(at)), group_(connect(*meeting_)) {}

  torch::Tensor gather(const torch::Tensor& mine) override {
    std::vector<std::vector<torch::Tensor>> all(1);
    for (int rank = 0; rank < size(); ++rank) all[0].push_back(torch::empty_like(mine));
    std::vector<torch::Tensor> input{mine};
    done([&] { return group_->allgather(all, input); });
    return torch::stack(all[0]);
  }
  std::vector<std::string> gather(std::string_view mine) override {
    try {
      return roster::gather_over(group_)(mine);
    } catch (const std::exception& failed) {
      throw meeting_->lost(failed);
    }
  }
  void sum(torch::Tensor& of) override {
    std::vector<torch::Tensor> all{of};
    done([&] { return group_->allreduce(all); });
  }
  void broadcast(torch::Tensor& from_first) override {
    std::vector<torch::Tensor> all{from_first};
    done([&] { return group_->broadcast(all); });
  }

 private:
  static c10::intrusive_ptr<ProcessGroupGloo> connect(meeting& at) {
    auto options = ProcessGroupGloo::Options::create(at.timeout());
    roster::gather_through through(at.store(), at.as().rank, at.as().size);
    const auto gather = [&](std::string_view mine) {
      try {
        return through(mine);
      } catch (const std::exception& failed) {
        throw at.lost(failed);
      }
    };
    std::string failure;
    try {
      options->devices = devices(at.as(), own_address(at.as(), gather));
    } catch (const lost_rank&) {
      throw;
    } catch (const std::exception& failed) {
      failure = failed.what();
    }
    // A rank that cannot talk says so to the others before they wait for it.
    throw_if_any_failed(gather(failure));
    try {
      return c10::make_intrusive<ProcessGroupGloo>(at.store(), at.as().rank, at.as().size, std::move(options));
    } catch (const std::exception& failed) {
      throw at.lost(failed);
    }
  }
  template <class F>
  void done(F&& begin) {
    try {
      begin()->wait();
    } catch (const std::exception& failed) {
      throw meeting_->lost(failed);
    }
  }

  std::unique_ptr<meeting> meeting_;
  c10::intrusive_ptr<ProcessGroupGloo> group_;
};

}  // namespace

backend default_backend() { return backend::gloo; }

std::unique_ptr<ranks> over_gloo(std::unique_ptr<meeting> at) { return std::make_unique<gloo_ranks>(std::move(at)); }

}  // namespace train
