// The code of docs/several-processes.md. readme.cmake checks that no line is missing.
#include <roster/libtorch.hpp>
#include <roster/lockstep.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>

#include "roster/files.hpp"
#include "roster/roster.hpp"
#include "train/data_parallel.hpp"
#include "train/ranks/join.hpp"

struct my_model : torch::nn::Module {
  torch::Tensor forward(const torch::Tensor& inputs);
};
void train_one_batch(torch::optim::Optimizer& optimizer);
double validation_loss();
double loss_of_my_share();
std::int64_t size_of_my_share();
torch::Tensor loss(const torch::Tensor& scores, const torch::Tensor& labels);

void several_processes(c10::intrusive_ptr<c10d::ProcessGroup> group, const roster::recipe<>& plan,
                       torch::optim::Optimizer& optimizer, std::int64_t batches);
void steps(torch::optim::Optimizer& optimizer, const roster::recipe<>& plan);
void data_parallel(my_model& model, torch::optim::Optimizer& optimizer, const torch::Tensor& inputs,
                   const torch::Tensor& labels);

void several_processes(c10::intrusive_ptr<c10d::ProcessGroup> group, const roster::recipe<>& plan,
                       torch::optim::Optimizer& optimizer, std::int64_t batches) {
  const roster::gather_over gather(group);  // a c10d::ProcessGroupGloo, or any process group
  auto schedules = roster::create(plan, optimizer, batches);
  check_lockstep(schedules, optimizer, gather);
  for (int epoch = 0; epoch < plan.epochs; ++epoch) {
    for (int batch = 0; batch < batches; ++batch) {
      train_one_batch(optimizer);
      schedules.after_batch();
    }
    schedules.after_epoch(roster::mean_over_ranks({{"val_loss", loss_of_my_share()}}, size_of_my_share(), gather));
    check_lockstep(schedules, optimizer, gather);
  }
  auto plateau = roster::make<"ReduceLROnPlateau">(optimizer, {.patience = 3});
  const double mean = roster::in_lockstep(plateau, loss_of_my_share(), size_of_my_share(), gather);
  (void)mean;
}

void data_parallel(my_model& model, torch::optim::Optimizer& optimizer, const torch::Tensor& inputs,
                   const torch::Tensor& labels) {
  const auto as = train::read_launch(std::getenv).value_or(train::launch{});
  const auto all = join(as, {.program = "my program 1.0", .timeout = std::chrono::seconds(60)});
  broadcast(*all, model);
  const auto forward = [&](std::int64_t begin, std::int64_t end) -> train::batch_result {
    const auto scores = model.forward(inputs.slice(0, begin, end));
    const auto right = scores.argmax(1).eq(labels.slice(0, begin, end)).sum();
    return {.loss = loss(scores, labels.slice(0, begin, end)), .counts = right.unsqueeze(0)};
  };
  optimizer.step([&] { return backward(*all, model, inputs.size(0), /*shards=*/4, 1, forward).loss; });
}
