#include "hosts.hpp"

#include <fcntl.h>
#include <ifaddrs.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <thread>

namespace train {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

struct addresses {
  std::shared_ptr<addrinfo> first;
  std::string problem;
};
addresses find(const std::string& host, std::uint16_t port, int type) {
  addrinfo wanted{}, *found = nullptr;
  wanted.ai_socktype = type;
  if (const int failed = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found)) {
    return {nullptr, gai_strerror(failed)};
  }
  return {{found, freeaddrinfo}, {}};
}

class descriptor {
 public:
  explicit descriptor(const addrinfo& of, int flags)
      : id_(socket(of.ai_family, of.ai_socktype | SOCK_CLOEXEC | flags, of.ai_protocol)) {}
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  ~descriptor() {
    if (id_ >= 0) close(id_);
  }
  int id() const { return id_; }

 private:
  int id_;
};

/// Why nobody answers at an address; 0: somebody does.
int knock(const addrinfo& at, std::chrono::milliseconds most) {
  const descriptor socket(at, SOCK_NONBLOCK);
  if (connect(socket.id(), at.ai_addr, at.ai_addrlen) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  pollfd answer{.fd = socket.id(), .events = POLLOUT, .revents = 0};
  if (poll(&answer, 1, static_cast<int>(most.count())) != 1) return ETIMEDOUT;
  int failed = 0;
  socklen_t size = sizeof failed;
  getsockopt(socket.id(), SOL_SOCKET, SO_ERROR, &failed, &size);
  return failed;
}

}  // namespace

std::string address_towards(const std::string& host, std::uint16_t port) {
  const auto found = find(host, port, SOCK_DGRAM);
  for (const auto* one = found.first.get(); one; one = one->ai_next) {
    const descriptor socket(*one, 0);
    sockaddr_storage own{};
    auto* const address = reinterpret_cast<sockaddr*>(&own);
    socklen_t size = sizeof own;
    std::array<char, NI_MAXHOST> text{};
    // Connecting a datagram socket sends nothing.
    if (connect(socket.id(), one->ai_addr, one->ai_addrlen) == 0 && getsockname(socket.id(), address, &size) == 0 &&
        getnameinfo(address, size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0) {
      return text.data();
    }
  }
  throw std::runtime_error("this host has no way to MASTER_ADDR, " + host +
                           (found.problem.empty() ? "" : ": " + found.problem));
}

std::vector<std::string> interfaces() {
  std::vector<std::string> names;
  if (ifaddrs* all = nullptr; getifaddrs(&all) == 0) {
    for (const auto* one = all; one; one = one->ifa_next) {
      if (std::ranges::find(names, one->ifa_name) == names.end()) names.emplace_back(one->ifa_name);
    }
    freeifaddrs(all);
  }
  return names;
}

std::string wait_for_port(const std::string& host, std::uint16_t port, std::chrono::milliseconds most) {
  const auto end = clock::now() + most;
  std::string problem;
  do {
    // A name may get its address later than this process starts.
    const auto found = find(host, port, SOCK_STREAM);
    problem = found.problem;
    for (const auto* one = found.first.get(); one; one = one->ai_next) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - clock::now());
      const int failed = knock(*one, std::clamp<std::chrono::milliseconds>(left, 0ms, 2s));
      if (failed == 0) return {};
      problem = std::strerror(failed);
    }
    std::this_thread::sleep_for(50ms);
  } while (clock::now() < end);
  return problem;
}

}  // namespace train
