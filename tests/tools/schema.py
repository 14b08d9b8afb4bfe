"""The JSON Schema of recipes and `roster check` agree: python3-jsonschema says of some thousand good and bad recipes
what the command says, but for the rules that join several fields, which no schema holds.

usage: schema.py ROSTER GALLERY FILE
Writes the recipes to FILE, with whether they are good, for the test of editors (tests/editors)."""
import copy
import json
import random
import re
import subprocess
import sys
import tempfile

import jsonschema

# In addition to the examples, which GALLERY prints: every field, in every form
SCHEDULERS = [
    {"name": "StepLR", "step_size": 30, "gamma": 0.1, "last_epoch": -1, "verbose": False},
    {"name": "MultiStepLR", "milestones": [30, 80], "gamma": 0.1},
    {"name": "ConstantLR", "factor": 0.5, "total_iters": 3},
    {"name": "LinearLR", "start_factor": 0.5, "end_factor": 1.0, "total_iters": 3},
    {"name": "ExponentialLR", "gamma": 0.9},
    {"name": "PolynomialLR", "total_iters": 5, "power": 2},
    {"name": "CosineAnnealingLR", "T_max": 10, "eta_min": 0.001},
    {"name": "CosineAnnealingWarmRestarts", "T_0": 10, "T_mult": 2, "eta_min": 0},
    {"name": "CyclicLR", "base_lr": 0.1, "max_lr": [1.0], "step_size_up": 3, "step_size_down": None, "mode": "triangular2",
     "gamma": 1.0, "scale_fn": None, "scale_mode": "iterations", "cycle_momentum": True, "base_momentum": 0.8,
     "max_momentum": [0.9]},
    {"name": "OneCycleLR", "max_lr": 0.1, "total_steps": 10, "epochs": None, "steps_per_epoch": None, "pct_start": 0.3,
     "anneal_strategy": "linear", "cycle_momentum": True, "base_momentum": 0.8, "max_momentum": 0.9, "div_factor": 25,
     "final_div_factor": 1e4, "three_phase": True},
    {"name": "ReduceLROnPlateau", "mode": "max", "factor": 0.1, "patience": 10, "threshold": 1e-4,
     "threshold_mode": "abs", "cooldown": 0, "min_lr": [0.0], "eps": 1e-8},
    {"name": "SWALR", "swa_lr": 0.1, "anneal_epochs": 3, "anneal_strategy": "cos"},
    {"name": "SequentialLR", "milestones": [5], "schedulers": [
        {"name": "LinearLR", "start_factor": 0.1},
        {"name": "ChainedScheduler", "schedulers": [{"name": "StepLR", "step_size": 3}]}]},
    {"name": "StepLR", "step_size": "5 epochs"},
    {"name": "MultiStepLR", "milestones": [1, "2 epochs", "300%"]},
    {"name": "OneCycleLR", "max_lr": 0.1, "total_steps": "100 %"},
    {"name": "ReduceLROnPlateau", "patience": "0.5 epochs", "cooldown": "1 epoch"},
    {"name": "SequentialLR", "milestones": ["1 epoch"], "schedulers": [
        {"name": "LinearLR", "total_iters": "2 epoch"}, {"name": "PolynomialLR", "total_iters": "0.0001 epochs"}]},
    {"name": "Warmup", "length": 5, "scheduler": {"name": "Warmup", "length": 0, "scheduler": {"name": "LinearLR"}},
     "start_factor": 0.5, "shape": "cosine", "overlap": True},
    {"name": "LambdaLR", "lr_lambda": "0.9"},
    {"name": "MultiplicativeLR", "lr_lambda": None},
]
OPTIMIZERS = [
    {"name": "SGD", "lr": 0.1, "momentum": 0.9, "dampening": 0, "weight_decay": 5e-4, "nesterov": True},
    {"name": "SGD", "lr": 1, "groups": [{"params": "fc.*", "lr": 0.01}, {"params": ["a", "b*"], "momentum": 0.5}]},
    {"name": "Adam", "lr": 1e-3, "betas": [0.9, 0.999], "eps": 1e-8, "weight_decay": 0, "amsgrad": True, "groups": []},
    {"name": "AdamW", "groups": [{"params": ["*"], "betas": [0.5, 0.5]}]},
    {"name": "AdamW", "lr": 1e-3, "betas": [0.9, 0.999], "eps": 1e-8, "weight_decay": 0.01, "amsgrad": False},
    {"name": "RMSprop", "lr": 0.01, "alpha": 0.9, "eps": 1e-8, "weight_decay": 0, "momentum": 0.5, "centered": True,
     "groups": [{"params": "fc.*", "alpha": 0.5}]},
    {"name": "Adagrad", "lr": 0.01, "lr_decay": 0.1, "weight_decay": 0, "initial_accumulator_value": 1, "eps": 1e-10,
     "groups": [{"params": "fc.*", "lr_decay": 0.5}]},
    {"name": "LBFGS", "lr": 1, "max_iter": 3, "max_eval": None, "tolerance_grad": 1e-7, "tolerance_change": 1e-9,
     "history_size": 10, "line_search_fn": "strong_wolfe", "groups": []},
]
# Of a recipe with three groups
SEVERAL = [
    [{"name": "StepLR", "step_size": 3}],
    [{"name": "StepLR", "step_size": 3, "parameter": "weight_decay", "groups": [0, "fc.*"], "every": "batch", "monitor": None},
     {"name": "ReduceLROnPlateau", "monitor": "loss", "groups": None}],
    [{"name": "Warmup", "length": 5, "scheduler": {"name": "StepLR", "step_size": 3}, "groups": 0},
     {"name": "ExponentialLR", "gamma": 0.5, "groups": "fc.*"}, {"name": "ExponentialLR", "gamma": 0.5, "groups": 2}],
]
VALUES = [True, False, None, "", "x", "StepLR", "SGD", "cos", "min", -1, 0, 1, 2, 30, 30.0, 30.5, 0.25, 1e-9, -0.5, 1e30,
          2**53, 2**53 + 2, [], [1], [0.5, "x"], [0.25], [[1]], {}, "5 epochs", "0.5epoch", "100 batches", "10 %", "10 percent",
          "5 epochs ", "-5 epochs", "1e3 batches", "30", "999999999999999 %", "1000000000000000 %", {"name": "StepLR"},
          {"name": "StepLR", "step_size": 3}]
