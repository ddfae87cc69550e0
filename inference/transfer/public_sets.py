"""Public sets of photos that `catalog import` knows by name, and where they lie."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from catalog.toml_data import load_toml

SETS_FOLDER = Path(__file__).parents[2] / "catalog" / "data" / "sets"


class PublicSet(BaseModel):
    """A zip of photos on the web; `sha256` is given where its owner never changes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    licence: str
    page: str
    url: str
    domain: str
    sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")


def load_public_sets(folder: Path = SETS_FOLDER) -> dict[str, PublicSet]:
    """All sets, by name.

    Raises:
        VocabularyError: a file breaks the schema.
    """
    return {path.stem: load_toml(path, PublicSet) for path in sorted(folder.glob("*.toml"))}
