#pragma once

#include "support/trace.hpp"

// What the tests know of Composer: its traces in our words, and more examples.
namespace test::composer {

/// The scheduler of a trace. Where Composer is wrong, the trace is made right.
inline entry_of_all scheduler_of(trace& given) { return read_scheduler("composer.", given.name, given.args); }

/// Schedulers of other kinds than the examples, or with many changes within thirty epochs.
inline std::vector<entry_of_all> others() { return {}; }

}  // namespace test::composer
