#include "roster/libtorch/versions.hpp"  // before LibTorch's own

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "carriers.hpp"
#include "join.hpp"
#include "roster/input/detail/printable.hpp"
#include "roster/libtorch/gather.hpp"

namespace train {
namespace {

using c10d::ProcessGroupGloo;

/// The address of this host on the way to another. Gloo would take what the host's own name resolves to, which often
/// is 127.0.0.1: then no other host reaches it. Connecting a datagram socket sends nothing.
std::string address_towards(const std::string& host, std::uint16_t port) {
  addrinfo wanted{}, *found = nullptr;
  wanted.ai_socktype = SOCK_DGRAM;
  if (const int failed = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found)) {
    throw std::runtime_error("MASTER_ADDR is " + host + ": " + gai_strerror(failed));
  }
  std::string address;
  for (const auto* one = found; one && address.empty(); one = one->ai_next) {
    const int socket = ::socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC, one->ai_protocol);
    sockaddr_storage own{};
    socklen_t size = sizeof own;
    std::array<char, NI_MAXHOST> text{};
    if (socket >= 0 && connect(socket, one->ai_addr, one->ai_addrlen) == 0 &&
        getsockname(socket, reinterpret_cast<sockaddr*>(&own), &size) == 0 &&
        getnameinfo(reinterpret_cast<sockaddr*>(&own), size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) ==
            0) {
      address = text.data();
    }
    if (socket >= 0) close(socket);
  }
  freeaddrinfo(found);
  if (address.empty()) throw std::runtime_error("MASTER_ADDR is " + host + ", to which this host has no way");
  return address;
}

/// "lo, eth0"
std::string all_interfaces() {
  std::vector<std::string> names;
  if (ifaddrs* all = nullptr; getifaddrs(&all) == 0) {
    for (const auto* one = all; one; one = one->ifa_next) {
      if (std::ranges::find(names, one->ifa_name) == names.end()) names.emplace_back(one->ifa_name);
    }
    freeifaddrs(all);
  }
  std::string text;
  for (const auto& one : names) text += (text.empty() ? "" : ", ") + one;
  return text;
}

std::vector<std::shared_ptr<gloo::transport::Device>> devices(const launch& as) {
  if (as.interfaces.empty()) return {ProcessGroupGloo::createDeviceForHostname(address_towards(as.address, as.port))};
  std::vector<std::shared_ptr<gloo::transport::Device>> all;
  for (const auto& one : as.interfaces) {
    try {
      all.push_back(ProcessGroupGloo::createDeviceForInterface(one));
    } catch (const std::exception&) {
      throw std::runtime_error("GLOO_SOCKET_IFNAME is " + roster::detail::printable(one) +
                               ", expected a network interface of this host that is up: " + all_interfaces());
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
    std::string failure;
    try {
      options->devices = devices(at.as());
    } catch (const std::exception& failed) {
      failure = failed.what();
    }
    // A rank that cannot talk says so to the others before they wait for it.
    roster::gather_through gather(at.store(), at.as().rank, at.as().size);
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
