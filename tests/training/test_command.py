"""`greengrocer train`: from a folder of photos and a few lines of TOML to a served model."""

import json
from pathlib import Path

from tests.contract.test_cli import greengrocer

RECIPE = """
name = "discs"
domain = "discs"
input = {size = 32, resize = 32}
model = {architecture = "mobilenet_v3_small", weights = "none"}
fit = {head_epochs = 0, epochs = 1, batch = 8}
data = [{name = "discs", path = "discs", csv = "photos.csv", group = "group"}]
"""


def test_recipe_becomes_a_model_folder(discs: Path) -> None:
    (discs / "discs.toml").write_text(RECIPE)
    done = greengrocer(discs, "train", "discs.toml", "--data", ".", "--out", "models")
    assert done.returncode == 0, done.stderr
    card = json.loads((discs / "models" / "discs" / "card.json").read_text())
    assert (card["domain"], card["labels"]) == ("discs", ["green", "red"])
    assert (discs / "models" / "discs" / "report" / "report.md").is_file()


def test_bad_recipe_ends_with_one_line(discs: Path) -> None:
    done = greengrocer(discs, "train", "nowhere.toml")
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["nowhere.toml: cannot be read: No such file or directory"]
