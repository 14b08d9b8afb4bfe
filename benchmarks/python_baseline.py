"""The same work in Python, with PyTorch and pydantic: what a user of Python does today.

Prints a line for each benchmark: its name, a tab, and the nanoseconds of each repetition, for ratios.hpp. The versions
go to the file that is named, as a line of Markdown:

    python3 benchmarks/python_baseline.py versions.txt >python.txt
"""

import math
import pathlib
import platform
import sys
import time
import warnings

import pydantic
import torch
from pydantic import BaseModel, Field
from torch.optim import lr_scheduler as lrs

warnings.filterwarnings("ignore")  # that nobody calls optimizer.step()


def optimizer_with(groups):
    parameters = [{"params": [torch.zeros(1, requires_grad=True)]} for _ in range(groups)]
    return torch.optim.SGD(parameters, lr=0.1, momentum=0.9)


def report(name, function, calls, repetitions, scale=1.0):
    """CPU time of one call of `function`, times `scale`."""
    function()
    times = []
    for _ in range(repetitions):
        start = time.process_time_ns()
        for _ in range(calls):
            function()
        times.append((time.process_time_ns() - start) / calls * scale)
    print(name + "\t" + " ".join(f"{each:.6g}" for each in times), flush=True)


# --- created by name: the usual dict of configs -------------------------------------------------------------------

SCHEDULERS = {}


def register(name):
    def decorate(config):
        SCHEDULERS[name] = config
        return config

    return decorate


class Config(BaseModel):
    class Config:
        extra = "forbid"


@register("StepLR")
class StepLRConfig(Config):
    step_size: int = Field(ge=1)
    gamma: float = Field(0.1, gt=0)
    last_epoch: int = Field(-1, ge=-1)

    def build(self, optimizer):
        return lrs.StepLR(optimizer, step_size=self.step_size, gamma=self.gamma, last_epoch=self.last_epoch)


@register("CosineAnnealingLR")
class CosineAnnealingLRConfig(Config):
    T_max: int = Field(ge=1)
    eta_min: float = 0.0
    last_epoch: int = Field(-1, ge=-1)

    def build(self, optimizer):
        return lrs.CosineAnnealingLR(optimizer, T_max=self.T_max, eta_min=self.eta_min, last_epoch=self.last_epoch)


def create(name, optimizer, **arguments):
    return SCHEDULERS[name](**arguments).build(optimizer)


# --- a million steps: the schedulers of examples/schedulers/pytorch.hpp -------------------------------------------

RUNS, STEPS, MILLION = 20, 1_000, 1_000_000
OF_SCHEDULERS = {
    "LambdaLR": lambda o: lrs.LambdaLR(o, lambda t: 0.95**t),
    "MultiplicativeLR": lambda o: lrs.MultiplicativeLR(o, lambda t: 0.95),
    "StepLR": lambda o: lrs.StepLR(o, 30),
    "MultiStepLR": lambda o: lrs.MultiStepLR(o, [30, 80]),
    "ConstantLR": lambda o: lrs.ConstantLR(o, factor=0.5, total_iters=20),
    "LinearLR": lambda o: lrs.LinearLR(o, start_factor=0.1, total_iters=20),
    "ExponentialLR": lambda o: lrs.ExponentialLR(o, 0.95),
    "PolynomialLR": lambda o: lrs.PolynomialLR(o, total_iters=80, power=2.0),
    "CosineAnnealingLR": lambda o: lrs.CosineAnnealingLR(o, 100),
    "CosineAnnealingWarmRestarts": lambda o: lrs.CosineAnnealingWarmRestarts(o, 15, T_mult=2),
    "CyclicLR": lambda o: lrs.CyclicLR(o, 0.01, 0.1, step_size_up=10, mode="triangular2"),
    "OneCycleLR": lambda o: lrs.OneCycleLR(o, 0.1, total_steps=STEPS),
    "ReduceLROnPlateau": lambda o: lrs.ReduceLROnPlateau(o, factor=0.5, patience=5),
    "SWALR": lambda o: torch.optim.swa_utils.SWALR(o, 0.02, anneal_epochs=20),
    "SequentialLR": lambda o: lrs.SequentialLR(
        o, [lrs.LinearLR(o, start_factor=0.1, total_iters=5), lrs.CosineAnnealingLR(o, 95)], [5]
    ),
    "ChainedScheduler": lambda o: lrs.ChainedScheduler(
        [lrs.LinearLR(o, start_factor=0.1, total_iters=10), lrs.ExponentialLR(o, 0.97)]
    ),
}


def run(make, watches):
    for _ in range(RUNS):
        scheduler = make(optimizer_with(1))
        for _ in range(STEPS):
            if watches:
                scheduler.step(1.0)
            else:
                scheduler.step()


def main():
    torch.set_num_threads(1)
    version = pydantic.VERSION
    pathlib.Path(sys.argv[1]).write_text(
        f"Python {platform.python_version()}, PyTorch {torch.__version__}, pydantic {version}\n"
    )
    for groups in (1, 8):
        optimizer = optimizer_with(groups)
        name = f"create on an SGD/StepLR, {groups} group{'s' * (groups > 1)}/Python"
        report(name, lambda: create("StepLR", optimizer, step_size=30), calls=200, repetitions=21)
    for groups in (1, 8, 64, 1024):
        scheduler = lrs.StepLR(optimizer_with(groups), 30, gamma=1.0)
        name = f"step/{groups} group{'s' * (groups > 1)}/Python"
        report(name, scheduler.step, calls=math.ceil(2000 / groups), repetitions=21)
    for name, make in OF_SCHEDULERS.items():
        report(
            f"million steps/{name}/Python",
            lambda: run(make, watches=name == "ReduceLROnPlateau"),
            calls=1,
            repetitions=5,
            scale=MILLION / (RUNS * STEPS),
        )


main()
