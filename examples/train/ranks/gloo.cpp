#include "roster/libtorch/versions.hpp"  // before LibTorch's own

#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gloo.hpp"

#include "hosts.hpp"
#include "join.hpp"
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

std::shared_ptr<gloo::transport::Device> device_of(const std::string& interface) {
  std::string names;
  bool is_known = false;
  for (const auto& one : interfaces()) {
    names += (names.empty() ? "" : ", ") + one;
    is_known = is_known || one == interface;
  }
  try {
    if (is_known) return ProcessGroupGloo::createDeviceForInterface(interface);  // which leaks if it is not
  } catch (const std::exception&) {                                              // it has no address
  }
  throw std::runtime_error("GLOO_SOCKET_IFNAME is " + roster::detail::printable(interface) +
                           ", expected a network interface of this host that is up: " + names);
}

std::vector<std::shared_ptr<gloo::transport::Device>> devices(const launch& as, const std::string& address) {
  if (as.interfaces.empty()) return {ProcessGroupGloo::createDeviceForHostname(address)};
  std::vector<std::shared_ptr<gloo::transport::Device>> all;
  for (const auto& one : as.interfaces) all.push_back(device_of(one));
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
    meeting_->or_lost([&] { group_->allgather(all, input)->wait(); });
    return torch::stack(all[0]);
  }
  std::vector<std::string> gather(std::string_view mine) override {
    return meeting_->or_lost([&] { return roster::gather_over(group_)(mine); });
  }
  void sum(torch::Tensor& of) override {
    std::vector<torch::Tensor> all{of};
    meeting_->or_lost([&] { group_->allreduce(all)->wait(); });
  }
  void broadcast(torch::Tensor& from_first) override {
    std::vector<torch::Tensor> all{from_first};
    meeting_->or_lost([&] { group_->broadcast(all)->wait(); });
  }

 private:
  static c10::intrusive_ptr<ProcessGroupGloo> connect(meeting& at) {
    auto options = ProcessGroupGloo::Options::create(at.timeout());
    roster::gather_through through(at.store(), at.as().rank, at.as().size);
    const auto gather = [&](std::string_view mine) { return at.or_lost([&] { return through(mine); }); };
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
    return at.or_lost([&] {
      return c10::make_intrusive<ProcessGroupGloo>(at.store(), at.as().rank, at.as().size, std::move(options));
    });
  }

  std::unique_ptr<meeting> meeting_;
  c10::intrusive_ptr<ProcessGroupGloo> group_;
};

}  // namespace

backend default_backend() { return backend::gloo; }

std::unique_ptr<ranks> over_gloo(std::unique_ptr<meeting> at) { return std::make_unique<gloo_ranks>(std::move(at)); }

}  // namespace train
