#include "meeting.hpp"

#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <algorithm>
#include <concepts>
#include <exception>
#include <future>
#include <memory>
#include <numeric>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "hosts.hpp"
#include "join.hpp"
#include "roster/input/detail/on_ranks.hpp"
#include "roster/input/detail/text.hpp"

namespace train {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

std::vector<std::uint8_t> bytes_of(std::string_view text) { return {text.begin(), text.end()}; }
std::string as_text(const std::vector<std::uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }
template <std::integral Rank>
std::string key_of(std::string_view what, Rank rank) {
  return std::string(what) + "/" + std::to_string(rank);
}

/// "60.5 s"
std::string seconds(std::chrono::duration<double> time) { return roster::detail::shortest_text(time.count()) + " s"; }
/// "rank 1 was", "ranks 1 and 2 were"
std::string with_verb(const std::vector<std::size_t>& ranks, std::string_view singular, std::string_view plural) {
  return roster::detail::concat({roster::detail::to_text_of_ranks(ranks), " ", ranks.size() == 1 ? singular : plural});
}

/// What an exception of c10d or Gloo says, without their files, lines and traces.
std::string reason_of(const std::exception& failed) {
  auto text = text_of(failed);
  text.erase(std::min(text.find('\n'), text.size()));
  if (text.starts_with('[') && text.find("] ") != text.npos) text.erase(0, text.find("] ") + 2);
  return roster::detail::printable(text);
}

c10::intrusive_ptr<c10d::TCPStore> open_store(const std::string& host, std::uint16_t port, bool serve,
                                              std::chrono::milliseconds timeout) {
  c10d::TCPStoreOptions options;
  options.port = port;
  options.isServer = serve;
  options.waitWorkers = false;
  options.timeout = timeout;
  roster::detail::without_libuv(options);
  return c10::make_intrusive<c10d::TCPStore>(host, options);
}

bool serves_store(const launch& as) { return as.rank == 0 && !as.launcher_has_store; }

c10::intrusive_ptr<c10d::Store> open_store(const launch& as, std::chrono::milliseconds timeout) {
  const bool serve = serves_store(as);
  std::string problem;
  // Not by c10d, which logs each attempt, with a stack trace.
  if (!serve) problem = wait_for_port(as.address, as.port, timeout);
  try {
    if (problem.empty()) {
      // Rank 0 reaches its own store also when its host has lost the network, and with it MASTER_ADDR.
      const auto store = open_store(serve ? "127.0.0.1" : as.address, as.port, serve, timeout);
      // A launcher keeps its store when it starts all processes anew.
      return c10::make_intrusive<c10d::PrefixStore>("start " + std::to_string(as.restarts), store);
    }
  } catch (const std::exception& failed) {
    problem = reason_of(failed);
  }
  const auto port = std::to_string(as.port);
  if (serve) {
    throw std::runtime_error("cannot serve the store at port " + port + " (" + problem +
                             "): is another run using it, or was rank 0 started twice? MASTER_PORT chooses the port");
  }
  const bool is_ipv6 = as.address.find(':') != as.address.npos;
  const auto host = is_ipv6 ? "[" + as.address + "]" : as.address;
  throw std::runtime_error(std::string("cannot reach the store of ") +
                           (as.launcher_has_store ? "the launcher" : "rank 0") + " at " + host + ":" + port +
                           " within " + seconds(timeout) + " (" + problem +
                           "): does it run, and are MASTER_ADDR and MASTER_PORT right on this host?");
}

/// The ranks that have not written this.
std::vector<std::size_t> missing(c10d::Store& store, std::string_view key, int size) {
  std::vector<std::size_t> found;
  for (std::size_t rank = 0; rank < static_cast<std::size_t>(size); ++rank) {
    if (!store.check({key_of(key, rank)})) found.push_back(rank);
  }
  return found;
}

/// Waits until `done` returns true, at most for some time. Returns whether it did.
template <class F>
bool wait(std::chrono::milliseconds most, F&& done) {
  const auto begun = clock::now();
  while (!done()) {
    if (clock::now() - begun > most) return false;
    std::this_thread::sleep_for(20ms);
  }
  return true;
}

}  // namespace

