"""What a run came to, as a file."""

from pathlib import Path

import pytest

from inference.vision.model_card import Figure
from training.errors import RunError
from training.measuring.result import RunResult, load_result, write_result

RESULT = RunResult(
    name="discs-1",
    recipe="discs.toml",
    architecture="cnn",
    strategy="from scratch",
    seed=1,
    minutes=0.5,
    parameters=1000,
    size_mb=0.1,
    metrics={"discs": {"accuracy": Figure(value=0.9, low=0.8, high=0.95, count=10)}},
    f1={"discs": {"red": 1.0, "green": 0.8}},
)


def test_result_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_result(RESULT, tmp_path)
    assert load_result(tmp_path) == RESULT
    assert load_result(tmp_path / "result.json").mean_f1("discs") == pytest.approx(0.9)
    assert RESULT.mean_f1("elsewhere") is None


def test_result_that_breaks_the_schema_is_refused_by_its_key(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text(RESULT.model_dump_json().replace('"seed":1', '"seed":"x"'))
    with pytest.raises(RunError, match=r"result\.json: seed"):
        load_result(tmp_path)


def test_folder_without_a_result_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="cannot be read"):
        load_result(tmp_path)
