#pragma once

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

#include "roster/input/node.hpp"

// A tree of values as bytes for another process of the same program, and back, without a loss. Texts and names are
// written with their length, so that they may hold any bytes; doubles by their bits, with one NaN for all.
namespace roster::detail {

inline void append_number(std::string& bytes, char kind, std::int64_t number) {
  bytes += kind;
  bytes += std::to_string(number);
  bytes += ';';
}
inline void append_text(std::string& bytes, std::string_view text) {
  append_number(bytes, 's', static_cast<std::int64_t>(text.size()));
  bytes += text;
}

/// Appends a tree. Returns false if it has more than `levels` levels; then the bytes are not a tree.
inline bool append_tree(std::string& bytes, const value& given, std::size_t levels) {
  const auto append_size = [&](char kind, std::size_t size) {
    append_number(bytes, kind, static_cast<std::int64_t>(size));
  };
  if (const auto* truth = given.as<bool>()) {
    bytes += *truth ? 't' : 'f';
  } else if (const auto* integer = given.as<std::int64_t>()) {
    append_number(bytes, 'i', *integer);
  } else if (const auto* real = given.as<double>()) {
    const auto number = std::isnan(*real) ? std::numeric_limits<double>::quiet_NaN() : *real;
    append_number(bytes, 'd', std::bit_cast<std::int64_t>(number));
  } else if (const auto* text = given.as<std::string_view>()) {
    append_text(bytes, *text);
  } else if (const auto* list = given.as<list_view>()) {
    if (levels == 0) return false;
    append_size('l', list->size);
    for (const auto& one : *list) {
      if (!append_tree(bytes, one, levels - 1)) return false;
    }
  } else if (const auto* object = given.as<object_view>()) {
    if (levels == 0) return false;
    append_size('o', object->size);
    for (const auto& one : *object) {
      append_text(bytes, one.name);
      if (!append_tree(bytes, one.given, levels - 1)) return false;
    }
  } else {
    bytes += 'n';
  }
  return true;
}

/// Takes a tree from the front of bytes that may be anything.
class tree_reader {
 public:
  explicit tree_reader(std::string_view bytes) noexcept : rest_(bytes) {}

  bool is_at_end() const noexcept { return rest_.empty(); }
  /// The next tree, or nothing if the bytes are not one of at most `levels` levels.
  std::optional<node> tree(std::size_t levels) {
    if (rest_.empty()) return {};
    const char kind = rest_.front();
    if (kind == 's') {
      const auto read = text();
      return read ? std::optional(node(*read)) : std::nullopt;
    }
    rest_.remove_prefix(1);
    if (kind == 'n') return node();
    if (kind == 't' || kind == 'f') return node(kind == 't');
    const auto read = number();
    if (!read) return {};
    if (kind == 'i') return node(*read);
    if (kind == 'd') return node(std::bit_cast<double>(*read));
    if (levels == 0) return {};
    if (kind == 'l') return list(*read, levels - 1);
    if (kind == 'o') return object(*read, levels - 1);
    return {};
  }

 private:
  std::optional<std::int64_t> number() {
    std::int64_t read = 0;
    const auto* const end = rest_.data() + rest_.size();
    const auto [after, failed] = std::from_chars(rest_.data(), end, read);
    if (failed != std::errc() || after == end || *after != ';') return {};
    rest_.remove_prefix(static_cast<std::size_t>(after - rest_.data()) + 1);
    return read;
  }
  std::optional<std::string_view> text() {
    if (rest_.empty() || rest_.front() != 's') return {};
    rest_.remove_prefix(1);
    const auto size = number();
    if (!size || *size < 0 || static_cast<std::uint64_t>(*size) > rest_.size()) return {};
    const auto read = rest_.substr(0, static_cast<std::size_t>(*size));
    rest_.remove_prefix(read.size());
    return read;
  }
  // Each element takes a byte at least, so a size that is too large ends with the bytes.
  std::optional<node> list(std::int64_t size, std::size_t levels) {
    node::list items;
    for (std::int64_t i = 0; i < size; ++i) {
      auto one = tree(levels);
      if (!one) return {};
      items.push_back(std::move(*one));
    }
    return size < 0 ? std::nullopt : std::optional(node(std::move(items)));
  }
  std::optional<node> object(std::int64_t size, std::size_t levels) {
    node::object members;
    for (std::int64_t i = 0; i < size; ++i) {
      const auto name = text();
      auto one = name ? tree(levels) : std::nullopt;
      if (!one) return {};
      members.push_back({*name, std::move(*one)});
    }
    return size < 0 ? std::nullopt : std::optional(node(std::move(members)));
  }

  std::string_view rest_;
};

}  // namespace roster::detail
