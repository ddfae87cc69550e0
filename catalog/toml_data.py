"""Read and check one TOML file: of the vocabulary, or whatever else has a schema."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from catalog.errors import VocabularyError
from catalog.faults import first_fault

Model = TypeVar("Model", bound=BaseModel)


def read_toml(path: Path) -> dict[str, Any]:
    """Read a file as it stands."""
    return tomllib.loads(path.read_text("utf-8"))


def load_toml(
    path: Path,
    model: type[Model],
    *,
    error: type[Exception] = VocabularyError,
    read: Callable[[Path], Mapping[str, Any]] = read_toml,
) -> Model:
    """Read a file into a pydantic model; `read` may do more than read it as it stands.

    Raises:
        error: the file cannot be read, is no TOML or breaks the schema; names the file and the key.
    """
    try:
        return model.model_validate(read(path))
    except OSError as cause:
        raise error(f"{path}: cannot be read: {cause.strerror}") from cause
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as cause:
        raise error(f"{path}: no valid TOML: {cause}") from cause
    except ValidationError as cause:
        raise error(f"{path}: {first_fault(cause)}") from cause
