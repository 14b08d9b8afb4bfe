#pragma once

#include "ranks.hpp"  // before LibTorch's own

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "launch.hpp"

namespace train {

/// What carries the ranks' tensors.
enum class backend {
  gloo,   ///< LibTorch's ProcessGroupGloo
  store,  ///< c10d's store, where LibTorch was installed without Gloo's headers: the same bits, but a lost rank is
          ///< noticed only at the timeout
};
/// Gloo, if this program was built with it.
backend default_backend();

struct join_options {
  backend carrier = default_backend();
  std::string program;                ///< "Roster 0.1.0": it has to be the same on all ranks
  std::chrono::milliseconds timeout;  ///< how long a rank waits for another
};

/// Meets the other processes of a run, if there are any. Throws an error that says why that did not succeed; on all
/// ranks, if one is missing or does not fit.
std::unique_ptr<ranks> join(const launch& as, const join_options& options);

/// A store on this machine, where the processes find each other that a launcher starts.
struct served_store {
  std::shared_ptr<void> alive;  ///< it is served as long as this
  std::uint16_t port;
};
served_store serve_store();

}  // namespace train
