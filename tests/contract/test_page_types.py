"""The page's types are those of the API."""

import json
import subprocess
from pathlib import Path

import pytest

from catalog.settings import DatabaseSettings
from inference.main import create_app
from inference.settings import InferenceSettings


def test_types_of_the_page_are_those_of_the_openapi_document(repository: Path, tmp_path: Path) -> None:
    web = repository / "inference" / "web"
    generator = web / "node_modules" / ".bin" / "openapi-typescript"
    if not generator.is_file():
        pytest.skip("needs openapi-typescript: npm ci in inference/web")
    app = create_app(InferenceSettings(data_dir=tmp_path), DatabaseSettings())
    document = tmp_path / "openapi.json"
    document.write_text(json.dumps(app.openapi(), sort_keys=True))
    subprocess.run([generator, document, "-o", tmp_path / "schema.ts"], check=True, capture_output=True)
    written = (tmp_path / "schema.ts").read_text("utf-8")
    assert (web / "src" / "schema.ts").read_text("utf-8") == written, "the API has changed: run `make types`"
