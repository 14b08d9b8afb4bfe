#include "train/data_parallel.hpp"

#include <torch/nn/functional/loss.h>
#include <torch/nn/modules/linear.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "support/ranks.hpp"

// Only REQUIRE: LibTorch has its own CHECK.
namespace data_parallel_tests {

/// A thread of this process as a rank.
class thread_rank : public train::ranks {
 public:
  thread_rank(std::size_t rank, std::size_t size, test::ranks::gather gather)
      : ranks(static_cast<int>(rank), static_cast<int>(size)), gather_(gather) {}
  torch::Tensor gather(const torch::Tensor& mine) override {
    std::vector<torch::Tensor> all;
    for (auto& bytes : gather_({static_cast<const char*>(mine.data_ptr()), mine.nbytes()})) {
      all.push_back(torch::from_blob(bytes.data(), mine.sizes(), mine.options()).clone());
    }
    return torch::stack(all);
  }
  std::vector<std::string> gather(std::string_view mine) override { return gather_(mine); }
  void sum(torch::Tensor& of) override { of.copy_(gather(of).sum(0)); }
  void broadcast(torch::Tensor& from_first) override { from_first.copy_(gather(from_first)[0]); }

 private:
  test::ranks::gather gather_;
};

/// Calls `f` on each rank; no assertions in it, but exceptions.
void on_ranks(std::size_t size, const std::function<void(train::ranks&)>& f) {
  test::ranks all(size);
  const auto refused = all.run([&](std::size_t rank, test::ranks::gather gather) {
    torch::set_num_threads(1);
    thread_rank one(rank, size, gather);
    f(one);
  });
  REQUIRE(refused == std::vector<std::string>(size));
}
void demand(bool truth) {
  if (!truth) throw std::runtime_error("is not as expected");
}

bool same_bits(const torch::Tensor& a, const torch::Tensor& b) {
  const auto x = a.contiguous(), y = b.contiguous();
  return a.sizes() == b.sizes() && a.dtype() == b.dtype() &&
         std::string_view(static_cast<const char*>(x.data_ptr()), x.nbytes()) ==
             std::string_view(static_cast<const char*>(y.data_ptr()), y.nbytes());
}

struct two_layers : torch::nn::Module {
  two_layers()
      : first(register_module("first", torch::nn::Linear(6, 5))),
        second(register_module("second", torch::nn::Linear(5, 3))),
        unused(register_parameter("unused", torch::ones({2}))),
        frozen(register_parameter("frozen", torch::ones({2}), /*requires_grad=*/false)),
        buffer(register_buffer("buffer", torch::ones({3}, torch::kInt64))) {}
  torch::nn::Linear first, second;
  torch::Tensor unused, frozen, buffer;
};

/// A model and a batch of 10 samples, the same each time.
struct example {
  two_layers model;
  torch::Tensor inputs, labels;
  example() {
    const auto numbers = at::detail::createCPUGenerator(3);
    const torch::NoGradGuard no_gradients;
    for (auto& one : model.parameters()) one.copy_(torch::randn(one.sizes(), numbers));
    inputs = torch::randn({10, 6}, numbers);
    labels = torch::randint(3, {10}, numbers, torch::kInt64);
  }
  train::batch_result forward(std::int64_t begin, std::int64_t end) {
    const auto scores = model.second(model.first(inputs.slice(0, begin, end)).relu());
    const auto right = scores.argmax(1).eq(labels.slice(0, begin, end)).sum().unsqueeze(0);
    return {torch::nn::functional::cross_entropy(scores, labels.slice(0, begin, end)), right};
  }
  train::batch_result backward(train::ranks& all, std::int64_t shards, std::int64_t count = 10) {
    return train::backward(all, model, count, shards, 1,
                           [&](std::int64_t begin, std::int64_t end) { return forward(begin, end); });
  }
};

TEST_CASE("One shard of one process gives LibTorch's gradients to the bit", "[data_parallel]") {
  example ours, plain;
  train::alone alone;
  const auto [loss, right] = ours.backward(alone, 1);
  const auto expected = plain.forward(0, 10);
  expected.loss.backward();
  REQUIRE(same_bits(loss, expected.loss.detach()));
  REQUIRE(right.item<double>() == expected.counts.item<double>());
  for (const auto& name : {"first.weight", "first.bias", "second.weight", "second.bias"}) {
    REQUIRE(same_bits(ours.model.named_parameters()[name].grad(), plain.model.named_parameters()[name].grad()));
  }
  REQUIRE(same_bits(ours.model.unused.grad(), torch::zeros({2})));
  REQUIRE(!ours.model.frozen.grad().defined());
}

TEST_CASE("The same shards give the same bits for any number of ranks", "[data_parallel]") {
  for (const std::int64_t count : {10, 7, 3, 1}) {
    for (const std::int64_t shards : {1, 2, 3, 4, 7, 12}) {
      example expected;
      train::alone alone;
      const auto [loss, right] = expected.backward(alone, shards, count);
      for (std::size_t size = 1; size <= 5; ++size) {
        std::vector<std::unique_ptr<example>> each(size);
        std::vector<train::batch_result> results(size);
        on_ranks(size, [&](train::ranks& all) {
          const auto rank = static_cast<std::size_t>(all.rank());
          each[rank] = std::make_unique<example>();
          results[rank] = each[rank]->backward(all, shards, count);
        });
        for (std::size_t rank = 0; rank < each.size(); ++rank) {
          INFO(count << " samples, " << shards << " shards, rank " << rank << " of " << size);
          REQUIRE(same_bits(results[rank].loss, loss));
          REQUIRE(same_bits(results[rank].counts, right));
          const auto parameters = each[rank]->model.parameters(), reference = expected.model.parameters();
          for (std::size_t i = 0; i < parameters.size(); ++i) {
            REQUIRE(parameters[i].grad().defined() == reference[i].grad().defined());
            if (parameters[i].grad().defined()) REQUIRE(same_bits(parameters[i].grad(), reference[i].grad()));
          }
        }
      }
    }
  }
}

TEST_CASE("Shards and a plain sum give the whole batch's gradient, but for rounding", "[data_parallel]") {
  example whole;
  train::alone alone;
  const auto [loss, right] = whole.backward(alone, 1);
  for (const std::int64_t shards : {0, 4}) {
    on_ranks(3, [&](train::ranks& all) {
      example part;
      const auto found = part.backward(all, shards);
      const auto close = [](const auto& a, const auto& b) { return torch::allclose(a, b, 1e-5, 1e-6); };
      demand(close(found.loss, loss) && same_bits(found.counts, right));
      demand(close(part.model.first->weight.grad(), whole.model.first->weight.grad()));
    });
  }
}

TEST_CASE("Parameters and buffers of rank 0 go to all ranks", "[data_parallel]") {
  on_ranks(3, [](train::ranks& all) {
    two_layers model;
    const torch::NoGradGuard no_gradients;
    for (auto& one : model.parameters()) one.fill_(all.rank() + 1);
    model.buffer.fill_(all.rank() + 1);
    train::broadcast(all, model);
    for (const auto& one : model.parameters()) demand(one.eq(1).all().item<bool>());
    demand(model.buffer.eq(1).all().item<bool>());
  });
}

}  // namespace data_parallel_tests
