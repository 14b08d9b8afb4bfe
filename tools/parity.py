"""What PyTorch's own schedulers set, bit for bit. Needs PyTorch 2.14 (--any-version takes any other):

    python3 tools/parity.py write [FOLDER]    writes the traces of tests/parity
    python3 tools/parity.py states FOLDER     writes the runs and states of tests/parity/states/VERSION
    python3 tools/parity.py random            prints other traces (--cases 2000 --seed 1 --steps 100)
    python3 tools/parity.py check FOLDER      continues from states that Roster saved

Each line is one run. "scheduler" has the arguments by PyTorch's names; functions are named as in FUNCTIONS. "lr" and
"momentum" are the groups' initial values (Adam's momentum is beta1); "metrics" has ReduceLROnPlateau's metric for each
step. "values" and, if the schedule moves it, "momenta" are each group's values after construction and after each step,
in hexadecimal, as "HEX HEX*COUNT ...". "states" has state_dict() after some numbers of steps. FOLDER/states/NAME.pt is
the state of the first run of that name after 100 steps, as torch.save writes it.

states writes FOLDER/runs.jsonl: short runs, with states as json.dump(state, file, default=str) writes them, because
older versions save functions. FOLDER/NAME.pt is the state of the first run of that name after 5 steps, as torch.save
writes it; there is none if torch.save refuses it.

check reads FOLDER/cases.jsonl, lines of {"case": a run, "epoch": k, "folder": F}. FOLDER/F has the state that Roster
saved after k steps, as scheduler.json and as scheduler.pt. PyTorch loads each with the lines of Python that README.md
shows and continues to the end of the run, and its values are compared. The exit status is 1 if any differ.
"""

import argparse
import functools
import json
import math
import os
import pathlib
import random
import re
import sys

