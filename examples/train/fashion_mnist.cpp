#include "fashion_mnist.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <zlib.h>

namespace train {
namespace {

namespace fs = std::filesystem;

using problems = std::vector<std::string>;

constexpr std::uint32_t side = 28;       // pixels
constexpr std::uint32_t classes = 10;    // kinds of clothing
constexpr std::uint32_t most = 1000000;  // items we accept in a file: 16 times what the real one has
constexpr std::size_t chunk = 1 << 20;   // bytes read at a time: memory follows the file, not what its header says

/// http://yann.lecun.com/exdb/mnist: big-endian 32-bit numbers (magic, count, and rows and columns of images), items
struct idx_format {
  std::string_view items;
  std::uint32_t magic;
  std::size_t header_bytes;
  std::size_t item_bytes;
};
constexpr idx_format image_format{"images", 0x803, 16, std::size_t{side} * side};
constexpr idx_format label_format{"labels", 0x801, 8, 1};

struct idx_file {
  fs::path path;
  std::optional<std::uint32_t> count;  // empty if the header could not be read
  std::vector<std::uint8_t> bytes;     // of the items, without the header
};

std::string number(std::size_t n, std::string_view noun) { return std::to_string(n) + " " + std::string(noun); }

std::string hex(std::uint32_t n) {
  std::string text = "0x00000000";
  for (auto digit = text.rbegin(); n != 0; ++digit, n /= 16) *digit = "0123456789abcdef"[n % 16];
  return text;
}

/// A file's bytes, unpacked if they are gzip's.
class gz_reader {
 public:
  explicit gz_reader(const fs::path& path) : file_(gzopen(path.c_str(), "rb")), open_error_(file_ ? 0 : errno) {}

  /// Fills `bytes` from its front and returns how many came: fewer than asked at the end or at an error.
  std::size_t read(std::span<std::uint8_t> bytes) {
    if (!file_) return 0;
    const int got = gzread(file_.get(), bytes.data(), static_cast<unsigned>(bytes.size()));
    if (error_ == Z_OK) gzerror(file_.get(), &error_);  // kept: zlib 1.3.2's is gone after the next read
    return got < 0 ? 0 : static_cast<std::size_t>(got);
  }

  /// Why a read() gave too little; empty if the file simply ended.
  std::string error() const {
    if (!file_) return std::generic_category().message(open_error_);
    switch (error_) {
      case Z_OK:
      case Z_STREAM_END:
        return {};
      case Z_ERRNO:
        return std::generic_category().message(errno);
      case Z_BUF_ERROR:
        return "gzip data cut short";
      default:
        return "corrupt gzip data";
    }
  }

