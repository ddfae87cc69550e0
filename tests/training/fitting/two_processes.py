"""One of the processes that torchrun starts: begins with weights of its own, and leaves what it came to.

python -m torch.distributed.run --standalone --nproc-per-node 2 -m tests.training.fitting.two_processes FOLDER
"""

import dataclasses
import sys
from pathlib import Path

import torch

from tests.training.fitting.test_strategies import plan_of, recipe_of, tiny_model
from training.fitting.fit import fit
from training.fitting.world import join_world
from training.recipe import BarlowTwins


def main(folder: Path) -> None:
    """Fit a tiny model, with a projector that is made anew, beside the others."""
    plan, _ = plan_of(recipe_of({"epochs": 2}, barlow_twins=BarlowTwins(epochs=1, projection=4)), folder)
    with join_world() as world:
        torch.manual_seed(world.rank)
        fitted = fit(tiny_model(), dataclasses.replace(plan, world=world))
    torch.save(dict(fitted.named_parameters()), folder / f"process{world.rank}.pt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
