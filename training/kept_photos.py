"""The photos that a run was begun with, as their fingerprint: `photos.sha256` of its folder."""

from pathlib import Path

from training.data.dataset import Dataset
from training.errors import RunError
from training.fitting.checkpoint import BEST, CHECKPOINT

FINGERPRINT_FILE = "photos.sha256"


def keep_photos(dataset: Dataset, run: Path) -> Path:
    """Write the fingerprint of the photos, their labels and parts into the run's folder.

    Raises:
        RunError: the run was begun with others: going on would learn nothing of them, and test on photos it has seen.
    """
    path = run / FINGERPRINT_FILE
    if (run / CHECKPOINT).is_file():
        check_photos(dataset, run)
        return path
    run.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{dataset.content_fingerprint()}\n", encoding="utf-8")
    return path


def check_photos(dataset: Dataset, run: Path) -> None:
    """Refuse photos that are not those which the run was begun with.

    Raises:
        RunError: they are not, or the run does not say which it was begun with.
    """
    path = run / FINGERPRINT_FILE
    if not path.is_file() or path.read_text("utf-8").strip() != dataset.content_fingerprint():
        raise RunError(
            f"{run} was begun with other photos, labels or parts than there are now; "
            "train with --fresh to begin anew with these, or under another name to keep both"
        )


def forget_run(run: Path) -> None:
    """Drop what a run would go on from, so that it begins anew."""
    for name in (CHECKPOINT, BEST, FINGERPRINT_FILE):
        (run / name).unlink(missing_ok=True)
