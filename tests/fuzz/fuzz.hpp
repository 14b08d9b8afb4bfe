// What the fuzz targets demand of every input.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "roster/all_schedulers.hpp"
#include "roster/files.hpp"

namespace fuzz {

using schedulers = roster::all_registry;
using entry = schedulers::entry;
using groups = std::vector<roster::plain_group>;

/// Ends the process, which libFuzzer reports with the input, unless it is `right`.
void demand(bool right, std::string_view what, std::string_view more = {});

/// Demands that two trees are written alike, and so have the same numbers, bit for bit.
void demand_same(const roster::node& a, const roster::node& b, std::string_view what);

/// Demands that each problem says something, and that its text is UTF-8 without characters that a terminal obeys.
void demand_told(const roster::error& refused);
/// Also that each problem has a path, or a line: for inputs that have a structure.
void demand_placed(const roster::error& refused);

/// Demands that the tree comes back from what is written of it, as JSON and as YAML.
void demand_kept(const roster::node& tree);

/// Demands that the recipe or the scheduler in a document is refused with a reason; or else that it comes back equal
/// from what is written of it, and runs.
void demand_reads(const roster::document& file);

/// Whether a scheduler with this text has to take each of the many steps up to its `last_epoch`: it has no closed form.
/// That ends, but not soon.
bool takes_long(std::string_view text, roster::epoch last_epoch);

/// Demands that a scheduler runs for twenty steps, and that one that was saved on the way, as JSON, goes on with the
/// same bits. No learning rate is NaN, unless one was infinite before: gamma = 1e308 overflows, as it does in PyTorch,
/// and 0 times infinity is NaN.
void demand_runs(const entry& scheduler, const groups& before);

/// Demands that what has just been loaded goes on for twenty steps, like `demand_runs`.
using running = decltype(schedulers::create(std::declval<const entry&>(), std::declval<groups&>()));
void demand_goes_on(running& scheduler, groups& optimizer, const entry& made_from);

}  // namespace fuzz
