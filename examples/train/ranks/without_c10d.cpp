#include <stdexcept>

#include "join.hpp"

// Where LibTorch was built without c10d
namespace train {
namespace {

[[noreturn]] void refuse() {
  throw std::runtime_error("several processes need c10d, which this LibTorch was built without (USE_DISTRIBUTED)");
}

}  // namespace

backend default_backend() { return backend::store; }
std::unique_ptr<ranks> join(const launch& as, const join_options&) {
  if (as.size > 1) refuse();
  return std::make_unique<alone>();
}
served_store serve_store() { refuse(); }

}  // namespace train
