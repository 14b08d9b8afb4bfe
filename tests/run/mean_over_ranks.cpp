#include "roster/run/mean_over_ranks.hpp"

#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "support/ranks.hpp"

namespace mean_over_ranks_tests {

using gathering = test::ranks::gather;
using strings = std::vector<std::string>;
using metrics = std::vector<roster::named_metric>;
constexpr auto nan = std::numeric_limits<double>::quiet_NaN();
constexpr auto infinity = std::numeric_limits<double>::infinity();

/// What a rank has measured.
struct share {
  double metric;
  std::int64_t samples;
};
struct outcome {
  std::vector<std::uint64_t> bits;
  strings refused;
};
outcome run(const std::vector<share>& shares) {
  outcome all{std::vector<std::uint64_t>(shares.size()), {}};
  all.refused = test::ranks(shares.size()).run([&](std::size_t rank, const gathering& gather) {
    const auto [metric, samples] = shares[rank];
    all.bits[rank] = std::bit_cast<std::uint64_t>(roster::mean_over_ranks(metric, samples, gather));
  });
  return all;
}
/// The mean, if all ranks have the same; else a number that is not one.
double mean(const std::vector<share>& shares) {
  const auto [bits, refused] = run(shares);
  CHECK(refused == strings(shares.size()));
  CHECK(bits == std::vector(shares.size(), bits[0]));
  return std::bit_cast<double>(bits[0]);
}
strings refused(const std::vector<share>& shares) { return run(shares).refused; }

TEST_CASE("The mean is weighted by the samples of each rank, and has the same bits on all", "[mean_over_ranks]") {
  CHECK(mean({{1.0, 1}, {3.0, 3}}) == 2.5);
  CHECK(mean({{1.0, 2}, {3.0, 2}, {8.0, 4}}) == 5.0);
  CHECK(mean({{0.1, 3}, {0.2, 5}, {0.7, 11}}) == (0.1 * 3 + 0.2 * 5 + 0.7 * 11) / 19);
  CHECK(mean({{-2.0, 1}, {2.0, 1}}) == 0.0);
}

TEST_CASE("The mean of the same metric is that metric", "[mean_over_ranks]") {
  CHECK((0.1 * 3 + 0.1 * 3 + 0.1 * 3) / 9 != 0.1);
  CHECK(mean({{0.1, 3}, {0.1, 3}, {0.1, 3}}) == 0.1);
  CHECK(mean({{0.1, 3}}) == 0.1);
  CHECK(mean({{std::numeric_limits<double>::max(), 1000}}) == std::numeric_limits<double>::max());
  CHECK(std::signbit(mean({{-0.0, 3}})));
  CHECK(mean({{0.0, 3}, {-0.0, 3}}) == 0.0);
}

TEST_CASE("A rank without samples does not count, whatever its metric", "[mean_over_ranks]") {
  CHECK(mean({{nan, 0}, {0.1, 3}}) == 0.1);
  CHECK(mean({{0.1, 7}, {infinity, 0}, {nan, 0}}) == 0.1);
  CHECK(mean({{1.0, 1}, {100.0, 0}, {3.0, 3}}) == 2.5);
}

TEST_CASE("NaN on a rank with samples is NaN on all", "[mean_over_ranks]") {
  CHECK(std::isnan(mean({{0.5, 1000}, {nan, 1}})));
  CHECK(std::isnan(mean({{nan, 1}})));
  CHECK(std::isnan(mean({{infinity, 1}, {-infinity, 1}})));
  CHECK(mean({{infinity, 1}, {0.5, 1}}) == infinity);
}

TEST_CASE("Without samples there is no mean, and all ranks say so", "[mean_over_ranks][message]") {
  const std::string none = "mean_over_ranks: samples is 0 on all ranks, so there is no mean";
  CHECK(refused({{0.5, 0}, {nan, 0}}) == strings(2, none));
  CHECK(refused({{0.5, 0}}) == strings(1, none));
}

TEST_CASE("Negative numbers of samples are refused on all ranks, which are named", "[mean_over_ranks][message]") {
  CHECK(refused({{0.5, 10}, {0.5, -1}}) ==
        strings(2, "mean_over_ranks: samples is -1 on rank 1, expected an integer of at least 0"));
  CHECK(refused({{0.5, -1}, {0.5, 10}, {0.5, -3}, {0.5, -1}}) ==
        strings(4,
                "mean_over_ranks: 2 problems\n"
                "  samples is -1 on ranks 0 and 3, expected an integer of at least 0\n"
                "  samples is -3 on rank 2, expected an integer of at least 0"));
}

TEST_CASE("Any number of samples is counted", "[mean_over_ranks]") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  CHECK(mean({{1.0, most}, {3.0, most}, {5.0, most}}) == 3.0);
}

