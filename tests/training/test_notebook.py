"""The notebook for people with a free cloud GPU, executed on tiny data."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.training.test_folder import draw_parts


@pytest.mark.slow
def test_notebook_goes_from_photos_to_an_answer(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHOTOS", str(draw_parts(tmp_path / "Parts", each=20)))
    (tmp_path / "Parts" / "Small parts" / ".DS_Store").write_bytes(b"of a Mac")
    monkeypatch.setenv("EPOCHS", "1")
    monkeypatch.setenv("PYTHONPATH", str(repository))
    notebook = nbformat.read(repository / "training" / "notebooks" / "train_your_own.ipynb", as_version=4)
    NotebookClient(notebook, timeout=240, resources={"metadata": {"path": str(tmp_path)}}).execute()
    answer = notebook.cells[-1].outputs[0]["data"]["text/plain"]
    assert "'domain': 'parts'" in answer
    assert "'label': 'small_parts'" in answer or "'label': 'krupnye_detali'" in answer


def test_notebook_is_kept_without_outputs(repository: Path) -> None:
    for path in (repository / "training" / "notebooks").glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)
