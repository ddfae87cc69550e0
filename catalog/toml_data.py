"""Read and check one TOML file of the vocabulary."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from catalog.errors import VocabularyError

Model = TypeVar("Model", bound=BaseModel)


def load_toml(path: Path, model: type[Model]) -> Model:
    """Read a file into a pydantic model.

    Raises:
        VocabularyError: the file is no TOML or breaks the schema; names the file and the key.
    """
    try:
        return model.model_validate(tomllib.loads(path.read_text("utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"{path}: no valid TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise VocabularyError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
