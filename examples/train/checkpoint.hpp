#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "training.hpp"

namespace train {

/// What has to be the same when a training is resumed, and on all ranks. The number of epochs may grow; the other parts
/// of a training follow from these.
roster::node setup(const training& of);

/// How far a training is: "2 of 4 epochs and 3 of 7 batches done".
std::string done_text(const training& now);

/// Saves a training run and the state of the random numbers, whole or not at all. The file is a LibTorch archive
/// followed by a checksum. Throws a roster::error that names `file` if it cannot be written; the old file is unchanged
/// then.
void write_checkpoint(const std::filesystem::path& file, const training& now);

/// The whole file, for `read_checkpoint`. Throws a roster::error that names `file` if it cannot be read.
std::string checkpoint_bytes(const std::filesystem::path& file);

/// Reads what `write_checkpoint` saved into a training that has not begun, with the random numbers: it continues as if
/// it had never been interrupted, also in the middle of an epoch. `whole` is the content of `file`, which gives
/// messages its name. With `config_may_differ`, its schedulers may have other fields than the saved ones, and go on
/// with those; returns what differs. Throws a roster::error with all problems if it is damaged, or if it is from a run
/// with another recipe, more epochs, or other images; do not use the training then.
std::vector<roster::difference> read_checkpoint(const std::filesystem::path& file, std::string whole, training& into,
                                                bool config_may_differ = false);

}  // namespace train
