"""What the workshop's commands need beyond serving: the extra `training`."""

import functools
from collections.abc import Callable
from importlib.util import find_spec
from typing import ParamSpec, TypeVar

import typer

MODULES = (
    "anyascii",
    "imagehash",
    "jinja2",
    "matplotlib",
    "onnx",
    "skimage",
    "sklearn",
    "tomli_w",
    "torch",
    "torchvision",
)
REMEDY = "make workshop, or: pip install -c constraints.txt -e '.[training]'"

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


def needing_extra(command: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Let a command end with one line where the extra is not installed; nothing is imported to find that out."""

    @functools.wraps(command)
    def checked(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        missing = [module for module in MODULES if find_spec(module) is None]
        if missing:
            typer.echo(f"this needs {', '.join(missing)}, which serving does not; {REMEDY}", err=True)
            raise typer.Exit(1)
        return command(*args, **kwargs)

    return checked
