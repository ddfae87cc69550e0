"""The table of experiments: recipes joined with what their runs left."""

from pathlib import Path

from inference.vision.model_card import Figure
from tests.training.measuring.test_result import RESULT
from training.measuring.experiments import experiments_table, load_experiments


def keep(folder: Path, name: str, seed: int, accuracy: float, **own: object) -> None:
    figure = Figure(value=accuracy, low=accuracy - 0.1, high=accuracy + 0.05, count=50)
    result = RESULT.model_copy(update={"name": name, "seed": seed, "metrics": {"shop": {"accuracy": figure}}} | own)
    (folder / f"{name}.json").write_text(result.model_dump_json())


def table_of(tmp_path: Path) -> list[str]:
    for name in ("discs", "never"):
        (tmp_path / f"{name}.toml").write_text(f'name = "{name}"\ndomain = "{name}"\ndata = []\n')
    return experiments_table(load_experiments(tmp_path, tmp_path)).splitlines()


def test_one_seed_has_an_interval_and_several_a_range(tmp_path: Path) -> None:
    keep(tmp_path, "discs-1", 1, 0.9)
    assert "90.0% (80.0%–95.0%) of 50 |" in table_of(tmp_path)[2]
    keep(tmp_path, "discs-2", 2, 0.8)
    line = table_of(tmp_path)[2]
    assert "| 1, 2 |" in line
    assert "85.00% (80.0%–90.0% by seed) of 50 |" in line


def test_kind_that_is_recognised_worst_is_named(tmp_path: Path) -> None:
    keep(tmp_path, "discs-1", 1, 0.9, f1={"shop": {"red": 1.0, "green": 0.8}})
    assert table_of(tmp_path)[2].endswith("| 0.900 | 0.800 green |")


def test_recipe_without_a_run_says_so_and_notes_are_kept(tmp_path: Path) -> None:
    keep(tmp_path, "discs-1", 1, 0.9, notes="no better than frozen")
    lines = table_of(tmp_path)
    assert lines[3].startswith("| never.toml | efficientnet_lite0 | not run here | — |")
    assert lines[3].count("|") == lines[0].count("|")
    assert lines[-1] == "- discs-1: no better than frozen"


def test_result_finds_its_recipe_in_whichever_folder_it_lies(tmp_path: Path) -> None:
    (tmp_path / "experiments").mkdir()
    (tmp_path / "experiments" / "far.toml").write_text('name = "far"\ndomain = "discs"\ndata = []\n')
    keep(tmp_path, "far-1", 1, 0.9, recipe="far.toml")
    keep(tmp_path, "far-2", 2, 0.9, recipe="experiments/far.toml")
    assert table_of(tmp_path)[2].startswith("| experiments/far.toml | cnn | from scratch | 1, 2 |")
