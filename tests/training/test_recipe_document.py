"""docs/recipes.md: every key of a recipe, and an example that can be cooked."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from inference.vision.preprocess import InputSpec
from training.recipe import BarlowTwins, Distillation, Fit, ModelPart, Recipe, Source, Split, load_recipe

PARTS = {
    "": Recipe,
    "data.": Source,
    "split.": Split,
    "model.": ModelPart,
    "input.": InputSpec,
    "fit.": Fit,
    "distillation.": Distillation,
    "barlow_twins.": BarlowTwins,
}
OWN_WORDS = {"split", "model", "input", "fit"}  # tables, described by their own keys


def test_every_key_stands_there_with_its_default(repository: Path) -> None:
    text = (repository / "docs" / "recipes.md").read_text("utf-8")
    table = text.split("<!-- keys -->")[1].split("<!-- /keys -->")[0]
    told = dict(re.findall(r"^\| `([a-z0-9_.]+)` \| (.+?) \| .+ \|$", table, re.MULTILINE))
    known = dict(each for prefix, part in PARTS.items() for each in defaults_of(prefix, part))
    assert list(told) == list(known)
    assert {key: told[key] for key in known.keys() - OWN_WORDS} == {key: known[key] for key in known.keys() - OWN_WORDS}


def defaults_of(prefix: str, part: type[BaseModel]) -> Iterator[tuple[str, str]]:
    for name, field in part.model_fields.items():
        yield prefix + name, "needed" if field.is_required() else written(field.default)


def written(default: object) -> str:
    """As TOML has it."""
    if isinstance(default, str):
        return f'`"{default}"`'
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, tuple):
        return f"`{list(default)}`"
    return "none" if default is None else f"`{default}`"


def test_example_adds_corrected_photos_to_the_shipped_recipe(repository: Path, tmp_path: Path) -> None:
    text = (repository / "docs" / "recipes.md").read_text("utf-8")
    example = text.split("<!-- example -->")[1].split("```toml\n")[1].split("```")[0]
    shipped = repository / "training" / "recipes" / "vegetables.toml"
    (tmp_path / "corrected.toml").write_text(example.replace(tomllib.loads(example)["extends"], str(shipped)))
    recipe, base = load_recipe(tmp_path / "corrected.toml"), load_recipe(shipped)
    assert recipe.data[:-1] == base.data
    assert (recipe.domain, recipe.data[-1].name, recipe.data[-1].part) == ("vegetables", "corrected", "train")
    assert recipe.fit.source_share == base.fit.source_share | {"corrected": 0.1}
