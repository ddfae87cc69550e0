"""The words of a domain that nobody wrote words for: `domain.toml` beside its model."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import tomli_w

from catalog.domains import DOMAIN_FILE, LANGUAGES, Domain
from catalog.toml_data import load_toml, read_toml
from training.errors import RunError
from training.recipe import Source


def write_domain(title: str, names: Mapping[str, str], folder: Path) -> Path:
    """Name each slug of a domain, alike in every language; what a file there says already stays as people wrote it.

    Raises:
        RunError: the file that is there cannot be read.
    """
    path = folder / DOMAIN_FILE
    content: dict[str, Any] = {
        "titles": dict.fromkeys(LANGUAGES, title),
        "labels": {slug: {"forms": dict.fromkeys(LANGUAGES, _forms(name))} for slug, name in sorted(names.items())},
    }
    Domain.model_validate(content)
    if path.is_file():
        if set(load_toml(path, Domain, error=RunError).slugs) == set(names):
            return path
        own = read_toml(path)
        content |= own | {"labels": {slug: own["labels"].get(slug, new) for slug, new in content["labels"].items()}}
    path.write_text(tomli_w.dumps(content), encoding="utf-8")
    return path


def names_of(sources: Iterable[Source], labels: Iterable[str]) -> dict[str, str]:
    """What the photos' own labels call each slug; the slug in plain words where they do not say."""
    own = {slug: label for source in sources for label, slug in source.labels.items()}
    return {slug: own.get(slug, slug).replace("_", " ") for slug in labels}


def _forms(name: str) -> dict[str, str]:
    return dict.fromkeys(("one", "few", "many", "other"), name)
