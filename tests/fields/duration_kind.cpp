#include "roster/fields/duration_kind.hpp"

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <ratio>
#include <regex>
#include <string>
#include <string_view>

#include "support/fields.hpp"

namespace duration_kind_tests {

using namespace std::chrono_literals;
using roster::field_kind;
using test::check;
using test::read;

template <class T>
T taken(std::string_view text) {
  T field{};
  CHECK(read(field, text) == "");
  return field;
}

TEST_CASE("A duration is text with units, which are converted", "[duration_kind]") {
  CHECK(taken<std::chrono::seconds>("30 s") == 30s);
  CHECK(taken<std::chrono::seconds>("5 min") == 300s);
  CHECK(taken<std::chrono::seconds>("1.5h") == 5400s);
  CHECK(taken<std::chrono::seconds>(" 1 h 30 min ") == 5400s);
  CHECK(taken<std::chrono::seconds>("1h30min5s") == 5405s);
  CHECK(taken<std::chrono::seconds>("-2 min") == -120s);
  CHECK(taken<std::chrono::seconds>("2000 ms") == 2s);
  CHECK(taken<std::chrono::minutes>("2 d") == 48h);
  CHECK(taken<std::chrono::milliseconds>("1.1 s") == 1100ms);
  CHECK(taken<std::chrono::nanoseconds>("7 \u00b5s") == 7us);
  CHECK(taken<std::chrono::nanoseconds>("7 us 3 ns") == 7003ns);
  CHECK(taken<std::chrono::duration<double>>("250 ms").count() == 0.25);
  CHECK(taken<std::chrono::duration<int, std::ratio<1, 60>>>("0.5 s").count() == 30);
}

TEST_CASE("A number is not a duration, and neither is other text", "[duration_kind][message]") {
  std::chrono::seconds field = 7s;
  CHECK(read(field, 30) == "not one");
  CHECK(read(field, 0) == "not one");
  for (const auto* const text : {"30", "", " ", "s", "30 sec", "30 S", "3 0 s", "1.s", ".5 s", "1e3 s", "--1 s",
                                 "1 s 2", "1,5 s", "1 - 2 s", "+1 s", "nan s", "0x10 s"}) {
    CHECK(read(field, text) == "x: is \"" + std::string(text) +
                                   "\", expected a duration in d, h, min, s, ms, us or ns (\"30 s\", \"1 h 30 min\")");
  }
  CHECK(read(field, "1.5 s") == "x: is \"1.5 s\", expected a multiple of 1 s");
  CHECK(read(field, "1 ms") == "x: is \"1 ms\", expected a multiple of 1 s");
  CHECK(read(field, "99999999999999999999 d") == "x: is \"99999999999999999999 d\", expected a shorter duration");
  CHECK(field == 7s);
  CHECK(field_kind<std::chrono::seconds>::one() == "a duration (\"30 s\", \"5 min\")");
}

TEST_CASE("The limit of a duration counts seconds", "[duration_kind][message]") {
  std::chrono::minutes field = 1min;
  CHECK(read(field, "-1 min", roster::at_least(0)) ==
        "x: is -1 min, expected a duration (\"30 s\", \"5 min\") of at least 0");
  CHECK(read(field, "2 min", roster::between(0, 119)) ==
        "x: is 2 min, expected a duration (\"30 s\", \"5 min\") from 0 to 119");
  CHECK(check(119s, roster::between(0, 119)) == "");
}

TEST_CASE("A duration is written in the longest unit that makes it whole, and read back", "[duration_kind]") {
  const auto written = [](auto field) {
    const auto text = field_kind<decltype(field)>::text(field);
    CHECK(taken<decltype(field)>(text) == field);
    return text;
  };
  CHECK(written(0s) == "0 s");
  CHECK(written(90s) == "90 s");
  CHECK(written(300s) == "5 min");
  CHECK(written(48h) == "2 d");
  CHECK(written(-1500ms) == "-1500 ms");
  CHECK(written(std::chrono::nanoseconds(7001)) == "7001 ns");
  CHECK(written(std::chrono::duration<double>(0.25)) == "250 ms");
  CHECK(written(std::chrono::duration<double>(7200)) == "2 h");
  CHECK(written(std::chrono::duration<int, std::ratio<1, 60>>(90)) == "1500 ms");
  CHECK(field_kind<std::chrono::seconds>::write(30s) == roster::node("30 s"));
}

TEST_CASE("The schema's pattern takes what is read", "[duration_kind]") {
  const std::regex pattern(roster::detail::time_pattern);
  for (const auto* const text : {"30 s", "1.5h", " 1 h 30 min ", "-2 min", "7 us 3 ns"}) {
    CHECK(std::regex_match(text, pattern));
  }
  for (const auto* const text : {"30", "", "s", "30 sec", "1.s", ".5 s", "1e3 s", "1,5 s", "1 s 2"}) {
    CHECK_FALSE(std::regex_match(text, pattern));
  }
}

}  // namespace duration_kind_tests