TEST_CASE("Several metrics have their means, in the caller's order", "[mean_over_ranks]") {
  std::vector<metrics> means(2);
  const auto all = test::ranks(2).run([&](std::size_t rank, const gathering& gather) {
    if (rank == 0) {
      means[0] = roster::mean_over_ranks({{"val_loss", 1.0}, {"accuracy", 0.5}}, 1, gather);
    } else {
      const metrics mine{{"accuracy", 0.75}, {"val_loss", 3.0}};
      means[1] = roster::mean_over_ranks(mine, 3, gather);
    }
  });
  CHECK(all == strings(2));
  REQUIRE(means[0].size() == 2);
  REQUIRE(means[1].size() == 2);
  CHECK(means[0][0].name == "val_loss");
  CHECK(means[0][0].value == 2.5);
  CHECK(means[0][1].name == "accuracy");
  CHECK(means[0][1].value == 0.6875);
  CHECK(means[1][0].name == "accuracy");
  CHECK(means[1][0].value == 0.6875);
  CHECK(means[1][1].value == 2.5);
  const roster::measured given = means[1];
  CHECK(given.watched("val_loss") == 2.5);
}

TEST_CASE("One metric with a name, and none, are lists too", "[mean_over_ranks]") {
  const auto alone = [](std::string_view mine) { return strings{std::string(mine)}; };
  const auto one = roster::mean_over_ranks({{"val_loss", 0.1}}, 3, alone);
  REQUIRE(one.size() == 1);
  CHECK(one[0].name == "val_loss");
  CHECK(one[0].value == 0.1);
  CHECK(roster::mean_over_ranks(metrics(), 3, alone).empty());
}

TEST_CASE("Metrics that not all ranks have are named on all", "[mean_over_ranks][message]") {
  const auto refused_for = [](const std::vector<metrics>& given) {
    return test::ranks(given.size()).run([&](std::size_t rank, const gathering& gather) {
      (void)roster::mean_over_ranks(given[rank], rank == 0 ? 0 : 4, gather);
    });
  };
  CHECK(refused_for({{{"val_loss", 1}, {"accuracy", 1}}, {{"val_loss", 1}}, {{"loss", 1}, {"val_loss", 1}}}) ==
        strings(3,
                "mean_over_ranks: 2 problems\n"
                "  accuracy is missing on ranks 1 and 2, but not on rank 0\n"
                "  loss is missing on ranks 0 and 1, but not on rank 2"));
  CHECK(refused_for({{{"a", 1}, {"a", 1}}, {{"a", 1}, {"b\n", 1}}}) ==
        strings(2,
                "mean_over_ranks: 2 problems\n"
                "  a is given twice on rank 0\n"
                "  \"b\\x0a\" is missing on rank 0, but not on rank 1"));
  CHECK(refused_for({{}, {{"a", 1}}}) == strings(2, "mean_over_ranks: a is missing on rank 0, but not on rank 1"));
}

TEST_CASE("A rank that does something else is found", "[mean_over_ranks][message]") {
  const auto after = [](std::string_view sends) {
    return test::ranks(2).run([&](std::size_t rank, const gathering& gather) {
      if (rank == 0) {
        (void)roster::mean_over_ranks(0.5, 10, gather);
      } else {
        (void)gather(sends);
      }
    })[0];
  };
  CHECK(after("") == "mean_over_ranks: rank 1 sent something else: no bytes");
  const auto message = [](const roster::node& tree, std::string_view call = "mean_over_ranks") {
    return roster::detail::message_of(call, [&] { return tree; }).bytes;
  };
  CHECK(after(message(1, "check_lockstep")) ==
        "mean_over_ranks: the call is \"check_lockstep\" on rank 1, but \"mean_over_ranks\" on rank 0");
  using object = roster::node::object;
  const std::vector<roster::node> others{1,
                                         object{},
                                         object{{"samples", 1}},
                                         object{{"samples", 1}, {"metrics", 1}},
                                         object{{"samples", 1.0}, {"metrics", roster::node(object{{"metric", 1.0}})}},
                                         object{{"samples", 1}, {"metrics", roster::node(object{{"metric", 1}})}}};
  for (const auto& tree : others) {
    CHECK(after(message(tree)) ==
          "mean_over_ranks: rank 1 sent something else: bytes of Roster that are cut or changed");
  }
}

}  // namespace mean_over_ranks_tests
