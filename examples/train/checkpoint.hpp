#pragma once

#include <cstdint>
#include <filesystem>

#include "training.hpp"

namespace train {

/// Saves a training and the state of the random numbers, whole or not at all. The file is a LibTorch archive with a
/// checksum behind its end. Throws a roster::error, naming `file`, if it cannot be written; the old one is still there
/// then.
void write_checkpoint(const std::filesystem::path& file, const training& now);

/// The training that was saved, with the random numbers of then: it goes on as if it had never been interrupted.
/// Throws a roster::error, naming `file` and all that is wrong, if it cannot be read or is of a training with another
/// recipe, with more epochs than `recipe` has, or with another number of images.
training read_checkpoint(const std::filesystem::path& file, const roster::recipe<>& recipe, std::int64_t images);

}  // namespace train
