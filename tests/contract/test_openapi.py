"""The whole API against its own OpenAPI: requests that schemathesis makes up, valid and not."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from PIL import Image
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from inference.jobs import WORKBENCH, Workbench, classify_photo, name_photo_colors
from tests.inference.live import build_app
from tests.inference.test_protection import resources_of

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
GENERATION = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The schema of the application in this process, with a labelled photo in its catalogue."""
    app = build_app(tmp_path_factory.mktemp("openapi"))
    with TestClient(app) as client:
        photo = add_labelled_photo(client)
        loaded = schemathesis.openapi.from_asgi("/openapi.json", app)
        loaded.hook("map_query")(hold_nothing)
        loaded.hook("map_path_parameters")(pointing_at(photo))
        yield loaded


def add_labelled_photo(client: TestClient) -> str:
    picture = io.BytesIO()
    Image.effect_mandelbrot((64, 64), (-3, -2.5, 2, 2.5), 60).save(picture, "PNG")
    photo: str = client.post("/v1/photos", files={"file": picture.getvalue()}).json()["id"]
    own = resources_of(client)
    token = WORKBENCH.set(Workbench(own.engine, own.store, own.analyst, own.queue, own.settings))
    classify_photo(f"{photo}-classify")
    name_photo_colors(f"{photo}-colors")
    WORKBENCH.reset(token)
    return photo


def hold_nothing(_context: object, query: dict[str, Any] | None) -> dict[str, Any] | None:
    """Nobody labels photos here: a request that waits for it would wait to the end."""
    return query and {name: 0 if name == "wait" else value for name, value in query.items()}


def pointing_at(photo: str) -> Callable[[schemathesis.HookContext, dict[str, Any] | None], dict[str, Any] | None]:
    """Let two requests of three name a photo and a model that exist; the photo is not for deleting."""
    there = {"photo_id": photo, "job_id": photo, "name": "vegetables", "model": "vegetables"}

    def point(context: schemathesis.HookContext, parameters: dict[str, Any] | None) -> dict[str, Any] | None:
        is_deletion = context.operation is not None and context.operation.method == "delete"
        if not parameters or is_deletion or len(str(parameters)) % 3 == 0:
            return parameters
        return {name: there.get(name, value) for name, value in parameters.items()}

    return point


def test_no_request_gets_an_undocumented_answer(api: Any) -> None:
    operations = [result.ok() for result in api.get_all_operations()]
    assert len(operations) > 25
    for operation in operations:

        @GENERATION
        @given(case=operation.as_strategy())
        def check(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=CHECKS)

        check()
