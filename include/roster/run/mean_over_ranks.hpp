#pragma once

#include "roster/run/detail/messages_of_ranks.hpp"
#include "roster/run/measured.hpp"

namespace roster {

namespace detail {

/// What a rank has measured, on how many samples.
struct shares {
  std::vector<std::int64_t> samples = {};         ///< of each rank
  std::vector<std::vector<double>> metrics = {};  ///< of each rank, in the caller's order
};

/// The metrics of this rank as a tree.
inline node tree_of(std::span<const named_metric> metrics, std::int64_t samples) {
  node::object named;
  for (const auto& one : metrics) named.push_back({one.name, one.value});
  return node(node::object{{"samples", samples}, {"metrics", node(std::move(named))}});
}

/// Reports metrics that a rank has twice or that not all ranks have, in the order of rank 0.
inline void report_metrics(const on_each_rank& metrics, const place& here) {
  std::map<std::string_view, std::size_t> seen;
  for (const auto& [name, all] : members_of_ranks(metrics)) {
    std::vector<std::size_t> have, lack;
    for (std::size_t rank = 0; rank < all.size(); ++rank) (all[rank] ? have : lack).push_back(rank);
    const auto there = here.member(name);
    if (seen[name]++ > 0) {
      there.report(problem_kind::given_twice, concat({is_given_twice(), " on ", to_text_of_ranks(have)}));
    } else if (!lack.empty()) {
      there.report(problem_kind::missing,
                   concat({is_missing(), " on ", to_text_of_ranks(lack), ", but not on ", to_text_of_ranks(have)}));
    }
  }
}

/// Reads the trees of all ranks. If problems are reported, do not use the result.
inline shares shares_in(std::span<const std::string> bytes, std::span<const named_metric> own, const place& here) {
  shares read;
  const auto trees = trees_in(bytes, here);
  if (here.problems() > 0) return read;
  on_each_rank metrics;
  std::vector<bool> is_other(trees.size());
  std::vector<std::string> negative(trees.size());
  for (std::size_t rank = 0; rank < trees.size(); ++rank) {
    const value given = trees[rank].find("samples") ? value(*trees[rank].find("samples")) : value(nullptr);
    const auto* const count = given.as<std::int64_t>();
    metrics.push_back(trees[rank].find("metrics"));
    const auto* const named = metrics.back() ? metrics.back()->as<node::object>() : nullptr;
    is_other[rank] = !count || !named || !std::ranges::all_of(*named, [](const node::member& one) {
      return value(one.given).as<double>() != nullptr;
    });
    read.samples.push_back(count ? *count : 0);
  }
  report_others(bytes, is_other, here);
  if (here.problems() > 0) return read;
  for (std::size_t rank = 0; rank < trees.size(); ++rank) {
    if (const auto count = read.samples[rank]; count < 0) negative[rank] = concat({"is ", to_text(count)});
  }
  for (const auto& [text, ranks] : grouped(negative)) {
    if (text.empty()) continue;
    here.member("samples").report(problem_kind::out_of_range, concat({text, " on ", to_text_of_ranks(ranks),
                                                                      ", expected an integer of at least 0"}));
  }
  report_metrics(metrics, here);
  if (here.problems() > 0) return read;
  if (std::ranges::count(read.samples, 0) == std::ssize(read.samples)) {
    here.member("samples").report(problem_kind::rule, "is 0 on all ranks, so there is no mean");
  }
  for (const auto* one : metrics) {
    auto& values = read.metrics.emplace_back();
    for (const auto& metric : own) values.push_back(*value(*one->find(metric.name)).as<double>());
  }
  return read;
}

/// The mean of the metric at that position. If all ranks with samples have the same, it is that, to the bit.
inline double mean(const shares& of, std::size_t metric) {
  double sum = 0, samples = 0, last = 0;
  bool is_same = true;
  for (std::size_t rank = 0; rank < of.samples.size(); ++rank) {
    if (of.samples[rank] == 0) continue;
    const auto value = of.metrics[rank][metric];
    is_same = is_same && (samples == 0 || std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(last));
    const auto count = static_cast<double>(of.samples[rank]);
    last = value;
    sum += value * count;
    samples += count;
  }
  return is_same ? last : sum / samples;
}

}  // namespace detail

/// The means of metrics over all ranks, each weighted by how many samples a rank has seen: the same bits on all ranks,
/// as the sum is in the order of the ranks. A rank with 0 samples does not count, even if its metrics are NaN; NaN on
/// any other rank makes the mean NaN on all. All ranks have to call it together, with the same metrics in any order.
/// Throws the same `error` on all ranks if not all have the same metrics, if a number of samples is negative, or if no
/// rank has seen a sample. The names in the result are views of the caller's.
template <gathers Gather>
std::vector<named_metric> mean_over_ranks(std::span<const named_metric> metrics, std::int64_t samples,
                                          Gather&& gather) {
  constexpr std::string_view subject = "mean_over_ranks";
  const auto mine = detail::message_of(subject, [&] { return detail::tree_of(metrics, samples); });
  const auto all = detail::gather_messages(mine, gather, subject);
  const auto shares = checked(subject, [&](const place& here) { return detail::shares_in(all, metrics, here); });
  std::vector<named_metric> means(metrics.begin(), metrics.end());
  for (std::size_t i = 0; i < means.size(); ++i) means[i].value = detail::mean(shares, i);
  return means;
}
/// `schedules.after_epoch(mean_over_ranks({{"val_loss", loss}, {"accuracy", right}}, samples, gather))`
template <gathers Gather>
std::vector<named_metric> mean_over_ranks(std::initializer_list<named_metric> metrics, std::int64_t samples,
                                          Gather&& gather) {
  return mean_over_ranks(std::span(metrics.begin(), metrics.size()), samples, gather);
}
/// The mean of one metric.
template <gathers Gather>
double mean_over_ranks(double metric, std::int64_t samples, Gather&& gather) {
  return mean_over_ranks({{"metric", metric}}, samples, gather).front().value;
}

}  // namespace roster
