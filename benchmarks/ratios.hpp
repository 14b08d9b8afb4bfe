#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

/// Shows benchmarks named `group/contender` as a table with one row for each group: each contender's median time, and
/// its ratio to the first contender's.
class ratios : public benchmark::BenchmarkReporter {
 public:
  /// `contenders`: in the order of the columns.
  explicit ratios(std::vector<std::string> contenders) : contenders_(std::move(contenders)) {}

  /// The body of a `main`. Its defaults come before the command line's flags, which override them: short repetitions of
  /// all contenders in random order, because the machine's speed changes within seconds.
  int run(int argc, char** argv) {
    std::vector<std::string> flags{"--benchmark_enable_random_interleaving=true", "--benchmark_repetitions=31",
                                   "--benchmark_min_time=0.015"};
    std::vector<char*> all{argv[0]};
    for (auto& flag : flags) all.push_back(flag.data());
    for (int i = 1; i < argc; ++i) all.push_back(argv[i]);
    auto count = static_cast<int>(all.size());
    all.push_back(nullptr);
    benchmark::Initialize(&count, all.data());
    if (benchmark::ReportUnrecognizedArguments(count, all.data())) return 1;
    benchmark::RunSpecifiedBenchmarks(this);
    benchmark::Shutdown();
    return 0;
  }

 private:
  struct row {
    std::string group;
    std::int64_t order;                      // of registration
    std::vector<std::vector<double>> times;  // nanoseconds of each repetition, a list for each contender
  };

  bool ReportContext(const Context& context) override {
    PrintBasicContext(&GetErrorStream(), context);
    return true;
  }

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const auto& run : runs) {
      if (run.run_type != Run::RT_Iteration) continue;
      const auto& name = run.run_name.function_name;
      const auto slash = name.rfind('/');
      const auto contender = std::ranges::find(contenders_, name.substr(slash + 1));
      // CPU time excludes the time when another process had the core.
      find_row(name.substr(0, slash), run.family_index)
          .times.at(static_cast<std::size_t>(contender - contenders_.begin()))
          .push_back(run.cpu_accumulated_time / static_cast<double>(run.iterations) * 1e9);
    }
  }

  row& find_row(const std::string& group, std::int64_t order) {
    const auto found = std::ranges::find(rows_, group, &row::group);
    if (found != rows_.end()) return *found;
    return rows_.emplace_back(row{group, order, std::vector<std::vector<double>>(contenders_.size())});
  }

  void Finalize() override {
    std::ranges::sort(rows_, {}, &row::order);
    std::printf("\nmedian CPU time in ns, and its ratio to the first\n%-26s", "");
    for (const auto& contender : contenders_) std::printf("%20s", contender.c_str());
    std::printf("\n");
    for (auto& [group, order, times] : rows_) {
      std::printf("%-26s", group.c_str());
      const auto first = median(times[0]);
      for (std::size_t i = 0; i < contenders_.size(); ++i) {
        if (times[i].empty())
          std::printf("%20s", i == 0 ? "" : "-");
        else if (i == 0 || times[0].empty())
          std::printf("%20.2f", median(times[i]));
        else
          std::printf("%12.2f  ×%5.2f", median(times[i]), median(times[i]) / first);
      }
      std::printf("\n");
    }
  }

  static double median(std::vector<double>& times) {
    if (times.empty()) return 0;
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::ranges::nth_element(times, middle);
    return *middle;
  }

  std::vector<std::string> contenders_;
  std::vector<row> rows_;
};
