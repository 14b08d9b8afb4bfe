#pragma once

namespace train {

/// How well a network did on a set of images.
struct result {
  double loss = 0;      ///< the mean of the images' cross-entropy
  double accuracy = 0;  ///< the share of images, 0 to 1, whose highest score is that of their label
};

}  // namespace train
