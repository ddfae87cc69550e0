"""`greengrocer bench`: measure what this machine makes of it, where the repository is at hand."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from inference.errors import BenchmarksMissing

REPOSITORY = Path(__file__).parents[2]
MODULES = ("tests.benchmarks", "tests.documents")

Names = Annotated[
    list[str] | None, typer.Argument(help="Modules of tests/benchmarks, such as colors; else what `make bench` runs.")
]


def bench(names: Names = None) -> None:
    """Measure, side by side, and write docs/figures and the pages made of them."""
    root = find_repository(REPOSITORY)
    for module, arguments in zip(MODULES, (names or [], []), strict=True):
        done = subprocess.run([sys.executable, "-m", module, *arguments], cwd=root, check=False)  # noqa: S603  # our own modules, no shell
        if done.returncode:
            raise typer.Exit(done.returncode)


def find_repository(root: Path) -> Path:
    """The folder that the benchmarks lie in.

    Raises:
        BenchmarksMissing: there are none, for the product was installed without its tests.
    """
    if not (root / "tests" / "benchmarks").is_dir():
        raise BenchmarksMissing(f"no benchmarks below {root}: they come with the repository, not with an installation")
    return root
