#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "roster/roster.hpp"
#include "roster/schedulers/caffe/schedulers.hpp"
#include "support/refusal.hpp"

namespace caffe_tests {

using registry = roster::scheduler_registry<roster::caffe::schedulers>;
using groups = std::vector<roster::plain_group>;

TEST_CASE("Caffe's inv does not rise", "[caffe][message]") {
  groups set{{.lr = 1.0}};
  CHECK(test::refusal([&] { registry::create("caffe.inv", set, {{"gamma", -0.1}, {"power", -0.75}}); }) ==
        "caffe.inv: 2 problems\n"
        "  gamma is -0.1, expected a real number of at least 0\n"
        "  power is -0.75, expected a real number of at least 0");
}

TEST_CASE("Caffe's inv has no defaults, as in Caffe", "[caffe][message]") {
  groups set{{.lr = 1.0}};
  CHECK(test::refusal([&] { registry::create("caffe.inv", set, {}); }) ==
        "caffe.inv: 2 problems\n"
        "  gamma is missing, expected a real number of at least 0\n"
        "  power is missing, expected a real number of at least 0");
}

}  // namespace caffe_tests
