"""Cores a process may use."""

import os
from pathlib import Path

import pytest

from inference.cores import allowed_cores


@pytest.fixture
def eight_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 8)


@pytest.mark.usefixtures("eight_cores")
@pytest.mark.parametrize(
    ("quota", "cores"),
    [("max 100000", 8), ("200000 100000", 2), ("350000 100000", 3), ("50000 100000", 1), ("1600000 100000", 8)],
)
def test_quota_of_a_container_bounds_the_cores(tmp_path: Path, quota: str, cores: int) -> None:
    (tmp_path / "cpu.max").write_text(quota + "\n")
    assert allowed_cores(tmp_path / "cpu.max") == cores


@pytest.mark.usefixtures("eight_cores")
def test_without_control_groups_all_cores_are_allowed(tmp_path: Path) -> None:
    assert allowed_cores(tmp_path / "cpu.max") == 8
