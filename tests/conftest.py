"""Fixtures that the whole suite shares."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real photos, beside the checkout unless GREENGROCER_DATA says otherwise."""
    folder = Path(os.environ.get("GREENGROCER_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"needs the real photos; no folder at {folder} (set GREENGROCER_DATA)")
    return folder
