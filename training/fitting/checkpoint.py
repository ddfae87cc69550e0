"""What a run was at after an epoch, as files of its folder that a killed run never leaves half written."""

from pathlib import Path
from typing import Any

import torch

CHECKPOINT = "checkpoint.pt"
BEST = "best.pt"


def save_state(state: dict[str, Any], path: Path) -> None:
    """Write beside the file, then put it in its place; the folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    torch.save(state, temporary)
    temporary.replace(path)


def load_state(path: Path, device: torch.device | str = "cpu") -> dict[str, Any]:
    """Read what was saved; numbers, text and tensors only, never code."""
    state: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
    return state
