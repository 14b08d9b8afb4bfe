#include "roster/schedulers/swalr.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <vector>

#include "roster/files/json.hpp"
#include "support/fields.hpp"
#include "support/rule_values.hpp"

namespace swalr_tests {

using roster::SWALR;
using list = std::vector<double>;

TEST_CASE("SWALR goes to swa_lr along a line or half a cosine, and stays there", "[swalr]") {
  CHECK(test::close(test::stepped(SWALR{.swa_lr = 1, .anneal_epochs = 4, .anneal_strategy = "linear"}, 9, 6),
                    {9, 7, 5, 3, 1, 1, 1}));
  // 60° each
  CHECK(test::close(test::stepped(SWALR{.swa_lr = 1, .anneal_epochs = 3}, 9, 5), {9, 7, 3, 1, 1, 1}));
  // 10 epochs
  const auto values = test::stepped(SWALR{.swa_lr = 0}, 1, 11);
  CHECK(values[9] > 0);
  CHECK(values[10] == 0);
  CHECK(values[11] == 0);
  static_assert(!roster::detail::has_at<SWALR>);
}

TEST_CASE("SWALR rises to a swa_lr above the learning rate", "[swalr]") {
  CHECK(test::close(test::stepped(SWALR{.swa_lr = 4, .anneal_epochs = 2, .anneal_strategy = "linear"}, 0, 3),
                    {0, 2, 4, 4}));
}

TEST_CASE("With anneal_epochs of 0, SWALR reaches swa_lr immediately", "[swalr]") {
  CHECK(test::stepped(SWALR{.swa_lr = 1, .anneal_epochs = 0}, 9, 2) == list{1, 1, 1});
  CHECK(test::stepped(SWALR{.swa_lr = 1, .anneal_epochs = 1}, 9, 2) == list{9, 1, 1});
}

TEST_CASE("SWALR may have one swa_lr per group", "[swalr]") {
  const SWALR two{.swa_lr = {1, 5}, .anneal_epochs = 1};
  CHECK(test::stepped(two, 9, 1, 0) == list{9, 1});
  CHECK(test::stepped(two, 9, 1, 1) == list{9, 5});
}

TEST_CASE("SWALR is saved as PyTorch's", "[swalr]") {
  CHECK(roster::to_json(roster::node(SWALR{.swa_lr = {1, 5}, .anneal_strategy = "linear"}.attributes(3, 2))) ==
        R"({"anneal_epochs": 10, "_anneal_strategy": "linear"})");
}

TEST_CASE("SWALR's fields have limits", "[swalr][message]") {
  constexpr auto most = std::int64_t{1} << 53;
  CHECK(test::check_config(SWALR{.swa_lr = 0, .anneal_epochs = most}) == "");
  CHECK(test::stepped(SWALR{.swa_lr = 0, .anneal_epochs = most}, 1, 2) == list{1, 1, 1});
  CHECK(test::check_config(SWALR{.swa_lr = {0, -1}, .anneal_epochs = -1}) ==
        "SWALR: 2 problems\n"
        "  swa_lr[1] is -1.0, expected a real number of at least 0\n"
        "  anneal_epochs is -1, expected an integer of at least 0");
}

}  // namespace swalr_tests
