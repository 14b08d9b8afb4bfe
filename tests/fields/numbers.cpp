#include "roster/fields/numbers.hpp"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "roster/optimizers/optimizers.hpp"

namespace numbers_tests {

struct Sample {
  roster::required<double> lr;
  std::array<double, 2> betas = {0.9, 0.999};
  std::int64_t steps = 3;
  bool on = false;
  float small = 1;
  double eps = 1e-8;
  double begin = 0.5;

  static constexpr roster::rule rules[] = {{"lr", "", roster::at_least(0)},
                                           {"betas", "", roster::from_to_below(0, 1)},
                                           {"steps", ""},
                                           {"on", ""},
                                           {"small", ""},
                                           {"eps", "", roster::above(0)},
                                           {"begin", ""}};
  static constexpr std::string_view only_at_start[] = {"begin"};
};

template <class T>
std::vector<std::string_view> names() {
  return roster::detail::with_numbers<T>(
      []<class... Numbers>() { return std::vector<std::string_view>{Numbers::name...}; });
}

TEST_CASE("The numbers of a struct are its fields of type double, and the elements of its lists of them", "[numbers]") {
  using list = std::vector<std::string_view>;
  CHECK(names<Sample>() == list{"lr", "beta1", "beta2", "eps"});
  CHECK(names<roster::SGD>() == list{"lr", "momentum", "dampening", "weight_decay"});
  CHECK(names<roster::Adagrad>() == list{"lr", "lr_decay", "weight_decay", "eps"});
  CHECK(names<roster::LBFGS>() == list{"lr", "tolerance_grad", "tolerance_change"});
  struct none {
    int x = 1;
  };
  CHECK(names<none>().empty());
}

TEST_CASE("A number is read and set in place, and has the limit of its field's rule", "[numbers]") {
  Sample one{.lr = 0.1};
  roster::detail::with_numbers<Sample>([&]<class Lr, class First, class Second, class Eps>() {
    CHECK(Lr::in(one) == 0.1);
    Second::in(one) = 0.5;
    Eps::in(one) = 0.25;
    CHECK(First::allowed == roster::from_to_below(0, 1));
    CHECK(Eps::allowed == roster::above(0));
    CHECK(Second::field == 1);
    CHECK(Second::element == 1);
    return 0;
  });
  CHECK(one.betas == std::array{0.9, 0.5});
  CHECK(one.eps == 0.25);
}

}  // namespace numbers_tests
