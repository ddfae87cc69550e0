"""A small data set that can be learnt in seconds: coloured discs."""

import csv
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

COLORS = {"Red": "#D02020", "Green": "#20A020"}


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)
    torch.manual_seed(1)


@pytest.fixture
def discs(tmp_path: Path) -> Path:
    """Forty photos of two kinds, in pairs of near-duplicates, with a CSV beside them."""
    random = np.random.default_rng(1)
    rows = []
    for number in range(40):
        label = ("Red", "Green")[number % 2]
        path = tmp_path / "discs" / f"{label}_{number}.png"
        path.parent.mkdir(exist_ok=True)
        image = Image.fromarray(random.integers(90, 160, (48, 48, 3), dtype=np.uint8))
        ImageDraw.Draw(image).ellipse((8, 8, 40, 40), fill=COLORS[label])
        image.save(path)
        rows.append({"path": path.name, "label": label, "group": f"{label}_{number // 4}"})
    with (tmp_path / "discs" / "photos.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["path", "label", "group"])
        writer.writeheader()
        writer.writerows(rows)
    return tmp_path