 private:
  struct closer {
    void operator()(gzFile file) const { gzclose_r(file); }
  };
  std::unique_ptr<gzFile_s, closer> file_;
  int open_error_;
  int error_ = Z_OK;
};

std::uint32_t big_endian(std::span<const std::uint8_t> bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

idx_file read_idx(const fs::path& folder, std::string_view name, const idx_format& format, problems& found) {
  idx_file file{.path = folder / name, .count = {}, .bytes = {}};
  const auto expected = [&](const std::string& what, const std::string& got) {
    found.push_back(file.path.string() + ": expected " + what + ", got " + got);
  };

  const fs::path packed = file.path.string() + ".gz";
  if (std::error_code ignored; !fs::exists(file.path, ignored)) {
    if (!fs::exists(packed, ignored)) {
      expected("this file or the same with .gz", "neither");
      return file;
    }
    file.path = packed;
  }
  if (std::error_code ignored; !fs::is_regular_file(file.path, ignored)) {
    expected("a file", fs::is_directory(file.path, ignored) ? "a folder" : "something else");
    return file;
  }

  gz_reader reader(file.path);
  const auto unreadable = [&] {
    const std::string error = reader.error();
    if (!error.empty()) expected("a readable file", error);
    return !error.empty();
  };
  std::vector<std::uint8_t> header(format.header_bytes);
  header.resize(reader.read(header));
  if (header.size() >= 4 && big_endian(header) != format.magic) {
    expected("the magic number " + hex(format.magic) + " of IDX " + std::string(format.items), hex(big_endian(header)));
    return file;
  }
  if (header.size() < format.header_bytes) {
    if (!unreadable()) {
      expected("an IDX header of " + number(format.header_bytes, "bytes"), number(header.size(), "bytes"));
    }
    return file;
  }
  const std::span fields = header;
  file.count = big_endian(fields.subspan(4));
  const auto before = found.size();
  if (*file.count == 0 || *file.count > most) {
    expected("1 to " + number(most, format.items), std::to_string(*file.count));
  }
  if (&format == &image_format) {
    const auto rows = big_endian(fields.subspan(8)), columns = big_endian(fields.subspan(12));
    if (rows != side || columns != side) {
      expected("images of 28 x 28 pixels", std::to_string(rows) + " x " + std::to_string(columns));
    }
  }
  if (found.size() != before) return file;

  const std::size_t size = *file.count * format.item_bytes;
  while (file.bytes.size() < size) {
    const auto start = file.bytes.size(), wanted = std::min(chunk, size - start);
    file.bytes.resize(start + wanted);
    const auto got = reader.read(std::span(file.bytes).subspan(start));
    file.bytes.resize(start + got);
    if (got < wanted) {
      if (!unreadable()) expected(number(size, "bytes") + " after the header", number(start + got, "bytes"));
      return file;
    }
  }
  std::uint8_t more = 0;
  if (reader.read({&more, 1}) != 0) {
    expected("its end after " + number(format.header_bytes + size, "bytes"), "more");
  } else {
    unreadable();
  }
  return file;
}

image_set read_set(const fs::path& folder, const std::string& prefix, problems& found) {
  const auto before = found.size();
  idx_file images = read_idx(folder, prefix + "-images-idx3-ubyte", image_format, found);
  idx_file labels = read_idx(folder, prefix + "-labels-idx1-ubyte", label_format, found);

  const auto bad = std::find_if(labels.bytes.begin(), labels.bytes.end(), [](auto label) { return label >= classes; });
  if (bad != labels.bytes.end()) {
    found.push_back(labels.path.string() + ": expected labels 0 to 9, got " + std::to_string(*bad) + " at position " +
                    std::to_string(bad - labels.bytes.begin()));
  }
  if (images.count && labels.count && *images.count != *labels.count) {
    found.push_back(labels.path.string() + ": expected as many labels as " + images.path.filename().string() +
                    " has images, " + std::to_string(*images.count) + ", got " + std::to_string(*labels.count));
  }
  if (found.size() != before) return {};

  const std::int64_t count = *images.count;
  return {.images = torch::from_blob(images.bytes.data(), {count, 1, side, side}, torch::kUInt8)
                        .to(torch::kFloat32)
                        .div_(255)
                        .sub_(0.2860)  // mean and standard deviation of the 60,000 training images
                        .div_(0.3530),
          .labels = torch::from_blob(labels.bytes.data(), {count}, torch::kUInt8).to(torch::kInt64)};
}

}  // namespace

fashion_mnist read_fashion_mnist(const fs::path& folder) {
  if (std::error_code ignored; !fs::is_directory(folder, ignored)) {
    throw std::runtime_error(folder.string() + ": expected a folder with the Fashion-MNIST files, got " +
                             (fs::exists(folder, ignored) ? "a file" : "nothing"));
  }
  problems found;
  fashion_mnist data{.training = read_set(folder, "train", found), .test = read_set(folder, "t10k", found)};
  if (!found.empty()) {
    std::string message;
    for (const auto& problem : found) message += (message.empty() ? "" : "\n") + problem;
    throw std::runtime_error(message);
  }
  return data;
}

}  // namespace train
