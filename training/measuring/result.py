"""What a run came to: `result.json` of its folder, which leaderboards and docs/experiments.md read."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, NonNegativeFloat, PositiveInt, ValidationError

from catalog.faults import first_fault
from inference.vision.model_card import Figure
from training.errors import RunError

RESULT_FILE = "result.json"
MODEL_FOLDER = "model"


class RunResult(BaseModel):
    """The outcome of one run of one recipe with one seed.

    `recipe` is the file's name in training/recipes; runs of one recipe differ in `seed` and `name`. `strategy` says in
    a few words how it was trained. `minutes` is wall time on `device`; `parameters` are counted, `size_mb` is that of
    the file that is served, in 10⁶ bytes. `metrics` and `f1` are by test set, `f1` (0–1) by label within it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    recipe: str
    architecture: str
    strategy: str
    seed: int
    minutes: NonNegativeFloat
    device: str = "cpu"
    parameters: PositiveInt
    size_mb: NonNegativeFloat
    metrics: dict[str, dict[str, Figure]]
    val: dict[str, Figure] = {}
    f1: dict[str, dict[str, float]] = {}
    notes: str = ""

    def mean_f1(self, test: str) -> float | None:
        """The unweighted mean over labels (macro F1) of one test set; None where it was not measured."""
        scores = self.f1.get(test, {}).values()
        return sum(scores) / len(scores) if scores else None


def write_result(result: RunResult, folder: Path) -> Path:
    """Write `result.json` into a run's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / RESULT_FILE
    path.write_text(result.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return path


def load_result(path: Path) -> RunResult:
    """Read a result, given its file or the run's folder.

    Raises:
        RunError: there is none, or it breaks the schema.
    """
    file = path / RESULT_FILE if path.is_dir() else path
    try:
        return RunResult.model_validate_json(file.read_bytes())
    except OSError as error:
        raise RunError(f"{file}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise RunError(f"{file}: {first_fault(error)}") from error
