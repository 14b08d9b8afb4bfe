"""Writes tests/parity/NAME.jsonl: what PyTorch's own schedulers set, bit for bit. Made with PyTorch 2.14.1:

    python3 tools/make_traces.py

A line is one run: the scheduler as a recipe has it, the learning rates that the groups had before, and those after
construction and after each step, as hexadecimal doubles, group by group.
"""

import json
import pathlib
import random
import sys

import torch
from torch.optim import lr_scheduler

STEPS = 100
random.seed(20261123)


def chosen(*values):
    return random.choice(values)


def rate():
    return chosen(0.1, 1.0, 0.05, 1e-3, 10 ** random.uniform(-5, 0))


CONFIGS = {
    "StepLR": lambda: {"step_size": random.randint(1, 40), "gamma": chosen(0.1, 0.5, 1.0, 1.1, random.uniform(0.01, 1.2))},
    "CosineAnnealingLR": lambda: {"T_max": chosen(1, 2, 3, random.randint(4, 130)), "eta_min": chosen(0, 0.0, rate(), -0.01)},
    "CosineAnnealingWarmRestarts": lambda: {
        "T_0": random.randint(1, 30),
        "T_mult": random.randint(1, 4),
        "eta_min": chosen(0, 0.0, rate(), -0.01),
    },
}


def trace(name, config, rates):
    groups = [{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": lr} for lr in rates]
    optimizer = torch.optim.SGD(groups, lr=1.0)
    scheduler = getattr(lr_scheduler, name)(optimizer, **config)
    values = [[group["lr"].hex() for group in optimizer.param_groups]]
    for _ in range(STEPS):
        optimizer.step()
        scheduler.step()
        values.append([group["lr"].hex() for group in optimizer.param_groups])
    return {
        "scheduler": {"name": name, **config},
        "lr": [lr.hex() for lr in rates],
        "values": [list(of_group) for of_group in zip(*values)],
    }


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "tests/parity")
    for name, config in CONFIGS.items():
        with open(folder / f"{name}.jsonl", "w") as file:
            for i in range(40):
                file.write(json.dumps(trace(name, config(), [rate() for _ in range(i % 4 + 1)])) + "\n")


main()
