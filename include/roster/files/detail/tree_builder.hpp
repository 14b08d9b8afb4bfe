#pragma once

#include "roster/input/node.hpp"

namespace roster::detail {

/// Builds a tree from the events of a parser, up to a limit of depth and size. Duplicate members are kept, so that the
/// reader can report them.
class tree_builder {
 public:
  /// The most values of a recipe.
  static constexpr std::size_t most_values = 100'000;
  /// The most text in all copies together, in bytes.
  static constexpr std::size_t most_copied = std::size_t{1} << 20;

  explicit tree_builder(std::size_t most) : most_(most) {}

  /// The functions below return false and set `failure` if the tree becomes too deep or too large.
  bool add(node item, location where) {
    item.where = where;
    return count(1) && put(std::move(item));
  }
  bool open_object(location where) { return open({.is_object = true, .where = where}); }
  bool open_list(location where) { return open({.is_object = false, .where = where}); }
  void close() {
    auto& last = open_.back();
    auto whole = last.is_object ? node(std::move(last.members)) : node(std::move(last.items));
    whole.where = last.where;
    open_.pop_back();
    put(std::move(whole));
  }
  void key(std::string name, location where) {
    open_.back().name = std::move(name);
    open_.back().name_where = where;
  }
  /// Adds a copy of a tree that was built before.
  bool add_copy(const node& whole) { return may_nest(open_.size() + levels(whole)) && count_copy(whole) && put(whole); }
  /// Counts a copy that is kept outside this tree.
  bool count_copy(const node& whole) {
    copied_ += text_size(whole);
    if (copied_ > most_copied) failure = "has aliases that expand to more than 1 MiB of text";
    return copied_ <= most_copied && count(size(whole));
  }

  /// The node that was added last at this depth.
  const node& last() const {
    if (open_.empty()) return made;
    return open_.back().is_object ? open_.back().members.back().given : open_.back().items.back();
  }

  node made;
  std::string failure;

 private:
  struct level {
    bool is_object;
    location where;
    node::list items = {};
    node::object members = {};
    std::string name = {};
    location name_where = {};
  };

  bool open(level inner) {
    if (!may_nest(open_.size() + 1)) return false;
    open_.push_back(std::move(inner));
    return count(1);
  }
  bool may_nest(std::size_t deepest) {
    if (deepest > deepest_tree) failure = too_deep();
    return deepest <= deepest_tree;
  }
  bool count(std::size_t more) {
    counted_ += more;
    if (counted_ > most_) failure = "holds more than " + std::to_string(most_) + " values";
    return counted_ <= most_;
  }
  static std::size_t size(const node& whole) {
    std::size_t all = 1;
    for_each_child(whole, [&](const node& child) { all += size(child); });
    return all;
  }
  static std::size_t text_size(const node& whole) {
    const value shown = whole;
    const auto* text = shown.as<std::string_view>();
    std::size_t all = text ? text->size() : 0;
    if (const auto* members = whole.as<node::object>()) {
      for (const auto& [name, member] : *members) all += name.size();
    }
    for_each_child(whole, [&](const node& child) { all += text_size(child); });
    return all;
  }
  bool put(node item) {
    if (open_.empty()) {
      made = std::move(item);
    } else if (open_.back().is_object) {
      item.where = open_.back().name_where;
      open_.back().members.push_back({open_.back().name, std::move(item)});
    } else {
      open_.back().items.push_back(std::move(item));
    }
    return true;
  }

  std::size_t most_;
  std::size_t counted_ = 0;
  std::size_t copied_ = 0;
  std::vector<level> open_;
};

}  // namespace roster::detail
