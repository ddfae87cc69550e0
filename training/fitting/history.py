"""What each epoch came to: `history.jsonl` of a run's folder, one JSON object a line."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

HISTORY = "history.jsonl"

Epoch = dict[str, float]


def write_history(epochs: Iterable[Mapping[str, float | str]], folder: Path) -> None:
    """Write all epochs anew; a run that resumes repeats none."""
    lines = [json.dumps(epoch) for epoch in epochs]
    (folder / HISTORY).write_text("\n".join(lines) + "\n", encoding="utf-8")


def load_history(folder: Path) -> list[Epoch]:
    """Read the epochs that there are; keys are `epoch`, `loss` and whatever else was measured."""
    path = folder / HISTORY
    if not path.is_file():
        return []
    lines = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line)
    numbers = [{key: value for key, value in line.items() if isinstance(value, int | float)} for line in lines]
    return [epoch for epoch in numbers if "epoch" in epoch]


def best_epoch(epochs: Iterable[Mapping[str, float | str]], stage: str) -> int:
    """The epoch of a stage with the least loss on val; 0 while there is none."""
    own = [epoch for epoch in epochs if epoch["stage"] == stage and "val_loss" in epoch]
    return int(min(own, key=lambda epoch: epoch["val_loss"])["epoch"]) if own else 0
