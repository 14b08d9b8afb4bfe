#pragma once

#include "roster/fields/any_config.hpp"
#include "roster/run/schedule.hpp"

namespace roster {

namespace detail {

/// A config whose values are all set by rules for one group, `at` or `next`: nothing is remembered or measured.
template <class Config>
concept plain_config = !has_schedule<Config> && !has_state<Config> && (has_at<Config> || has_next<Config>) &&
                       !has_step<Config> && !has_metric_step<Config> && !has_partly_metric_step<Config>;

/// Of a config that is not plain, null.
template <class Config>
inline constexpr const scheduler_info* plain_info_of = nullptr;
template <plain_config Config>
inline constexpr const scheduler_info* plain_info_of<Config> = &scheduler_info_of<Config>;
template <class... Configs>
struct plain_infos_of {
  static constexpr std::array<const scheduler_info*, sizeof...(Configs)> all{plain_info_of<Configs>...};
};

}  // namespace detail

/// The schedule of any plain config of a registry: one class for all of them, so that a type costs hardly more than the
/// functions that it has itself.
template <class Registry>
class plain_schedule final : public detail::single_schedule {
 public:
  explicit plain_schedule(valid<any_config<Registry>>&& config)
      : single_schedule(*Registry::template apply<detail::plain_infos_of>::all[config->position()], config->object()),
        config_(*std::move(config)),
        rule_(info_->rule) {
    is_plain_ = true;
  }

  std::string text() const { return config_.writing().text(config_.object()); }
  const any_config<Registry>& config() const noexcept { return config_; }

  void advance(const settings& all, const std::optional<double>& = {}) override {
    rule_(config_.object(), all.lr.data(), base_lrs_.data(), all.lr.size(), last_epoch_ + 1);
    if (info_->set_companions) set_companions_of(all, last_epoch_ + 1);
    ++last_epoch_;  // last, because a rule may throw; read again, because that is faster than to keep it
  }
  void undo() override { --last_epoch_; }

  using schedule_base::resume;

 private:
  void* config_address() noexcept override { return config_.object(); }

  any_config<Registry> config_;
  detail::rule_function rule_;  // kept: one look-up less in a step
};

/// What is known of a schedule that may be that of a plain config of one type. Used as a pointer to it.
template <class Config>
class plain_view {
 public:
  explicit plain_view(const Config* config) noexcept : config_(config) {}

  explicit operator bool() const noexcept { return config_ != nullptr; }
  const plain_view* operator->() const noexcept { return this; }
  const Config& config() const noexcept { return *config_; }

 private:
  const Config* config_;
};

}  // namespace roster
