#pragma once

#include <memory>

#include "meeting.hpp"

namespace train {

/// The ranks over LibTorch's ProcessGroupGloo.
std::unique_ptr<ranks> over_gloo(std::unique_ptr<meeting> at);

}  // namespace train
