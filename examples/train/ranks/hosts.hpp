#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace train {

/// The address of this host on the way to another, "192.168.0.7". Throws a std::runtime_error if there is no way.
std::string address_towards(const std::string& host, std::uint16_t port);

/// The network interfaces of this host.
std::vector<std::string> interfaces();

/// Waits until something listens at that port. Returns why it cannot be reached, or an empty text once it is.
std::string wait_for_port(const std::string& host, std::uint16_t port, std::chrono::milliseconds most);

}  // namespace train
