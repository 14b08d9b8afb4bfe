#pragma once

#include "roster/input/detail/utf8.hpp"
#include "roster/input/error.hpp"

namespace roster::detail {

/// The locations of a text's bytes. Cheap if the positions asked for grow.
class text_places {
 public:
  explicit text_places(std::string_view text) noexcept : text_(text) {}

  /// The line and column of the character at a position in bytes, which may be the text's end.
  location at(std::size_t position) {
    if (position > text_.size()) position = text_.size();
    if (position < at_) go_back(position);
    for (; at_ < position; ++at_) {
      if (text_[at_] == '\n') {
        where_ = {.line = where_.line + 1, .column = 1};
      } else {
        where_.column += begins_character(text_[at_]);
      }
    }
    return where_;
  }

 private:
  void go_back(std::size_t position) {
    for (; at_ > position; --at_) where_.line -= text_[at_ - 1] == '\n';
    const auto line = text_.substr(0, position);
    const auto end_before = line.rfind('\n');
    where_.column = 1 + character_count(end_before == line.npos ? line : line.substr(end_before + 1));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  location where_ = {.line = 1, .column = 1};  // of at_
};

}  // namespace roster::detail
