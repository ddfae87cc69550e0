"""Names of kinds and colours by language, as the service gives them."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict


def capitalise(name: str) -> str:
    """Begin with a capital and leave the rest as it is: an American Staffordshire terrier."""
    return name[:1].upper() + name[1:]


class Label(BaseModel):
    """A kind: its names, and its plural forms (CLDR categories), by language."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    slug: str
    names: dict[str, str]
    forms: dict[str, dict[str, str]]


class Domain(BaseModel):
    """Kinds that belong together; without a model nothing of it can be recognised."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    titles: dict[str, str]
    examples: dict[str, list[str]] = {}
    labels: list[Label]
    model: dict[str, object] | None = None


@dataclass(frozen=True)
class Words:
    """All domains, and the names of colours."""

    domains: dict[str, Domain]
    labels: dict[str, Label]
    colors: dict[str, dict[str, str]]

    @property
    def default(self) -> str | None:
        """The first domain that has a model: what is recognised unless a chat chose."""
        return next((domain.name for domain in self.domains.values() if domain.model is not None), None)

    def label(self, slug: str, language: str) -> str:
        """A kind's display name."""
        known = self.labels.get(slug)
        return known.names.get(language, slug) if known else slug.replace("_", " ")

    def forms(self, slug: str, language: str) -> dict[str, str]:
        """A kind's name by plural category; all four are there."""
        known = self.labels.get(slug)
        forms = known.forms.get(language, {}) if known else {}
        name = self.label(slug, language)
        return {category: forms.get(category, forms.get("other", name)) for category in ("one", "few", "many", "other")}

    def color(self, name: str, language: str) -> str:
        """A colour's display name."""
        return self.colors.get(name, {}).get(language, name)

    def here(self, domain: str | None) -> Domain:
        """The domain that a chat chose, or the default one."""
        first = next(iter(self.domains))
        return self.domains.get(domain or "") or self.domains[self.default or first]

    def domain_of(self, labels: Sequence[str]) -> Domain | None:
        """The first domain with a model that has all these kinds."""
        known = (domain for domain in self.domains.values() if domain.model is not None)
        return next((domain for domain in known if set(labels) <= set(self.kinds(domain.name))), None)

    def examples(self, domain: str | None, language: str) -> list[str]:
        """Requests in words for a chat's domain; where it brings none, three of its first kind."""
        here = self.here(domain)
        return here.examples.get(language) or [f"3 {self.forms(here.labels[0].slug, language)['few']}"]

    def kinds(self, domain: str | None) -> list[str]:
        """The slugs of a domain's kinds, or of all there are."""
        chosen = self.domains.get(domain or "")
        return [label.slug for label in chosen.labels] if chosen else list(self.labels)

    def title(self, domain: Domain, language: str) -> str:
        """A domain's display name."""
        return domain.titles.get(language, domain.name)

    def title_within(self, domain: str | None, language: str) -> str:
        """The display name of a chat's domain, as it stands within a sentence."""
        title = self.title(self.here(domain), language)
        return title if title.isupper() else title[:1].lower() + title[1:]
