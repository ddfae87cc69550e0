"""`greengrocer train`: from a folder of photos and a few lines of TOML to a served model."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from tests.contract.test_cli import greengrocer
from training.commands.runs import find_run
from training.data.dataset import load_dataset
from training.fitting.checkpoint import CHECKPOINT
from training.kept_photos import forget_run, keep_photos
from training.recipe import load_recipe

ROOT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}
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
    done = greengrocer(discs, "train", "discs.toml", "--data", ".", "--out", "models", seconds=300)
    assert done.returncode == 0, done.stderr
    card = json.loads((discs / "models" / "discs" / "card.json").read_text())
    assert (card["domain"], card["labels"]) == ("discs", ["green", "red"])
    assert (discs / "models" / "discs" / "report" / "report.md").is_file()


def test_corrected_labels_ask_for_a_fresh_run(discs: Path) -> None:
    (discs / "discs.toml").write_text(RECIPE)
    run, table = discs / "runs" / "discs", discs / "discs" / "photos.csv"
    keep_photos(load_dataset(load_recipe(discs / "discs.toml"), discs), run)
    (run / CHECKPOINT).write_bytes(b"one epoch")
    table.write_text(table.read_text().replace(",Red,", ",Green,", 4))
    refused = greengrocer(discs, "train", "discs.toml", "--data", ".")
    assert refused.returncode == 1
    assert "--fresh" in refused.stderr.splitlines()[-1]
    forget_run(run)
    assert list(run.iterdir()) == [run / "recipe.toml"]


def test_another_seed_is_a_trial_beside_the_shipped_model(discs: Path) -> None:
    (discs / "discs.toml").write_text(RECIPE)
    done = greengrocer(discs, "train", "discs.toml", "--data", ".", "--seed", "7", seconds=300)
    assert done.returncode == 0, done.stderr
    result = json.loads((discs / "runs" / "discs-seed7" / "result.json").read_text())
    assert (result["name"], result["recipe"], result["seed"]) == ("discs-seed7", "discs.toml", 7)
    told = dict(line.split(maxsplit=1) for line in done.stdout.splitlines() if line.startswith(("model", "report")))
    assert (discs / told["model"] / "model.onnx").is_file()
    assert (discs / told["report"] / "report.html").is_file()
    assert "INFERENCE_DOMAIN" not in done.stdout
    assert not (discs / "models").exists()


def in_two_processes(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m"]
    own = {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [*torchrun, *command], cwd=folder, env=os.environ | own, capture_output=True, text=True, check=False
    )


def test_two_processes_come_to_the_same_weights(discs: Path) -> None:
    done = in_two_processes(discs, "tests.training.fitting.two_processes", ".")
    assert done.returncode == 0, done.stderr
    first, second = (torch.load(discs / f"process{rank}.pt", weights_only=True) for rank in (0, 1))
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_two_processes_train_one_model(discs: Path) -> None:
    (discs / "discs.toml").write_text(RECIPE.replace("epochs = 1,", "epochs = 2,"))
    done = in_two_processes(discs, "inference", "train", "discs.toml", "--data", ".")
    assert done.returncode == 0, done.stderr
    history = (discs / "runs" / "discs" / "history.jsonl").read_text().splitlines()
    assert [json.loads(line)["epoch"] for line in history] == [1, 2]
    assert (discs / "models" / "discs" / "card.json").is_file()


def test_bad_recipe_ends_with_one_line(discs: Path) -> None:
    done = greengrocer(discs, "train", "nowhere.toml")
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["nowhere.toml: cannot be read: No such file or directory"]


def test_what_a_recipe_says_itself_is_a_usage_error(discs: Path) -> None:
    done = greengrocer(discs, "train", "discs.toml", "--epochs", "5", "--name", "z")
    assert done.returncode == 2
    assert "--name and --epochs would be ignored" in done.stderr


def test_without_the_extra_a_command_ends_with_the_line_that_installs_it(tmp_path: Path) -> None:
    hidden = "import sys; sys.modules['torch'] = None; from inference.cli import main; main()"
    command = [sys.executable, "-c", hidden, "train", "--data", "parts"]
    done = subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "this needs torch, which serving does not; make workshop, or: pip install -c constraints.txt -e '.[training]'"
    ]


def test_help_imports_no_torch(tmp_path: Path) -> None:
    gathered = "import sys; from inference.cli import build_cli; build_cli(); print('torch' in sys.modules)"
    command = [sys.executable, "-c", gathered]
    done = subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_run_is_found_beside_photos_of_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("parts").mkdir()
    assert find_run(Path("parts")) == Path("parts")
    Path("runs", "parts").mkdir(parents=True)
    assert find_run(Path("parts")) == Path("runs/parts")
    assert find_run(Path("runs/parts")) == Path("runs/parts")
    assert find_run(tmp_path / "runs" / "parts") == tmp_path / "runs" / "parts"
