#pragma once

#include "roster/run/composite_schedule.hpp"
#include "roster/schedulers/chained_scheduler.hpp"

namespace roster {

/// The schedule of a `ChainedScheduler`.
template <class Registry>
class chained_schedule final : public composite_schedule<basic_ChainedScheduler<Registry>, Registry> {
  using base = composite_schedule<basic_ChainedScheduler<Registry>, Registry>;
  using base::children_;
  using base::last_epoch_;

 public:
  using base::base;

  const schedule_base& opening() const noexcept override {
    const schedule_base* last = this;
    for (const auto& one : children_) {
      if (one.opening().has_own_base()) last = &one.opening();
    }
    return *last;
  }
  void check_step(bool with_metric, const place& here) const override {
    this->for_each_child(here, [&](const auto& one, const place& there) { one.check_step(with_metric, there); });
  }
  void check_epoch(epoch t, const place& here) const override {
    this->for_each_child(here, [&](const auto& one, const place& there) { one.check_epoch(t, there); });
  }

  void start(const settings& given) override {
    const auto all = this->begin(given);
    for (auto& one : children_) one.start(all);
    last_epoch_ = 0;
  }

  void start_at(const settings& given, epoch first) override {
    checked(this->name(), [&](const place& here) { check_epoch(first, here); });
    const auto all = this->begin(given);
    children_.front().start_at(all, 0);
    for (std::size_t i = 1; i < children_.size(); ++i) children_[i].start(all);
    for (last_epoch_ = 0; last_epoch_ < first;) advance_all(all, {});
  }

  void advance(const settings& all, const std::optional<double>& metric = {}) override { advance_all(all, metric); }

  void undo() override {
    for (auto& one : children_) one.undo();
    --last_epoch_;
  }

  void at(std::span<const double>, epoch, std::span<double>, const place& here) const override {
    here.report(problem_kind::rule, detail::has_no_closed_form(this->name()));
  }

  void set_companions(const settings& all) const override {
    for (const auto& one : children_) one.set_companions(all);
  }

 private:
  void advance_all(const settings& all, const std::optional<double>& metric) {
    std::size_t done = 0;
    try {
      for (; done < children_.size(); ++done) children_[done].advance(all, metric);
    } catch (...) {
      while (done > 0) children_[--done].undo();
      throw;
    }
    ++last_epoch_;
  }
};

}  // namespace roster
