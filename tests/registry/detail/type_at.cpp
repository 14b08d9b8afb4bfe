#include "roster/registry/detail/type_at.hpp"

#include <cstddef>
#include <type_traits>
#include <utility>

namespace type_at_tests {

template <std::size_t I>
using number = std::integral_constant<std::size_t, I>;

template <class>
struct numbers;
template <std::size_t... I>
struct numbers<std::index_sequence<I...>> {
  using cut = roster::detail::cut<number<I>...>;
  static constexpr bool each_is_at_its_place = (std::is_same_v<roster::detail::type_at<I, cut>, number<I>> && ...);
};
template <std::size_t Count>
constexpr bool each_is_at_its_place = numbers<std::make_index_sequence<Count>>::each_is_at_its_place;

// A list is cut into pieces of sixteen.
static_assert(each_is_at_its_place<1> && each_is_at_its_place<15> && each_is_at_its_place<16> &&
              each_is_at_its_place<17> && each_is_at_its_place<32> && each_is_at_its_place<33> &&
              each_is_at_its_place<100>);

// Neither incomplete types nor void are a problem, nor one that is there twice.
struct incomplete;
using mixed = roster::detail::cut<incomplete, int, void, int>;
static_assert(std::is_same_v<roster::detail::type_at<0, mixed>, incomplete> &&
              std::is_same_v<roster::detail::type_at<2, mixed>, void> &&
              std::is_same_v<roster::detail::type_at<3, mixed>, int>);

}  // namespace type_at_tests
