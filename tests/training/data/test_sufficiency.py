"""Photos enough, or not."""

from pathlib import Path

import pytest

from training.data.dataset import Dataset
from training.data.sample import Sample
from training.data.split import split_by_group
from training.data.sufficiency import FEW, check_sufficiency
from training.errors import DatasetError
from training.recipe import Split


def dealt(**counts: int) -> Dataset:
    samples = [
        Sample(Path(f"{k}/{n}.jpg"), k, "s", f"{k}/{n}.jpg") for k, count in counts.items() for n in range(count)
    ]
    return Dataset(tuple(split_by_group(samples, Split())), ())


def test_seven_photos_a_kind_pass_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    check_sufficiency(dealt(nut=FEW, washer=FEW))
    assert not caplog.records


def test_kind_of_one_photo_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    check_sufficiency(dealt(nut=1, washer=FEW))
    assert "fewer than 7 photos, too few to rely on: nut" in caplog.text
    assert "no photo to test on, so that nobody knows how well it is recognised: nut" in caplog.text


@pytest.mark.parametrize(
    ("counts", "reason"),
    [({"nut": 3, "washer": 3}, "validate on"), ({"nut": 30}, "found: nut"), ({"nut": 9, "other": 9}, "found: nut")],
)
def test_what_cannot_be_judged_is_refused(counts: dict[str, int], reason: str) -> None:
    with pytest.raises(DatasetError, match=reason):
        check_sufficiency(dealt(**counts))
