#include "tools/gnuplot.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "support/only_path.hpp"
#include "support/temporary_folder.hpp"

namespace gnuplot_tests {

using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

void fails_with(const std::string& message, const std::string& script = "plot x\n") {
  REQUIRE_THROWS_MATCHES(tools::run_gnuplot(script), std::runtime_error, Catch::Matchers::Message(message));
}

/// Checks the error message when a shell script replaces gnuplot.
void stand_in_fails_with(const std::string& message, const std::string& commands, std::string script = "plot x\n") {
  const test::temporary_folder bin;
  std::filesystem::permissions(bin.file("gnuplot", "#!/bin/sh\n" + commands), std::filesystem::perms::owner_all);
  const test::only_path here(bin.path);
  fails_with(message, script);
}

TEST_CASE("gnuplot gives back what a script writes") {
  CHECK(tools::run_gnuplot("set print '-'\nprint 6 * 7\n") == "42\n");
}

TEST_CASE("gnuplot may write much to both streams and read much") {
  const std::string comment(1 << 20, '#');
  const auto output = tools::run_gnuplot(comment + R"(
    do for [i = 1:2000] { set print; print sprintf('%100d', i); set print '-'; print sprintf('%99d', i) }
  )");
  CHECK(output.size() == 200'000);
}

TEST_CASE("gnuplot reads no settings of the user's") {
  const test::temporary_folder home;
  home.file(".gnuplot", "set print '-'\nprint 'settings'\n");
  const std::string before = std::getenv("HOME") ? std::getenv("HOME") : "/";
  setenv("HOME", home.path.c_str(), 1);
  CHECK(tools::run_gnuplot("set print '-'\nprint 'script'\n") == "script\n");
  setenv("HOME", before.c_str(), 1);
}

TEST_CASE("The message says why gnuplot cannot be run") {
  const test::temporary_folder folder;
  const test::only_path here(folder.path);
  fails_with("gnuplot is not installed, or not in PATH; pictures need it (Debian: apt install gnuplot-nox)");
  folder.file("gnuplot", "");
  REQUIRE_THROWS_WITH(tools::run_gnuplot("plot x\n"), StartsWith("gnuplot failed: ") && EndsWith("Permission denied"));
}

TEST_CASE("The message holds what gnuplot says when it fails") {
  REQUIRE_THROWS_WITH(tools::run_gnuplot("set polar bear\n"),
                      StartsWith("gnuplot failed: gnuplot> set polar bear\n") && EndsWith("token: bear"));
  stand_in_fails_with("gnuplot failed: line 1: nonsense", "echo >&2\necho ' line 1: nonsense' >&2\nexit 1\n");
  stand_in_fails_with("gnuplot was ended by signal 15", "kill -15 $$\n");
}

TEST_CASE("Output that ends early is not taken for a picture") {
  const std::string message = "gnuplot's output is not whole";
  stand_in_fails_with(message, "");
  stand_in_fails_with(message, "echo '<?xml version=\"1.0\"?><svg><g>'\n");
  stand_in_fails_with(message, "echo '<svg>'\n");
  stand_in_fails_with(message, "printf '\\211PNG\\r\\n\\032\\n1234'\n");
}

TEST_CASE("A gnuplot that does not read its script does not end the program") {
  stand_in_fails_with("gnuplot's output is not whole", "exec <&-\n", std::string(1 << 20, '\n'));
}

TEST_CASE("Text is drawn exactly as given, without bytes that are not text") {
  CHECK(tools::gnuplot_quoted("") == "''");
  CHECK(tools::gnuplot_quoted(R"(it's "x" \n `date` @y)") == R"('it''s "x" \n `date` @y')");
  CHECK(tools::gnuplot_quoted("aé…😀") == "'aé…😀'");
  CHECK(tools::gnuplot_quoted("a\nb\tc\x7f\x1b[31m") == "'a b c  [31m'");
  CHECK(tools::gnuplot_quoted("\xc2\x9b[31m") == "'  [31m'");                                  // CSI, the terminal's
  CHECK(tools::gnuplot_quoted("caf\xe9") == "'caf '");                                         // Latin-1
  CHECK(tools::gnuplot_quoted("\xc3") == "' '");                                               // cut
  CHECK(tools::gnuplot_quoted("\xc0\xaf \xe0\x80\xaf") == "'      '");                         // overlong
  CHECK(tools::gnuplot_quoted("\xed\xa0\x80\xef\xbf\xbf\xf4\x90\x80\x80") == "'          '");  // not characters
}

TEST_CASE("Numbers have six digits, and a point in every locale") {
  CHECK(tools::gnuplot_number(0.1) == "0.1");
  CHECK(tools::gnuplot_number(1.0 / 3) == "0.333333");
  CHECK(tools::gnuplot_number(-2e-7 / 3) == "-6.66667e-08");
  CHECK(tools::gnuplot_number(1234567) == "1.23457e+06");
  CHECK(tools::gnuplot_number(NAN) == "NaN");
  CHECK(tools::gnuplot_number(-HUGE_VAL) == "NaN");
}

TEST_CASE("Tics are 1, 2 or 5 times a power of ten apart, and as many as wanted") {
  CHECK(tools::gnuplot_tic_step(0.1, 10) == 0.01);
  CHECK(tools::gnuplot_tic_step(0.1, 9) == 0.02);
  CHECK(tools::gnuplot_tic_step(0.1, 4) == 0.05);
  CHECK(tools::gnuplot_tic_step(0.1, 1) == 0.1);
  CHECK(tools::gnuplot_tic_step(3e5, 4) == 1e5);
}

TEST_CASE("A logarithmic axis has tics at 1, 2 and 5, or at powers of ten where those would be many") {
  CHECK(tools::gnuplot_log_axis(0.03, 0.4) ==
        "set logscale y\nset yrange [0.02:0.5]\nset ytics (0.02,0.05,0.1,0.2,0.5)\n");
  CHECK(tools::gnuplot_log_axis(1, 1) == "set logscale y\nset yrange [0.5:2]\nset ytics (0.5,1,2)\n");
  CHECK(tools::gnuplot_log_axis(1e-6, 0.1) == "set logscale y\nset yrange [5e-07:0.2]\nset ytics autofreq\n");
}

}  // namespace gnuplot_tests