meeting::meeting(const launch& as, std::string_view program, std::chrono::milliseconds timeout)
    : as_(as), timeout_(timeout), store_(open_store(as, timeout)) {
  try {
    wait_for_all(program);
    store_->setTimeout(this->timeout());
  } catch (const shared_error&) {
    leave();
    throw;
  } catch (const std::exception& failed) {
    throw lost(failed);
  }
}
meeting::~meeting() { leave(); }

/// For the other ranks to notice, too, that one was lost, and to read what the others say.
std::chrono::milliseconds meeting::report_time() const { return std::min<std::chrono::milliseconds>(3s, timeout_ / 5); }

/// Ends the run for all ranks, with what the first one says.
void meeting::refuse(const std::string& why) {
  throw shared_error(as_text(store_->compareSet("refused", {}, bytes_of(why))));
}

void meeting::wait_for_all(std::string_view program) {
  store_->add("came", 1);
  if (store_->add(key_of("joined", as_.rank), 1) > 1) refuse("rank " + std::to_string(as_.rank) + " was started twice");
  const auto own = std::to_string(as_.size) + " " + std::string(program);
  store_->set(key_of("here", as_.rank), bytes_of(own));
  std::vector<std::size_t> absent(static_cast<std::size_t>(as_.size));
  std::iota(absent.begin(), absent.end(), std::size_t{0});
  const auto me = static_cast<std::size_t>(as_.rank);
  const auto comes = [&](std::size_t rank) {
    if (!store_->check({key_of("here", rank)})) return false;
    const auto its = as_text(store_->get(key_of("here", rank)));
    // All say the same, whoever finds it.
    const auto& [low, high] = rank < me ? std::tie(its, own) : std::tie(own, its);
    const auto first = "rank " + std::to_string(std::min(rank, me));
    const auto second = "rank " + std::to_string(std::max(rank, me));
    const auto low_space = low.find(' '), high_space = high.find(' ');
    if (low.substr(0, low_space) != high.substr(0, high_space)) {
      refuse(second + " was started as one of " + high.substr(0, high_space) + " processes, but " + first +
             " as one of " + low.substr(0, low_space));
    }
    if (low != high) {
      refuse(second + " runs " + high.substr(high_space + 1) + ", but " + first + " runs " + low.substr(low_space + 1));
    }
    return true;
  };
  const bool all_came = wait(timeout_, [&] {
    if (store_->check({"refused"})) throw shared_error(as_text(store_->get("refused")));
    std::erase_if(absent, comes);
    return absent.empty();
  });
  if (!all_came) refuse(with_verb(absent, "has", "have") + " not joined within " + seconds(timeout_));
}

lost_rank meeting::lost(const std::exception& cause) const {
  // In a thread of its own: where the network is cut, the store does not answer at all.
  std::promise<std::vector<std::size_t>> answer;
  auto found = answer.get_future();
  std::thread([store = store_, as = as_, most = report_time(), answer = std::move(answer)]() mutable {
    try {
      store->set(key_of("alive", as.rank), bytes_of("1"));
      std::vector<std::size_t> absent;
      wait(most, [&] { return (absent = missing(*store, "alive", as.size)).empty(); });
      store->set(key_of("told", as.rank), bytes_of("1"));
      // The others still need the store.
      if (serves_store(as)) wait(most, [&] { return missing(*store, "told", as.size) == absent; });
      answer.set_value(std::move(absent));
    } catch (...) {
      answer.set_exception(std::current_exception());
    }
  }).detach();
  std::string who = as_.launcher_has_store ? "the launcher was lost" : "rank 0 was lost";  // who serves the store
  if (found.wait_for(2 * report_time()) == std::future_status::ready) {
    try {
      const auto absent = found.get();
      who = absent.empty() ? "the connection between the ranks broke" : with_verb(absent, "was lost", "were lost");
    } catch (const std::exception&) {
    }
  }
  return lost_rank(who + " (" + reason_of(cause) + ")");
}

void meeting::leave() noexcept {
  try {
    store_->add("left", 1);
    if (serves_store(as_)) wait(report_time(), [&] { return store_->add("left", 0) == store_->add("came", 0); });
  } catch (const std::exception&) {  // there is nobody left to wait for
  }
}

served_store serve_store() {
  const auto store = open_store("127.0.0.1", 0, true, 60s);
  return {std::make_shared<c10::intrusive_ptr<c10d::TCPStore>>(store), store->getPort()};
}

}  // namespace train
