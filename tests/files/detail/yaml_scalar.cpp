#include "roster/files/detail/yaml_scalar.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>

#include "roster/files/json.hpp"
#include "support/large_input.hpp"

namespace yaml_scalar_tests {

using test::repeated;

/// As JSON: numbers are numbers, and texts are in quotes.
std::string json(std::string_view text) {
  const auto read = roster::detail::plain_scalar(std::string(text));
  return read ? roster::to_json(*read) : "too large";
}

TEST_CASE("Plain scalars are those of YAML 1.2's core schema", "[yaml_scalar]") {
  const struct {
    std::string_view text, read;
  } all[] = {
      {"5e-4", "5e-04"},
      {"1e-3", "0.001"},
      {"1E5", "1e+05"},
      {"1e+05", "1e+05"},
      {".5", "0.5"},
      {"+.5", "0.5"},
      {"-.5e3", "-500.0"},
      {"5.", "5.0"},
      {"5.e1", "50.0"},
      {"+3", "3"},
      {"-3", "-3"},
      {"-0", "0"},
      {"-0.0", "-0.0"},
      {"007", "7"},
      {"08", "8"},
      {"0x1F", "31"},
      {"0xff", "255"},
      {"0o17", "15"},
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"9223372036854775808", "9223372036854775808.0"},
      {".inf", "Infinity"},
      {"+.Inf", "Infinity"},
      {"-.INF", "-Infinity"},
      {".nan", "NaN"},
      {".NaN", "NaN"},
      {"1e-400", "0.0"},
      {"-0.1E-400", "0.0"},
      {"0e999", "0.0"},
      {"", "null"},
      {"~", "null"},
      {"null", "null"},
      {"Null", "null"},
      {"NULL", "null"},
      {"true", "true"},
      {"True", "true"},
      {"TRUE", "true"},
      {"false", "false"},
      {"False", "false"},
      {"FALSE", "false"},
      // Numbers and booleans of YAML 1.1, of Python and of C++, and what only begins like a number
      {"yes", R"("yes")"},
      {"no", R"("no")"},
      {"on", R"("on")"},
      {"off", R"("off")"},
      {"y", R"("y")"},
      {"nULL", R"("nULL")"},
      {"None", R"("None")"},
      {"tRUE", R"("tRUE")"},
      {"inf", R"("inf")"},
      {"nan", R"("nan")"},
      {".iNF", R"(".iNF")"},
      {"-.nan", R"("-.nan")"},
      {"1_000", R"("1_000")"},
      {"0b1", R"("0b1")"},
      {"0x", R"("0x")"},
      {"0xG", R"("0xG")"},
      {"0x-1F", R"("0x-1F")"},
      {"-0x1F", R"("-0x1F")"},
      {"0xFFFFFFFFFFFFFFFFFF", R"("0xFFFFFFFFFFFFFFFFFF")"},
      {"0o8", R"("0o8")"},
      {"0o-7", R"("0o-7")"},
      {"0x1p3", R"("0x1p3")"},
      {"1:30", R"("1:30")"},
      {"2001-01-01", R"("2001-01-01")"},
      {"1e", R"("1e")"},
      {"e1", R"("e1")"},
      {"1e+", R"("1e+")"},
      {".", R"(".")"},
      {"+", R"("+")"},
      {"-", R"("-")"},
      {"+-1", R"("+-1")"},
      {"--1", R"("--1")"},
      {"1.2.3", R"("1.2.3")"},
      {"1f", R"("1f")"},
  };
  for (const auto& one : all) {
    CAPTURE(one.text);
    CHECK(json(one.text) == one.read);
  }
  // However many digits there are
  CHECK(json("0." + repeated("0", 400) + "1") == "0.0");
  CHECK(json("0." + repeated("0", 100) + "1") == "1e-101");
  CHECK(json("1" + repeated("0", 300)) == "1e+300");
  CHECK(json("1e400") == "too large");
  CHECK(json("-1e400") == "too large");
  CHECK(json("1" + repeated("0", 400)) == "too large");
}

}  // namespace yaml_scalar_tests