FUNCTIONS = {
    "power": lambda t: 0.97**t,
    "inverse": lambda t: 1.0 / (1.0 + 0.1 * t),
    "wave": lambda t: 1.0 + 0.05 * math.cos(t),
    "halves": lambda t: 0.5 ** (t // 40),
}
OBJECTS = {"decay": functools.partial(pow, 0.97)}  # callables of which PyTorch saves the members
MOMENTUM = 0.9
STEPS = 300


class Draw(random.Random):
    """Deals every option of a key once before it repeats one."""

    def __init__(self, seed, steps):
        super().__init__(seed)
        self.decks = {}
        self.steps = steps
        self.groups = 1

    def deal(self, key, options):
        if not self.decks.get(key):
            self.decks[key] = self.sample(options, len(options))
        value = self.decks[key].pop()
        return value(self) if callable(value) else value


def integer(low, high):
    return lambda draw: draw.randint(low, high)


def uniform(low, high):
    return lambda draw: draw.uniform(low, high)


def rate(draw):
    return 10 ** draw.uniform(-5, 0)


def function(draw):
    return draw.choice(list(FUNCTIONS))


def per_group(option):
    return lambda draw: [option(draw) for _ in range(draw.groups)]


def sorted_epochs(count, high):
    return lambda draw: sorted(draw.randint(0, high) for _ in range(count))


def total_steps(draw):
    return {"total_steps": draw.randint(draw.steps + 1, 3 * draw.steps)}


def epochs(draw):
    per_epoch = draw.randint(2, 50)
    return {"epochs": draw.steps // per_epoch + draw.randint(1, 5), "steps_per_epoch": per_epoch}


def both(draw):
    given = epochs(draw)
    return {"total_steps": given["epochs"] * given["steps_per_epoch"], **given}


def few_steps(draw):
    return {"total_steps": draw.deal("few steps", [1, 2, 3, 5, 10, 50, integer(4, 200)])}


# The options for each argument: ... leaves it out, and a dict sets several arguments.
ETA_MIN = [..., 0, 0.0, 2.0, -0.01, rate]
OPTIONS = {
    "LambdaLR": {"lr_lambda": [*FUNCTIONS, per_group(function), per_group(function)]},
    "MultiplicativeLR": {"lr_lambda": [*FUNCTIONS, "wave", "halves", per_group(function), per_group(function)]},
    "StepLR": {
        "step_size": [1, 2, integer(3, 40), integer(3, 40), integer(41, 150), 1000],
        "gamma": [..., 0.1, 0.5, 1.0, 1.1, uniform(0.01, 1.2), uniform(0.5, 1.0)],
    },
    "MultiStepLR": {
        "milestones": [
            lambda draw: [],
            lambda draw: [0, *sorted_epochs(2, 90)(draw)],
            lambda draw: [0, 0, 7, 7, 7, 8, 1000],
            sorted_epochs(1, 50),
            sorted_epochs(3, 100),
            sorted_epochs(5, 300),
            sorted_epochs(40, 60),
        ],
        "gamma": [..., 0.1, 0.5, 1.0, 1.1, uniform(0.01, 1.2), uniform(0.5, 1.0)],
    },
    "ConstantLR": {
        "factor": [..., 1, 1.0, 0.5, 0.1, 1e-3, uniform(0.01, 1.0)],
        "total_iters": [..., 1, 2, integer(3, 50), integer(51, 290), 1000],
    },
    "LinearLR": {
        "start_factor": [..., 1, 1.0, 0.5, 1e-3, uniform(0.01, 1.0), uniform(0.01, 1.0)],
        "end_factor": [..., 1.0, 0, 0.0, 0.5, uniform(0.0, 1.0)],
        "total_iters": [..., 1, 2, integer(3, 50), integer(51, 290), 1000],
    },
    "ExponentialLR": {"gamma": [0.9, 0.99, 1.0, 1.01, 0.5, uniform(0.8, 1.02), uniform(0.95, 1.0), uniform(0.95, 1.0)]},
    "PolynomialLR": {
        "total_iters": [..., 1, 2, 3, integer(4, 60), integer(61, 290), integer(61, 290), 1000],
        "power": [..., 0, 0.0, 0.5, 1.0, 2, 2.7, uniform(0.0, 4.0)],
    },
    "CosineAnnealingLR": {
        "T_max": [1, 2, 3, integer(4, 40), integer(41, 130), integer(131, 290), 1000],
        "eta_min": ETA_MIN,
    },
    "CosineAnnealingWarmRestarts": {
        "T_0": [1, 2, 3, integer(4, 30), integer(31, 120), 1000],
        "T_mult": [..., 1, 2, 3, 4],
        "eta_min": ETA_MIN,
    },
    "CyclicLR": {
        "base_lr": [0, 0.001, rate, rate, per_group(rate), per_group(rate)],
        "max_lr": [1, 0.1, rate, per_group(rate), per_group(rate)],
        "step_size_up": [..., 1, 2, integer(3, 20), integer(3, 50), integer(51, 200)],
        "step_size_down": [..., ..., 0, 1, integer(2, 20), integer(2, 60), integer(61, 300)],
        "mode": [..., "triangular", "triangular2", "triangular2", "exp_range", "exp_range"],
        "gamma": [..., 1.0, 0.99, 0.9, 1.01, uniform(0.9, 1.02), uniform(0.97, 1.0)],
        "scale_fn": [..., ..., ..., ..., ..., ..., *FUNCTIONS],
        "scale_mode": [..., "cycle", "iterations", "iterations"],
        "cycle_momentum": [..., True, False],
        "base_momentum": [..., 0.8, 0, uniform(0.5, 0.9), per_group(uniform(0.5, 0.9))],
        "max_momentum": [..., 0.9, 0.95, uniform(0.8, 0.99), per_group(uniform(0.8, 0.99))],
    },
    "OneCycleLR": {
        "max_lr": [1, 0.1, rate, per_group(rate), per_group(rate)],
        "total_steps": [total_steps, total_steps, total_steps, epochs, epochs, both, few_steps],
        "pct_start": [..., 0.0, 1.0, 0.3, 0.5, 0.75, uniform(0.0, 0.5), uniform(0.0, 1.0)],
        "anneal_strategy": [..., "cos", "linear", "linear"],
        "cycle_momentum": [..., True, False],
        "base_momentum": [..., 0.85, uniform(0.5, 0.9), per_group(uniform(0.5, 0.9))],
        "max_momentum": [..., 0.95, uniform(0.8, 0.99), per_group(uniform(0.8, 0.99))],
        "div_factor": [..., 25.0, 10, 1.0, 0.5, uniform(1.0, 100.0)],
        "final_div_factor": [..., 1e4, 100, 1.0, 0.5, uniform(1.0, 1e5)],
        "three_phase": [..., True, True, False],
    },
    "ReduceLROnPlateau": {
        "mode": [..., "min", "max", "max"],
        "factor": [..., 0, 0.0, 0.1, 0.5, 0.9, uniform(0.0, 0.99), uniform(0.5, 0.99)],
        "patience": [..., 0, 1, 2, 5, integer(3, 20)],
        "threshold": [..., 0, 1e-4, 0.01, 0.5, 1.0, uniform(0.0, 0.1)],
        "threshold_mode": [..., "rel", "abs", "abs"],
        "cooldown": [..., 0, 1, integer(2, 20)],
        "min_lr": [..., 0, 0.0, 1e-3, 0.05, rate, per_group(rate), per_group(rate)],
        "eps": [..., ..., 0, 1e-8, 1e-3, 10.0],
    },
    "SWALR": {
        "swa_lr": [0, 0.05, 2.0, rate, per_group(rate), per_group(rate)],
        "anneal_epochs": [..., 0, 1, 2, integer(3, 50), integer(51, 290), 1000],
        "anneal_strategy": [..., "cos", "linear"],
    },
}
LEAVES = [name for name in OPTIONS if name not in ("OneCycleLR", "ReduceLROnPlateau")]
COMPOSITES = ["SequentialLR", "ChainedScheduler"]
# These neither read nor write the groups' initial_lr when they step, so that OneCycleLR may own it.
AFTER_ONE_CYCLE = [
    "StepLR", "MultiStepLR", "ExponentialLR", "ConstantLR", "LinearLR", "PolynomialLR", "MultiplicativeLR",
]  # fmt: skip
BEFORE_ONE_CYCLE = ["CosineAnnealingWarmRestarts", "LambdaLR"]


def leaf(draw, name):
    config = {"name": name}
    for key, options in OPTIONS[name].items():
        value = draw.deal((name, key), options)
        if isinstance(value, dict):
            config.update(value)
        elif value is not ...:
            config[key] = value
    return config


def child(draw, names, used):
    """At most one SWALR in a composition: two would share the groups' swa_lr."""
    name = draw.deal(("child", *names), names)
    while name == "SWALR" and name in used:
        name = draw.choice(names)
    used.append(name)
    config = leaf(draw, name)
    if name in ("CyclicLR", "OneCycleLR"):
        config["cycle_momentum"] = False
        for key in ("base_momentum", "max_momentum", "epochs", "steps_per_epoch"):
            config.pop(key, None)
    if name == "OneCycleLR":
        config.update(total_steps(draw))
    return config


def milestones(draw, count):
    """Strictly increasing: anywhere, early, next to each other, beyond the last step, from 0 on."""
    high = draw.deal("milestones", [draw.steps, draw.steps, draw.steps // 5, count, 2 * draw.steps])
    found = sorted(draw.sample(range(1, max(high, count) + 1), count))
    if found and draw.deal("milestone 0", [True, False, False, False, False]):
        found[0] = 0
    return found


def sequence(draw, used):
    count = draw.deal("length of a sequence", [1, 2, 2, 3, 3, 4])
    tail = [name for name in LEAVES if name != "MultiplicativeLR"]
    children = [child(draw, tail if i else LEAVES, used) for i in range(count)]
    return {"name": "SequentialLR", "schedulers": children, "milestones": milestones(draw, count - 1)}


def chain(draw, used, depth):
    children = []
    for _ in range(draw.deal(("length of a chain", depth), [1, 2, 2, 2, 3, 3, 4] if depth == 3 else [1, 2, 2, 3])):
        kind = draw.deal("link of a chain", ["leaf", "leaf", "leaf", "leaf", *COMPOSITES])
        if kind == "SequentialLR":
            children.append(sequence(draw, used))
        elif kind == "ChainedScheduler" and depth > 1:
            children.append(chain(draw, used, depth - 1))
        else:
            children.append(child(draw, LEAVES, used))
    return {"name": "ChainedScheduler", "schedulers": children}


def composition(draw, name):
    used = []
    if draw.deal((name, "one cycle"), [True, False, False, False, False, False]):
        others = draw.randint(1, 3)
        if name == "SequentialLR":
            children = [child(draw, BEFORE_ONE_CYCLE, used) for _ in range(others)] + [child(draw, ["OneCycleLR"], used)]
            return {"name": name, "schedulers": children, "milestones": milestones(draw, others)}
        children = [child(draw, ["OneCycleLR"], used)] + [child(draw, AFTER_ONE_CYCLE, used) for _ in range(others)]
        return {"name": name, "schedulers": children}
    return sequence(draw, used) if name == "SequentialLR" else chain(draw, used, 3)


def metrics(draw, steps):
    value = draw.uniform(0.5, 5.0)
    found = []
    while len(found) < steps:
        kind = draw.deal("metrics", ["falls", "falls", "stays", "rises", "noise", "creeps", "other sign", "nan", "inf"])
        if kind == "other sign":
            value = -value
        for _ in range(draw.randint(1, 3 if kind in ("nan", "inf") else 25)):
            if kind == "falls":
                value -= 0.03 * abs(value)
            elif kind == "rises":
                value += 0.03 * abs(value)
            elif kind == "creeps":
                value *= 1 - 1e-4
            elif kind == "noise":
                value *= round(draw.gauss(1.0, 0.1), 2) or 1.0
            if kind == "inf" and draw.random() < 0.2:
                found.append(-math.inf)
            else:
                found.append({"nan": math.nan, "inf": math.inf}.get(kind, value))
    return [metric.hex() for metric in found[:steps]]


def leaves(config):
    return [found for child in config["schedulers"] for found in leaves(child)] if "schedulers" in config else [config]


def has_callables(config):
    return any("lr_lambda" in one or "scale_fn" in one for one in leaves(config))


def all_milestones(config):
    if "schedulers" not in config:
        return []
    return [*config.get("milestones", []), *(found for child in config["schedulers"] for found in all_milestones(child))]


def make(config, optimizer, inside=False):
    """All children start from the optimizer's learning rates, whatever a sibling did to initial_lr."""
    groups = optimizer.param_groups
    arguments = dict(config)
    name = arguments.pop("name")
    if name in COMPOSITES:
        if not inside:
            for group in groups:
                group["initial_lr"] = group["lr"]
        children = [make(child, optimizer, inside=True) for child in arguments.pop("schedulers")]
        if name == "SequentialLR":
            arguments["optimizer"] = optimizer  # ChainedScheduler takes none before 2.0, and finds it
        return getattr(lr_scheduler, name)(schedulers=children, **arguments)
    for key in ("lr_lambda", "scale_fn"):
        if key in arguments:
            given = arguments[key]
            known = FUNCTIONS | OBJECTS
            arguments[key] = [known[one] for one in given] if isinstance(given, list) else known[given]
    owner = swa_utils if name == "SWALR" else lr_scheduler
    if not inside or name != "CyclicLR":
        return getattr(owner, name)(optimizer, **arguments)
    initial = [group.pop("initial_lr") for group in groups]
    scheduler = getattr(owner, name)(optimizer, **arguments)
    for group, lr in zip(groups, initial):
        group["initial_lr"] = lr
    return scheduler


def start(case):
    beta = {"betas": (case["momentum"], 0.999)} if case["optimizer"].startswith("Adam") else {"momentum": case["momentum"]}
    rates = [float.fromhex(lr) for lr in case["lr"]]
    groups = [{"params": [parameter], "lr": lr} for parameter, lr in zip(PARAMETERS, rates)]
    optimizer = getattr(torch.optim, case["optimizer"])(groups, lr=1.0, **beta)
    scheduler = make(case["scheduler"], optimizer)
    optimizer._opt_called = True  # no warning that nobody has called optimizer.step()
    return optimizer, scheduler


def step(case, scheduler, t):
    if "metrics" in case:
        scheduler.step(float.fromhex(case["metrics"][t]))
    else:
        scheduler.step()


def values_of(optimizer):
    return [float(group["lr"]).hex() for group in optimizer.param_groups]


def momenta_of(optimizer):
    return [float(group["betas"][0] if "betas" in group else group["momentum"]).hex() for group in optimizer.param_groups]


def fold(values):
    runs = []
    for value in values:
        if runs and runs[-1][0] == value:
            runs[-1][1] += 1
        else:
            runs.append([value, 1])
    return " ".join(value if count == 1 else f"{value}*{count}" for value, count in runs)


def unfold(text):
    values = []
    for value, _, count in (run.partition("*") for run in text.split()):
        values += [value] * int(count or 1)
    return values


def trace(draw, name, state_epochs):
    """None if PyTorch itself fails, or its values exceed a double."""
    draw.groups = draw.deal("groups", [1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4])
    config = composition(draw, name) if name in COMPOSITES else leaf(draw, name)
    steps = draw.steps
    if name == "OneCycleLR":
        steps = min(steps, config.get("total_steps", steps + 1) - 1)
    case = {
        "scheduler": config,
        "optimizer": draw.deal("optimizer", ["SGD", "RMSprop", "Adam", "AdamW"]),
        "lr": [draw.deal("lr", [0.1, 0.1, 1.0, 0.05, 1e-3, 0.0, *[rate] * 6]).hex() for _ in range(draw.groups)],
        "momentum": MOMENTUM,
    }
    if name == "ReduceLROnPlateau":
        case["metrics"] = metrics(draw, steps)
    epochs = () if has_callables(config) else {k for k in state_epochs(draw, config, steps) if 0 <= k <= steps}
    try:
        return case if record(case, steps, epochs) else None
    except ArithmeticError:
        return None


def record(case, steps, epochs):
    """Adds the values of a run, and its states at these epochs. False if a value is not finite."""
    values, momenta, states = [], [], {}
    optimizer, scheduler = start(case)
    for t in range(steps + 1):
        if t > 0:
            step(case, scheduler, t - 1)
        values.append(values_of(optimizer))
        momenta.append(momenta_of(optimizer))
        if t in epochs:
            states[t] = json.loads(json.dumps(scheduler.state_dict(), default=str))
    if any("n" in value for of_step in values + momenta for value in of_step):  # nan, inf
        return False
    case["values"] = [fold(of_group) for of_group in zip(*values)]
    if getattr(scheduler, "cycle_momentum", False):
        case["momenta"] = [fold(of_group) for of_group in zip(*momenta)]
    if states:
        case["states"] = states
    return True


def next_trace(draw, name, state_epochs, wanted=bool):
    while True:
        case = trace(draw, name, state_epochs)
        if case and wanted(case):
            return case


def early_and_late(draw, config, steps):
    found = all_milestones(config)
    around = draw.choice([m for m in found if m <= steps] or [-9])
    return [draw.randint(0, steps // 8), draw.randint(steps // 2, steps), around - 1, around]


def of_a_third(draw, config, steps):
    return [draw.randint(0, steps)] if draw.random() < 1 / 3 else []


def telling(case):
    """Fit for states/: all steps, much left after 100 of them, and no functions unless the class needs them."""
    config = case["scheduler"]
    name = config["name"]
    values = unfold(case["values"][0])
    return (
        has_callables(config) == ("lr_lambda" in OPTIONS.get(name, ()))
        and len(values) > STEPS
        and len(set(values[100:])) > 1
        and (name not in ("CyclicLR", "OneCycleLR") or "momenta" in case)
        and (name != "SequentialLR" or any(100 < m < STEPS for m in config["milestones"]))
    )


def write(folder):
    folder = pathlib.Path(folder)
    (folder / "states").mkdir(parents=True, exist_ok=True)
    files = {name: [name] * 42 for name in OPTIONS} | {"compositions": COMPOSITES * 56}
    for stem, names in files.items():
        draw = Draw(f"20261123 {stem}", STEPS)
        with open(folder / f"{stem}.jsonl", "w") as file:
            for i, name in enumerate(names):
                first = name not in names[:i]
                case = next_trace(draw, name, early_and_late, telling if first else bool)
                file.write(json.dumps(case) + "\n")
                if first:
                    pickle(case, 100, folder / "states" / f"{name}.pt")


def pickle(case, steps, path):
    _, scheduler = start(case)
    for t in range(steps):
        step(case, scheduler, t)
    torch.save(scheduler.state_dict(), path)


# Schedulers whose states tests/parity/states has: something happens at epoch 5.
SAVED = [
    {"name": "LambdaLR", "lr_lambda": "power"},
    {"name": "LambdaLR", "lr_lambda": ["decay", "wave"]},
    {"name": "MultiplicativeLR", "lr_lambda": "power"},
    {"name": "MultiplicativeLR", "lr_lambda": ["wave", "decay"]},
    {"name": "StepLR", "step_size": 5, "gamma": 0.5},
    {"name": "MultiStepLR", "milestones": [5, 8, 8], "gamma": 0.3},
    {"name": "ConstantLR", "factor": 0.3, "total_iters": 5},
    {"name": "LinearLR", "start_factor": 0.1, "total_iters": 5},
    {"name": "ExponentialLR", "gamma": 0.9},
    {"name": "PolynomialLR", "total_iters": 5, "power": 2.0},
    {"name": "CosineAnnealingLR", "T_max": 5, "eta_min": 1e-3},
    {"name": "CosineAnnealingWarmRestarts", "T_0": 5, "T_mult": 2},
    {"name": "CyclicLR", "base_lr": 0.01, "max_lr": 0.1, "step_size_up": 2, "step_size_down": 3},
    {"name": "CyclicLR", "base_lr": [0.01, 0.02], "max_lr": 0.1, "step_size_up": 5, "mode": "exp_range", "gamma": 0.9,
     "cycle_momentum": False},
    {"name": "CyclicLR", "base_lr": 0.01, "max_lr": 0.1, "step_size_up": 5, "scale_fn": "power"},
    {"name": "CyclicLR", "base_lr": 0.01, "max_lr": 0.1, "step_size_up": 5, "scale_fn": "decay",
     "scale_mode": "iterations"},
    {"name": "OneCycleLR", "max_lr": 0.2, "total_steps": 13},
    {"name": "OneCycleLR", "max_lr": [0.2, 0.3], "total_steps": 13, "pct_start": 0.2, "anneal_strategy": "linear",
     "three_phase": True, "cycle_momentum": False},
    {"name": "ReduceLROnPlateau", "patience": 2},
    {"name": "ReduceLROnPlateau", "mode": "max", "patience": 1, "threshold_mode": "abs", "cooldown": 2,
     "min_lr": [0.02, 0.01]},
    {"name": "SWALR", "swa_lr": 0.03, "anneal_epochs": 5},
    {"name": "SWALR", "swa_lr": [0.03, 0.2], "anneal_epochs": 8, "anneal_strategy": "linear"},
    {"name": "SequentialLR", "milestones": [5, 8], "schedulers": [
        {"name": "LinearLR", "start_factor": 0.1}, {"name": "CosineAnnealingLR", "T_max": 6},
        {"name": "PolynomialLR", "total_iters": 8}]},
    {"name": "SequentialLR", "milestones": [5], "schedulers": [
        {"name": "CosineAnnealingWarmRestarts", "T_0": 2},
        {"name": "OneCycleLR", "max_lr": 0.2, "total_steps": 13, "cycle_momentum": False}]},
    {"name": "SequentialLR", "milestones": [5], "schedulers": [
        {"name": "CyclicLR", "base_lr": 0.01, "max_lr": 0.1, "step_size_up": 2, "cycle_momentum": False},
        {"name": "MultiStepLR", "milestones": [2, 4]}]},
    {"name": "ChainedScheduler", "schedulers": [
        {"name": "LinearLR", "start_factor": 0.1}, {"name": "ExponentialLR", "gamma": 0.9}]},
    {"name": "ChainedScheduler", "schedulers": [
        {"name": "SequentialLR", "milestones": [5], "schedulers": [
            {"name": "ConstantLR", "factor": 0.3, "total_iters": 9}, {"name": "StepLR", "step_size": 3}]},
        {"name": "ChainedScheduler", "schedulers": [
            {"name": "MultiStepLR", "milestones": [5, 7]}, {"name": "LambdaLR", "lr_lambda": "decay"}]}]},
    # Before 2.14, SWALR is an epoch ahead here.
    {"name": "SequentialLR", "milestones": [5], "schedulers": [
        {"name": "CosineAnnealingLR", "T_max": 6}, {"name": "SWALR", "swa_lr": 0.03}]},
]  # fmt: skip


def write_states(folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "runs.jsonl", "w") as file:
        for i, config in enumerate(SAVED):
            name = config["name"]
            optimizer = "AdamW" if i % 2 and name != "CyclicLR" else "SGD"  # before 2.0, CyclicLR takes no Adam
            case = {"scheduler": config, "optimizer": optimizer, "lr": [0.1.hex(), 0.05.hex()], "momentum": MOMENTUM}
            if name == "ReduceLROnPlateau":
                case["metrics"] = [metric.hex() for metric in (1.0, 0.9, 0.95, 1.0, 0.9, 0.91, *[0.8] * 6)]
            record(case, 12, {0, 4, 5, 8, 12})
            file.write(json.dumps(case) + "\n")
            if name in (earlier["name"] for earlier in SAVED[:i]):
                continue
            path = folder / f"{name}.pt"
            try:
                pickle(case, 5, path)
            except TypeError as refused:
                path.unlink()
                print(f"torch.save refuses the state of {name}: {refused}")


def print_random(cases, seed, steps):
    draw = Draw(f"random {seed}", steps)
    names = [*OPTIONS, *COMPOSITES, *COMPOSITES, "ChainedScheduler"]
    for i in range(cases):
        print(json.dumps(next_trace(draw, names[i % len(names)], of_a_third)), flush=True)


def lines_of_readme():
    """The two pieces of Python in README.md: they load scheduler.json and scheduler.pt."""
    readme = pathlib.Path(__file__).resolve().parent.parent / "README.md"
    of_json, of_pickle = re.findall(r"^```python\n(.*?)^```", readme.read_text(), re.DOTALL | re.MULTILINE)
    return {"JSON": of_json, "pickle": of_pickle}


def difference(case, epoch, lines):
    """The first value that differs when PyTorch loads a state by these lines and continues, as text; or None."""
    values = list(zip(*map(unfold, case["values"])))
    momenta = list(zip(*map(unfold, case["momenta"]))) if "momenta" in case else None
    optimizer, scheduler = start(case)
    for i, group in enumerate(optimizer.param_groups):
        group["lr"] = float.fromhex(values[epoch][i])
        if momenta and "betas" in group:
            group["betas"] = (float.fromhex(momenta[epoch][i]), group["betas"][1])
        elif momenta:
            group["momentum"] = float.fromhex(momenta[epoch][i])
    exec(lines, {"scheduler": scheduler, "json": json, "torch": torch})
    compared = [("get_last_lr()", epoch, [float(lr).hex() for lr in scheduler.get_last_lr()], values)]
    for t in range(epoch, len(values) - 1):
        step(case, scheduler, t)
        compared.append(("lr", t + 1, values_of(optimizer), values))
        if momenta:
            compared.append(("momentum", t + 1, momenta_of(optimizer), momenta))
    for what, t, found, expected in compared:
        for i, (one, other) in enumerate(zip(found, expected[t], strict=True)):
            if one != other:
                return f"{what} of group {i} at epoch {t} is {one}, expected {other}"
    return None


def check(folder):
    count = differ = 0
    loaders = lines_of_readme()
    folder = pathlib.Path(folder).resolve()
    with open(folder / "cases.jsonl") as file:
        for entry in map(json.loads, file):
            os.chdir(folder / entry["folder"])
            for form, lines in loaders.items():
                count += 1
                try:
                    found = difference(entry["case"], entry["epoch"], lines)
                except Exception as error:
                    found = f"{type(error).__name__}: {error}"
                if found:
                    differ += 1
                    where = f"{entry['folder']}, {entry['case']['scheduler']['name']}, epoch {entry['epoch']}"
                    print(f"{where}, {form}: {found}")
    print(f"{count} states loaded by PyTorch, {differ} differ")
    return 1 if differ or not count else 0


def main():
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--any-version", action="store_true", help="take any PyTorch")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("write", parents=[common])
    command.add_argument("folder", nargs="?", default="tests/parity")
    command = commands.add_parser("states", parents=[common])
    command.add_argument("folder")
    command = commands.add_parser("random", parents=[common])
    command.add_argument("--cases", type=int, default=2000)
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--steps", type=int, default=100)
    command = commands.add_parser("check", parents=[common])
    command.add_argument("folder")
    given = parser.parse_args()

    global torch, lr_scheduler, swa_utils, PARAMETERS
    output = os.dup(1)
    os.dup2(2, 1)  # what libraries print while they are loaded is no trace
    try:
        import torch
        from torch.optim import lr_scheduler, swa_utils
    except ImportError as error:
        parser.exit(2, f"parity.py needs PyTorch 2.14: {error}\n")
    os.dup2(output, 1)
    if not torch.__version__.startswith("2.14.") and not given.any_version:
        parser.exit(2, f"parity.py needs PyTorch 2.14, this is {torch.__version__}; --any-version takes it\n")
    PARAMETERS = [torch.nn.Parameter(torch.zeros(1)) for _ in range(4)]

    if given.command == "write":
        return write(given.folder)
    if given.command == "states":
        return write_states(given.folder)
    if given.command == "random":
        return print_random(given.cases, given.seed, given.steps)
    return check(given.folder)


if __name__ == "__main__":
    sys.exit(main())
