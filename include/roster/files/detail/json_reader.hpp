#pragma once

#include <cstddef>
#include <iterator>

#include "roster/files/detail/json_diagnosis.hpp"
#include "roster/files/detail/tree_builder.hpp"

namespace roster::detail {

/// Tells how far nlohmann's parser has read: the parser reports what it finds, but not where.
class counting_iterator {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  counting_iterator(const char* at, const char*& furthest) : at_(at), furthest_(&furthest) {}
  reference operator*() const { return *at_; }
  counting_iterator& operator++() {
    *furthest_ = ++at_;
    return *this;
  }
  counting_iterator operator++(int) {
    auto before = *this;
    ++*this;
    return before;
  }
  bool operator==(const counting_iterator& other) const { return at_ == other.at_; }

 private:
  const char* at_;
  const char** furthest_;
};

/// Builds a tree from the events of nlohmann's parser.
class json_builder {
 public:
  /// `read`: what the parser reads; `text`: of the same length, what the file has
  json_builder(std::string_view read, std::string_view text, std::size_t most_values, json_dialect dialect)
      : furthest(read.data()), begin_(read.data()), text_(text), dialect_(dialect), places_(text), tree_(most_values) {}

  bool null() { return add(node()); }
  bool boolean(bool truth) { return add(truth); }
  bool number_integer(std::int64_t number) { return add(number); }
  bool number_unsigned(std::uint64_t number) { return add(number); }
  bool number_float(double number, const std::string&) { return add(number); }
  bool string(std::string& text) { return add(text); }
  bool binary(std::vector<std::uint8_t>&) { return false; }

  bool start_object(std::size_t) { return tree_.open_object(token()); }
  bool start_array(std::size_t) { return tree_.open_list(token()); }
  bool end_object() { return end(); }
  bool end_array() { return end(); }
  bool key(std::string& name) {
    tree_.key(std::move(name), token());
    return true;
  }
  template <class Exception>
  bool parse_error(std::size_t, const std::string&, const Exception& failed) {
    reason_ = failed.what();
    (void)token();
    return false;
  }

  /// The error that stopped the parser.
  error failure(std::string_view subject) const {
    if (tree_.failure.empty()) {
      if (const auto found = json_diagnosis(text_, dialect_).first()) return error_at(text_, subject, *found);
    }
    const auto reason = tree_.failure.empty() ? concat({"is not JSON: ", reason_}) : tree_.failure;
    return {subject, {{problem_kind::unreadable, "", reason, "", token_}}};
  }
  node made() && { return std::move(tree_.made); }

  const char* furthest;  ///< the end of what the parser has read

 private:
  bool add(node item) { return tree_.add(std::move(item), token()); }
  bool end() {
    (void)token();
    tree_.close();
    return true;
  }

  /// The start of the token that the parser has just read: the first character after the token before it.
  location token() {
    auto first = end_;
    while (true) {
      while (first < text_.size() && std::string_view(" \t\r\n,:").find(text_[first]) != std::string_view::npos)
        ++first;
      const auto next = dialect_.comments ? end_of_comment(text_, first) : first;
      if (next == first) break;
      first = next;
    }
    end_ = std::max(first, static_cast<std::size_t>(furthest - begin_));
    return token_ = places_.at(first);
  }

  const char* begin_;
  std::string_view text_;
  json_dialect dialect_;
  text_places places_;
  std::size_t end_ = 0;  // of the last token
  location token_;       // of the last token
  tree_builder tree_;
  std::string reason_;
};

}  // namespace roster::detail