JOINED = re.compile(
    r", but |expected \w+ or \w+$|expected 3: the warm-up, the hold and the decay|for phase_ratio|"
    r"one for each period|the (boundary|step) before|more than begin|one more than boundaries|which is max_iter|"
    r"expected (at least|more than) -?\d+, the milestone before|one fewer than schedulers|one for each group|"
    r"total_steps, or epochs|times steps_per_epoch|steps for the rise|needs a momentum above 0|moves the momentum|"
    r"which needs the number of|which is (0 steps|more than 2\^53 steps)|schedulers is empty|but its turn lasts|LBFGS has no parameter groups|must equal the optimizer's|"
    r"drives \w+ of group|no optimizer has|has only lr|takes no metric|which matches|has group \d")


def places(tree):
    """Every container of a tree with a key into it."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else []
    for key, child in items:
        yield tree, key
        yield from places(child)


def changed(recipe, draw):
    recipe = copy.deepcopy(recipe)
    container, key = draw.choice(list(places(recipe)))
    kind = draw.random()
    if kind < 0.6:
        container[key] = copy.deepcopy(draw.choice(VALUES))
    elif kind < 0.8:
        del container[key]
    elif isinstance(container, dict):
        if kind < 0.9:
            container[draw.choice(["gamma", "$schema", "name", "params", "groups", "lr", "x", "last_epoch", "T_max", "every",
                                   "monitor", "parameter", "schedulers"])] = \
                copy.deepcopy(draw.choice(VALUES))
        else:
            container[str(key)[:-1] + "_"] = container.pop(key)
    else:
        container.append(copy.deepcopy(draw.choice(VALUES)))
    return recipe


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main(roster, gallery, written):
    schedulers = SCHEDULERS + json.loads(output(gallery, "--examples"))
    schema = json.loads(output(roster, "schema"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for words, recipes in (["list"], schedulers), (["list", "--optimizers"], OPTIMIZERS):
        listed = output(roster, *words)
        names = {line.split()[0] for line in listed.splitlines() if "  " in line}
        assert names <= set(re.findall(r'"name": "([\w.]+)"', json.dumps(recipes)))
    draw = random.Random(1)
    good = [{"optimizer": draw.choice(OPTIMIZERS[:1]), "scheduler": one, "epochs": 3, "seed": 1} for one in schedulers]
    good += [{"optimizer": one, "scheduler": {"name": "ExponentialLR", "gamma": 0.9}, "batch_size": 4}
             for one in OPTIMIZERS]
    good += [{"optimizer": OPTIMIZERS[1], "schedulers": some, "batches_per_epoch": 5, "shards": 4} for some in SEVERAL]
    good += schedulers + [{"$schema": "recipe.schema.json", **draw.choice(some)} for some in (schedulers, good)]
    recipes = good + [changed(draw.choice(good), draw) for _ in range(1500)]
    recipes += [changed(changed(draw.choice(good), draw), draw) for _ in range(500)]
    counts = {"both take": 0, "both refuse": 0, "rules that join fields": 0}
    wrong = 0
    verdicts = []
    with tempfile.TemporaryDirectory() as folder:
        file = folder + "/recipe.json"
        for recipe in recipes:
            with open(file, "w") as out:
                json.dump(recipe, out)
            checked = subprocess.run([roster, "check", file], capture_output=True, text=True)
            by_schema = validator.is_valid(recipe)
            verdicts.append({"recipe": recipe, "good": by_schema})
            problems = [line for line in checked.stderr.splitlines() if not line.endswith(" problems")]
            if by_schema == (checked.returncode == 0):
                counts["both take" if by_schema else "both refuse"] += 1
            elif by_schema and all(JOINED.search(line) for line in problems):
                counts["rules that join fields"] += 1
            else:
                wrong += 1
                print("they differ:", json.dumps(recipe), checked.stderr or "taken",
                      [error.message for error in validator.iter_errors(recipe)][:3], sep="\n  ")
    print(counts)
    with open(written, "w") as out:
        json.dump(verdicts, out)
    if wrong or min(counts.values()) < 20:
        sys.exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
