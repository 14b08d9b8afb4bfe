#pragma once

#include <algorithm>
#include <cmath>

#include "roster/fields/entry.hpp"

namespace roster {

/// How long a run is, as far as that is known: 0 stands for a number that is not.
struct run_length {
  std::int64_t epochs = 0;
  std::int64_t batches_per_epoch = 0;
};

/// What a step is, in a run of some length.
struct step_clock {
  run_length run = {};
  bool by_batch = false;  ///< a step is a batch, not an epoch
};

/// A length that became a number of steps.
struct resolved_length {
  std::string path;  ///< of the field: "schedulers[0].total_iters"
  std::string text;  ///< the length as it was given: "5 epochs"
  std::int64_t steps;

  bool operator==(const resolved_length&) const = default;
};

namespace detail {

/// Whether the number of steps depends on the run's number of epochs, or on that of batches per epoch.
inline bool needs_epochs(const steps& length) { return length.unit() == length_unit::percent; }
inline bool needs_batches(const steps& length, bool by_batch) {
  return by_batch ? length.unit() != length_unit::batches : length.unit() == length_unit::batches;
}

/// The steps of a length, which may be a fraction. What it needs has to be known.
inline double steps_of(const steps& length, const step_clock& clock) {
  const auto batches = static_cast<double>(clock.run.batches_per_epoch);
  switch (length.unit()) {
    case length_unit::epochs:
      return clock.by_batch ? length.length() * batches : length.length();
    case length_unit::batches:
      return clock.by_batch ? length.length() : length.length() / batches;
    case length_unit::percent: {
      const auto all = static_cast<double>(clock.run.epochs) * (clock.by_batch ? batches : 1);
      return length.length() * all / 100;
    }
    case length_unit::steps:
      break;
  }
  return static_cast<double>(length);
}

/// The nearest whole number; of two, the larger. To at least 1, unless it is 0.
inline double rounded_steps(double exact) {
  if (exact == 0) return 0;
  const auto whole = std::floor(exact);
  // 0.145 epochs of 100 batches are 14.499999999999998 in doubles, and meant as 14.5.
  const auto slack = std::min(exact * 0x1p-51, 0.01);
  return std::max(1.0, exact - whole >= 0.5 - slack ? whole + 1 : whole);
}

/// Makes a number of steps of each length, and collects what became of them. Reports those of which it cannot.
struct length_resolver {
  step_clock of_run;
  std::vector<resolved_length> done = {};

  static void visit(const steps_visitor& by, steps& found, const limit& allowed, const place& here) {
    auto& self = *static_cast<length_resolver*>(by.self);
    const step_clock clock{self.of_run.run, self.of_run.by_batch && !by.by_epoch};
    if (found.is_length()) self.resolve(found, clock, allowed, here);
  }

 private:
  void resolve(steps& found, const step_clock& clock, const limit& allowed, const place& here) {
    if (!is_length_number(found.length())) return report_wrong_length(found, allowed, here);
    const auto text = length_text(found);
    const auto report = [&](problem_kind kind, std::string_view why, std::string_view more = {}) {
      here.report(kind, concat({"is ", to_text(text), ", which ", why, more}));
    };
    const bool lacks_epochs = needs_epochs(found) && clock.run.epochs <= 0;
    const bool lacks_batches = needs_batches(found, clock.by_batch) && clock.run.batches_per_epoch <= 0;
    if (lacks_epochs || lacks_batches) {
      return report(problem_kind::missing, lacks_epochs ? "needs the number of epochs of the run" : "needs",
                    !lacks_batches ? ""
                    : lacks_epochs ? " and the number of batches per epoch"
                                   : " the number of batches per epoch");
    }
    const auto count = rounded_steps(steps_of(found, clock));
    if (!(count <= static_cast<double>(most_exact))) {
      return report(problem_kind::out_of_range, "is more than 2^53 steps");
    }
    const auto whole = static_cast<std::int64_t>(count);
    if (!allowed.allows(count)) {
      return report(problem_kind::out_of_range, concat({"is ", counted(whole, "step"), ", expected "}),
                    bounded("an integer", allowed));
    }
    found = whole;
    done.push_back({here.path(), text, whole});
  }
};

/// Adds to problems with a number the length that it was made of.
inline void add_lengths(std::span<problem> found, std::span<const resolved_length> done) {
  for (auto& one : found.first(std::min(found.size(), error::most_told))) {
    const auto from = std::ranges::find(done, one.path, &resolved_length::path);
    if (from != done.end()) one.text += concat({" (from ", to_text(from->text), ")"});
  }
}

template <class T>
concept is_entry = requires(T& given) {
  typename T::registry;
  given.object();
};

template <class T>
void each_steps_in(T& whole, const place& here, const steps_visitor& visitor) {
  if constexpr (is_entry<T>) {
    field_kind<T>::each_steps(whole, {}, here, visitor);
  } else {
    info_of<T>.each_steps(&whole, here, visitor);
  }
}

}  // namespace detail

/// Whether a config or an entry holds a length that has not become a number of steps.
template <class T>
bool has_lengths(const T& whole) {
  bool found = false;
  std::vector<problem> none;
  // The visitor changes nothing.
  detail::each_steps_in(const_cast<T&>(whole), place(none), {detail::note_length, &found});
  return found;
}

/// Makes numbers of steps of all lengths in a config or an entry, with all that it holds, and returns what became of
/// them. Then, if there were any, checks the whole again. Reports all problems to `here`; if there are any, do not use
/// what was given.
template <class T>
std::vector<resolved_length> resolve_lengths(T& whole, const step_clock& clock, const place& here) {
  const auto before = here.problems();
  detail::length_resolver all{clock};
  detail::each_steps_in(whole, here, {detail::length_resolver::visit, &all});
  if (here.problems() != before || all.done.empty()) return std::move(all.done);
  std::vector<problem> found;
  if constexpr (detail::is_entry<T>) {
    field_kind<T>::check(whole, {}, here.apart(found));
  } else {
    check_config(whole, here.apart(found));
  }
  detail::add_lengths(found, all.done);
  for (auto& one : found) here.report(std::move(one));
  return std::move(all.done);
}

}  // namespace roster
