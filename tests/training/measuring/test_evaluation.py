"""Thresholds: set by photos of other things, and what is done without them."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from training.data.dataset import Dataset
from training.data.negatives import negatives_of
from training.data.sample import OTHER, PartName, Sample
from training.measuring.evaluation import Evaluation, Scorer, evaluate
from training.measuring.predictions import Scored
from training.recipe import Recipe

LABELS = ("nut", "washer")


class Brightness(Scorer):
    """A model whose nearness is the brightness of a photo, and which tells the kinds by their names."""

    def __init__(self) -> None:
        pass

    def score(self, samples: list[Sample]) -> Scored:  # type: ignore[override]  # a list is all it is given
        near = [np.asarray(Image.open(sample.path)).mean() / 255 for sample in samples]
        targets = np.array([LABELS.index(s.label) if s.label in LABELS else -1 for s in samples], dtype=np.int64)
        return Scored(samples, 5 * np.eye(2)[targets].reshape(-1, 2), targets, np.array(near))


def shade(folder: Path, label: str, brightness: int, part: PartName) -> Sample:
    path = folder / f"{label}-{brightness}-{part}.png"
    Image.new("L", (4, 4), brightness).save(path)
    return Sample(path, label, "parts", path.name, part)


def judged(samples: list[Sample]) -> Evaluation:
    dataset, recipe = Dataset(tuple(samples), ()), Recipe(name="parts", domain="parts", data=())
    return evaluate(Brightness(), dataset, negatives_of(recipe, Path(), dataset))


@pytest.fixture
def known(tmp_path: Path) -> list[Sample]:
    kinds = [(LABELS[n % 2], 155 + n, part) for n in range(100) for part in ("val", "test")]
    return [shade(tmp_path, label, brightness, part) for label, brightness, part in kinds]  # type: ignore[arg-type]  # parts' names


def test_without_other_things_three_of_a_hundred_known_photos_are_called_unknown(known: list[Sample]) -> None:
    evaluation = judged(known)
    assert evaluation.metrics["negatives"]["val_known"].value == pytest.approx(0.97)
    assert evaluation.metrics["parts"]["known"].value == pytest.approx(0.97)
    assert 155 / 255 < evaluation.threshold < 160 / 255


def test_of_few_known_photos_none_is_called_unknown(known: list[Sample], caplog: pytest.LogCaptureFixture) -> None:
    evaluation = judged(known[:40])
    assert evaluation.metrics["negatives"]["val_known"].value == 1
    assert "the threshold calls 0.0% of val unknown" in caplog.text


def test_photos_of_a_folder_of_other_things_set_the_threshold(known: list[Sample], tmp_path: Path) -> None:
    others = [shade(tmp_path, OTHER, 40 + n, part) for n in range(5) for part in ("val", "test")]  # type: ignore[arg-type]  # parts' names
    evaluation = judged([*known, *others])
    assert 44 / 255 < evaluation.threshold < 155 / 255
    assert evaluation.metrics["negatives"]["unknown"].value == 1
    assert "val_known" not in evaluation.metrics["negatives"]


def test_model_without_val_and_other_things_is_warned_of(known: list[Sample], caplog: pytest.LogCaptureFixture) -> None:
    evaluation = judged([sample for sample in known if sample.part == "test"])
    assert evaluation.threshold == 0
    assert "never say that it does not know" in caplog.text
