"""The job that both kinds of workers do: classify one photo with the models this process has loaded."""

from functools import cache
from pathlib import Path

from inference.analysis import Analyst
from inference.resources import build_analyst
from inference.settings import InferenceSettings


@cache
def load_analyst() -> Analyst:
    """Load once a process; a forked child has none of its own yet, for sessions do not outlive a fork."""
    return build_analyst(InferenceSettings())


def classify_file(path: str, domain: str) -> str:
    """The label of a photo."""
    return load_analyst().analyse(Path(path).read_bytes(), domain).classification.label
