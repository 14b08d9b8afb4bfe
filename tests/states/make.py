"""Makes the states in this folder, with PyTorch: python3 make.py"""

import json

import torch
from torch.optim import lr_scheduler


def save(name, groups, make, *metric):
    parameters = [{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": 0.1 * (i + 1)} for i in range(groups)]
    optimizer = torch.optim.SGD(parameters, lr=0.1)
    scheduler = make(optimizer)
    for _ in range(3):
        optimizer.step()
        scheduler.step(*metric)
    torch.save(scheduler.state_dict(), name + ".pt")
    with open(name + ".json", "w") as file:
        json.dump(scheduler.state_dict(), file)


save("CosineAnnealingLR", 2, lambda o: lr_scheduler.CosineAnnealingLR(o, 10))
save("CosineAnnealingLR_of_one_group", 1, lambda o: lr_scheduler.CosineAnnealingLR(o, 10))
save("MultiStepLR", 2, lambda o: lr_scheduler.MultiStepLR(o, [2, 3, 3]))
save("ReduceLROnPlateau", 2, lr_scheduler.ReduceLROnPlateau, 1.0)
