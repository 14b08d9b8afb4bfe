#pragma once

#include "roster/libtorch/versions.hpp"  // before LibTorch's own

#include <cstdint>
#include <filesystem>

#include <torch/types.h>

namespace train {

/// Grey images and their labels.
struct image_set {
  torch::Tensor images;  ///< float32 [N, 1, 28, 28]: [0, 1] shifted and scaled to the training images' mean 0, std 1
  torch::Tensor labels;  ///< int64 [N], 0 to 9

  /// The images from `first` on, up to `end`.
  image_set part(std::int64_t first, std::int64_t end) const {
    return {images.slice(0, first, end), labels.slice(0, first, end)};
  }
};

inline constexpr std::int64_t training_images = 60'000;  ///< in Fashion-MNIST

struct fashion_mnist {
  image_set training;  ///< 60,000 images
  image_set test;      ///< 10,000 images
};

/// Reads {train,t10k}-{images-idx3,labels-idx1}-ubyte from `folder`, unpacked. Throws a roster::error that names
/// `folder` and each file that is missing or damaged.
fashion_mnist read_fashion_mnist(const std::filesystem::path& folder);

}  // namespace train
