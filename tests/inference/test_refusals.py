"""Requests that nobody means are refused, not tried."""

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize(
    ("filters", "status"), [({"label": 20, "color": 12}, 200), ({"label": 21}, 422), ({"color": 13}, 422)]
)
def test_kinds_and_colours_of_a_search_are_limited(client: TestClient, filters: dict[str, int], status: int) -> None:
    params = {name: [f"one-{number}" for number in range(count)] for name, count in filters.items()}
    assert client.get("/v1/photos", params=params).status_code == status
