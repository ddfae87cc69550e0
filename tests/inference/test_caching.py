"""What a browser may keep, and for how long."""

import pytest
from fastapi.testclient import TestClient

from tests.inference.conftest import Photograph


@pytest.mark.parametrize(
    ("picture", "kept"), [("image", "immutable"), ("thumbnail", "immutable"), ("heatmap", "=3600")]
)
def test_photo_stays_as_it_is_and_its_heat_map_changes_with_the_model(
    client: TestClient, photograph: Photograph, picture: str, kept: str
) -> None:
    photo = client.post("/v1/photos", files={"file": photograph()}).json()["photo"]
    answer = client.get(f"/v1/photos/{photo['id']}/{picture}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"].endswith(kept)
