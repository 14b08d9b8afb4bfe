"""Computes the traces of Hugging Face transformers again, with its own code, and compares them with those of
tests/parity/systems/traces.tar.xz. Needs transformers (Debian testing: python3-transformers).

    python3 tools/systems.py
"""

import json
import pathlib
import sys
import tarfile

import torch
import transformers

ARCHIVE = pathlib.Path(__file__).resolve().parent.parent / "tests/parity/systems/traces.tar.xz"
NOT_OF_KEYWORDS = ("num_warmup_steps", "num_training_steps", "optimizer.defaults.lr")


def traces(system):
    with tarfile.open(ARCHIVE) as archive:
        for line in archive.extractfile(f"{system}.jsonl"):
            yield json.loads(line)


def run(trace):
    """What transformers sets: rows of the groups' learning rates, or the error and the epoch at which it is raised."""
    args = trace["args"]
    groups = [{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": lr} for lr in trace["base_lr"]]
    optimizer = torch.optim.SGD(groups, lr=args.get("optimizer.defaults.lr", trace["base_lr"][0]))
    keywords = {name: given for name, given in args.items() if name not in NOT_OF_KEYWORDS}
    rows = []
    try:
        scheduler = transformers.get_scheduler(
            trace["name"],
            optimizer,
            num_warmup_steps=args.get("num_warmup_steps"),
            num_training_steps=args.get("num_training_steps"),
            scheduler_specific_kwargs=keywords or None,
        )
        for epoch in range(max(trace["steps"], trace.get("error_at", 0)) + 1):
            if epoch > 0:
                optimizer.step()
                scheduler.step(*([float(trace["metrics"][epoch - 1])] if "metrics" in trace else []))
            rows.append([float(group["lr"]).hex() for group in optimizer.param_groups])
    except (ValueError, ZeroDivisionError) as raised:
        return rows, f"{type(raised).__name__}: {raised}"
    return rows, None


def main():
    count, wrong = 0, 0
    for trace in traces("huggingface"):
        rows, raised = run(trace)
        expected = trace["lr"]
        rows = [rows[epoch] for epoch in trace["at"] if epoch < len(rows)] if "at" in trace else rows
        count += 1
        if rows != expected or (raised is None) != ("error" not in trace):
            wrong += 1
            print(f"{trace['name']} {trace['args']}: {raised or 'other values'}")
    print(f"transformers {transformers.__version__}: {count} runs, {wrong} differ")
    sys.exit(1 if wrong else 0)


main()
