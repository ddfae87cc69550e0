"""The processes that train one model together, started by torchrun; usually there is one."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import distributed, nn


@dataclass(frozen=True)
class World:
    """How many processes there are, which one this is, and the device it trains on."""

    rank: int
    size: int
    device: torch.device

    @property
    def is_first(self) -> bool:
        """Whether this process writes what all have learnt."""
        return self.rank == 0

    def share(self, count: int) -> int:
        """Give this process's part of a count."""
        return max(1, count // self.size)

    def agree(self, figures: dict[str, float]) -> dict[str, float]:
        """Take the first process's figures, so that all decide alike."""
        values = [figures]
        if self.size > 1:
            distributed.broadcast_object_list(values)
        return values[0]

    def align(self, *modules: nn.Module) -> None:
        """Give every process the first one's parameters and buffers: mean gradients are those of one model only."""
        if self.size == 1:
            return
        for module in modules:
            for value in module.state_dict().values():
                distributed.broadcast(value, src=0)

    def average_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Bring every process the mean gradient, as in data-parallel SGD (Li et al. 2020, arXiv:2006.15704)."""
        if self.size == 1:
            return
        for parameter in parameters:
            if parameter.grad is not None:
                distributed.all_reduce(parameter.grad)
                parameter.grad /= self.size


ALONE = World(0, 1, torch.device("cpu"))


@contextmanager
def join_world() -> Iterator[World]:
    """Meet the others that torchrun started (it sets RANK, WORLD_SIZE and LOCAL_RANK), or be alone."""
    has_gpu = torch.cuda.is_available()
    if "RANK" not in os.environ:
        yield World(0, 1, torch.device("cuda" if has_gpu else "cpu"))
        return
    distributed.init_process_group("nccl" if has_gpu else "gloo")
    try:
        device = torch.device("cuda", int(os.environ["LOCAL_RANK"])) if has_gpu else torch.device("cpu")
        yield World(distributed.get_rank(), distributed.get_world_size(), device)
    finally:
        distributed.destroy_process_group()
