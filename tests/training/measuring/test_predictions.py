"""What a model said of each photo, as a file."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from training.data.sample import OTHER, Sample
from training.errors import RunError
from training.measuring.predictions import Predictions, Scored, load_predictions, write_predictions


def scored(part: str, source: str, labels: list[str], targets: list[int]) -> Scored:
    samples = [Sample(Path(f"{label}.jpg"), label, source, label, part) for label in labels]  # type: ignore[arg-type]  # a part's name
    return Scored(samples, np.round(np.linspace(-1, 1, 2 * len(labels)), 4).reshape(-1, 2), np.array(targets))


def test_predictions_are_read_as_they_were_written(tmp_path: Path) -> None:
    val = scored("val", "shop", ["red", "green"], [1, 0])
    tests = {"market": scored("test", "market", ["red"], [1]), "shop": scored("test", "shop", ["green"], [0])}
    negatives = scored("test", "negatives", [OTHER], [-1])
    write_predictions(Predictions(("green", "red"), val, tests, negatives), tmp_path)
    again = load_predictions(tmp_path)
    assert (again.labels, list(again.tests)) == (("green", "red"), ["market", "shop"])
    for ours, theirs in ((val, again.val), (tests["shop"], again.tests["shop"]), (negatives, again.negatives)):
        assert ours.samples == theirs.samples
        np.testing.assert_array_equal(ours.logits, theirs.logits)
        np.testing.assert_array_equal(ours.targets, theirs.targets)


def test_nearness_is_kept_where_the_model_says_it(tmp_path: Path) -> None:
    near = replace(scored("test", "shop", ["red", "green"], [1, 0]), nearness=np.array([0.9, -0.25]))
    nothing = scored("val", "shop", [], [])
    write_predictions(Predictions(("green", "red"), nothing, {"shop": near}, nothing), tmp_path)
    again = load_predictions(tmp_path)
    assert again.labels == ("green", "red")
    assert again.tests["shop"].nearness is not None
    np.testing.assert_array_equal(again.tests["shop"].nearness, [0.9, -0.25])
    assert again.val.nearness is None


def test_kinds_may_be_called_as_the_columns_are(tmp_path: Path) -> None:
    both = scored("test", "shop", ["nearness", "path"], [0, 1])
    nothing = scored("val", "shop", [], [])
    write_predictions(Predictions(("nearness", "path"), nothing, {"shop": both}, nothing), tmp_path)
    again = load_predictions(tmp_path)
    assert again.labels == ("nearness", "path")
    assert again.tests["shop"].samples == both.samples
    np.testing.assert_array_equal(again.tests["shop"].logits, both.logits)


def test_predictions_of_an_earlier_kind_are_refused(tmp_path: Path) -> None:
    (tmp_path / "predictions.csv").write_text("part,source,path,label,group,nearness,green,red\n")
    with pytest.raises(RunError, match="export writes it anew"):
        load_predictions(tmp_path)


def test_run_without_predictions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="is missing"):
        load_predictions(tmp_path)
