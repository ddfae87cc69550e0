"""The words of a domain that nobody wrote words for: `domain.toml` beside its model."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import tomli_w

from catalog.domains import DOMAIN_FILE, LANGUAGES, Domain
from catalog.toml_data import read_toml
from training.recipe import Source


def write_domain(title: str, names: Mapping[str, str], folder: Path) -> Path:
    """Name each slug of a domain, alike in every language; a file that already names these slugs is left as it is."""
    path = folder / DOMAIN_FILE
    content = {
        "titles": dict.fromkeys(LANGUAGES, title),
        "labels": {slug: {"forms": dict.fromkeys(LANGUAGES, _forms(name))} for slug, name in sorted(names.items())},
    }
    domain = Domain.model_validate(content)
    if not path.is_file() or not _names_slugs(path, domain):
        path.write_text(tomli_w.dumps(content), encoding="utf-8")
    return path


def names_of(sources: Iterable[Source], labels: Iterable[str]) -> dict[str, str]:
    """What the photos' own labels call each slug; the slug in plain words where they do not say."""
    own = {slug: label for source in sources for label, slug in source.labels.items()}
    return {slug: own.get(slug, slug).replace("_", " ") for slug in labels}


def _forms(name: str) -> dict[str, str]:
    return dict.fromkeys(("one", "few", "many", "other"), name)


def _names_slugs(path: Path, domain: Domain) -> bool:
    return set(read_toml(path).get("labels", {})) == set(domain.slugs)
