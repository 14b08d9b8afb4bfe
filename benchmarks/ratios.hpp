// Runs benchmarks named `table/row/contender`, and prints each table as Markdown: every contender's median CPU time,
// its spread, how many times the first one's it is, and whether the table's aims are reached.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A contender should take at least so many times as long as the first one.
struct aim {
  std::string contender;
  double ratio;
};

struct table {
  std::string name;   ///< the first part of its benchmarks' names
  std::string about;  ///< what is measured, in Markdown
  std::vector<std::string> contenders;
  std::vector<aim> aims = {};
};

class ratios : public benchmark::BenchmarkReporter {
 public:
  explicit ratios(std::vector<table> tables) : tables_(std::move(tables)) {}

  /// What a `main` does. The defaults stand before the command line's flags, so that those override them: short
  /// repetitions of all contenders in random order, because the machine's pace changes within seconds.
  /// `--python=FILE` has the times that python_baseline.py measured.
  int run(int argc, char** argv) {
    std::vector<std::string> flags{argv[0], "--benchmark_enable_random_interleaving=true", "--benchmark_repetitions=21",
                                   "--benchmark_min_time=0.01"};
    std::string python;
    for (const std::string_view given : std::vector<std::string_view>(argv + 1, argv + argc)) {
      if (given.starts_with("--python="))
        python = given.substr(given.find('=') + 1);
      else
        flags.emplace_back(given);
    }
    std::vector<char*> all;
    for (auto& flag : flags) all.push_back(flag.data());
    auto count = static_cast<int>(all.size());
    all.push_back(nullptr);
    benchmark::Initialize(&count, all.data());
    if (benchmark::ReportUnrecognizedArguments(count, all.data())) return 1;
    benchmark::RunSpecifiedBenchmarks(this);
    benchmark::Shutdown();
    if (!python.empty()) read(python);
    for (const auto& one : tables_) print(one);
    return 0;
  }

 private:
  struct cell {
    std::vector<double> times;  // nanoseconds of each repetition
    double allocations = -1;    // of one iteration, where they are counted
  };
  struct row {
    std::string table, name;
    std::int64_t order;  // of registration
    std::map<std::string, cell> cells;
  };
  using texts = std::vector<std::string>;

