"""POST /v1/added, as a client sees it."""

import io

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from inference.settings import InferenceSettings
from inference.vision.change.registry import ChangeDetectors
from tests.inference.test_scale import DISC, tray, with_disc


def png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def ask(client: TestClient, before: bytes, after: bytes, **params: str) -> "dict[str, object]":
    answer = client.post("/v1/added", params=params, files={"before": before, "after": after})
    return {"status": answer.status_code, **answer.json()}


@pytest.mark.parametrize("method", ChangeDetectors(InferenceSettings().models_dir).methods)
def test_every_method_finds_the_disc(client: TestClient, method: str) -> None:
    answer = ask(client, png(tray()), png(with_disc(tray(seed=2))), method=method)
    assert (answer["status"], answer["kind"], answer["method"]) == (200, "added", method)
    assert np.abs(np.array(answer["box"]) - DISC).max() < 12
    assert str(answer["mask"]).startswith("data:image/png;base64,")


@pytest.mark.parametrize("method", ChangeDetectors(InferenceSettings().models_dir).methods)
def test_every_method_says_that_nothing_was_added_and_what_was_taken_away(client: TestClient, method: str) -> None:
    same = ask(client, png(tray()), png(tray(seed=2)), method=method)
    assert (same["changed"], same["kind"], same["label"], same["mask"]) == (False, "none", None, None)
    assert ask(client, png(with_disc(tray())), png(tray(seed=2)), method=method)["kind"] == "removed"


def test_mask_comes_as_run_lengths_where_they_are_asked_for(client: TestClient) -> None:
    answer = ask(client, png(tray()), png(with_disc(tray(seed=2))), mask="rle")
    rle = answer["rle"]
    assert answer["mask"] is None
    assert isinstance(rle, dict)
    assert rle["size"] == [240, 320]
    assert sum(rle["counts"]) == 240 * 320


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (tray(), tray(seed=2).rotate(90, expand=True), "different shapes"),
        (Image.new("RGB", (320, 240)), tray(), "'before' is dark"),
    ],
)
def test_frames_that_cannot_be_compared_are_refused_with_the_reason(
    client: TestClient, before: Image.Image, after: Image.Image, reason: str
) -> None:
    answer = ask(client, png(before), png(after))
    assert (answer["status"], answer["code"]) == (422, "frames_mismatch")
    assert reason in str(answer["detail"])


def test_one_file_twice_has_a_code_of_its_own(client: TestClient) -> None:
    answer = ask(client, png(tray()), png(tray()))
    assert (answer["status"], answer["code"]) == (422, "same_frame")


def test_unknown_method_is_refused(client: TestClient) -> None:
    assert ask(client, png(tray()), png(tray(seed=2)), method="unet")["status"] == 422