  bool ReportContext(const Context& context) override {
    PrintBasicContext(&GetErrorStream(), context);
    return true;
  }

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const auto& run : runs) {
      if (run.run_type != Run::RT_Iteration) continue;
      auto& found = cell_of(run.run_name.function_name, run.family_index);
      // CPU time leaves out when another process had the core.
      found.times.push_back(run.cpu_accumulated_time / static_cast<double>(run.iterations) * 1e9);
      const auto counted = run.counters.find("allocations");
      if (counted != run.counters.end()) found.allocations = counted->second;
    }
  }

  /// A line is a benchmark's name, a tab, and the nanoseconds of each repetition.
  void read(const std::string& file) {
    std::ifstream lines(file);
    for (std::string name; std::getline(lines, name, '\t');) {
      std::string line;
      std::getline(lines, line);
      std::istringstream times(line);
      cell_of(name, 1'000'000).times.assign(std::istream_iterator<double>(times), {});
    }
  }

  cell& cell_of(std::string_view name, std::int64_t order) {
    const auto first = name.find('/'), last = name.rfind('/');
    const std::string in(name.substr(0, first)), row_name(name.substr(first + 1, last - first - 1));
    auto found = std::ranges::find_if(rows_, [&](const row& one) { return one.table == in && one.name == row_name; });
    if (found == rows_.end()) found = rows_.insert(rows_.end(), {in, row_name, order, {}});
    found->order = std::min(found->order, order);
    return found->cells[std::string(name.substr(last + 1))];
  }

  void print(const table& of) {
    std::vector<row> rows;
    std::ranges::copy_if(rows_, std::back_inserter(rows), [&](const row& one) { return one.table == of.name; });
    std::ranges::sort(rows, {}, &row::order);
    if (rows.empty()) return;

    texts measured, others;
    for (const auto& contender : of.contenders) {
      const bool any = std::ranges::any_of(rows, [&](const row& one) { return one.cells.contains(contender); });
      (any ? measured : others).push_back(contender);
    }
    std::vector<texts> lines{{""}, {"---"}};
    for (const auto& contender : measured) {
      lines[0].push_back(contender);
      lines[1].push_back("---:");
    }
    for (auto& one : rows) {
      texts line{one.name};
      for (const auto& contender : measured) line.push_back(text_of(one, contender, of.contenders.front()));
      lines.push_back(std::move(line));
    }
    std::printf("%s\n\n", of.about.c_str());
    print(lines);
    for (const auto& other : others) std::printf("\nNot measured: %s.\n", other.c_str());
    for (const auto& wanted : of.aims) judge(wanted, rows, of.contenders.front());
    judge_allocations(rows, of.contenders.front());
    std::printf("\n");
  }

  static void print(const std::vector<texts>& lines) {
    // UTF-8's continuation bytes take no place
    const auto width = [](std::string_view text) {
      return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    };
    for (const auto& line : lines) {
      for (std::size_t i = 0; i < line.size(); ++i) {
        std::ptrdiff_t widest = 0;
        for (const auto& other : lines) widest = std::max(widest, width(other[i]));
        const std::string blanks(static_cast<std::size_t>(widest - width(line[i])), ' ');
        const bool left = i == 0;
        std::printf("| %s%s ", (left ? line[i] : blanks).c_str(), (left ? blanks : line[i]).c_str());
      }
      std::printf("|\n");
    }
  }

  /// "×3.1 · 15 ns ±2%": the ratio to the first, the median, and half the interquartile range as a part of it.
  static std::string text_of(row& of, const std::string& contender, const std::string& first) {
    const auto found = of.cells.find(contender);
    if (found == of.cells.end() || found->second.times.empty()) return "–";
    auto& times = found->second.times;
    const auto middle = quantile(times, 2);
    auto text =
        in_units(middle) + " ±" + format("%.0f%%", 100 * (quantile(times, 3) - quantile(times, 1)) / 2 / middle);
    if (contender != first && of.cells.contains(first)) text = "×" + digits(ratio(of, contender, first)) + " · " + text;
    if (found->second.allocations >= 0) text += format(", %.0f allocations", found->second.allocations);
    return text;
  }

  void judge(const aim& wanted, std::vector<row>& rows, const std::string& first) {
    std::size_t measured = 0;
    texts misses;
    for (auto& one : rows) {
      if (!one.cells.contains(first) || !one.cells.contains(wanted.contender)) continue;
      ++measured;
      if (ratio(one, wanted.contender, first) < wanted.ratio) misses.push_back(one.name);
    }
    if (measured == 0) return;
    const auto many = wanted.ratio == 1 ? "as long" : format("%g times as long", wanted.ratio);
    std::printf("\nAim: %s takes at least %s as %s. **%s**", wanted.contender.c_str(), many.c_str(), first.c_str(),
                misses.empty() ? "Reached." : "Missed");
    if (!misses.empty()) std::printf(" in %zu of %zu rows", misses.size(), measured);
    if (misses.size() < measured) {
      for (const auto& miss : misses) std::printf("%s%s", &miss == &misses.front() ? ": " : "; ", miss.c_str());
    }
    std::printf("%s\n", misses.empty() ? "" : ".");
  }

  static void judge_allocations(const std::vector<row>& rows, const std::string& first) {
    double most = -1;
    for (const auto& one : rows) {
      const auto found = one.cells.find(first);
      if (found != one.cells.end()) most = std::max(most, found->second.allocations);
    }
    if (most >= 0)
      std::printf("\nAim: %s allocates nothing. **%s**\n", first.c_str(), most == 0 ? "Reached." : "Missed.");
  }

  static double ratio(row& of, const std::string& contender, const std::string& first) {
    return quantile(of.cells[contender].times, 2) / quantile(of.cells[first].times, 2);
  }

  /// The first, second (the median) or third quartile.
  static double quantile(std::vector<double>& times, std::size_t quarter) {
    const auto place = times.begin() + static_cast<std::ptrdiff_t>((times.size() - 1) * quarter / 4);
    std::ranges::nth_element(times, place);
    return *place;
  }

  static std::string format(const char* how, double number) {
    char text[64];
    std::snprintf(text, sizeof text, how, number);
    return text;
  }
  /// Three digits are enough.
  static std::string digits(double number) {
    return format(number < 9.995 ? "%.2f" : number < 99.95 ? "%.1f" : "%.0f", number);
  }
  static std::string in_units(double ns) {
    if (ns < 1e3) return digits(ns) + " ns";
    if (ns < 1e6) return digits(ns / 1e3) + " µs";
    return ns < 1e9 ? digits(ns / 1e6) + " ms" : digits(ns / 1e9) + " s";
  }

  std::vector<table> tables_;
  std::vector<row> rows_;
};
