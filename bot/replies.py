"""What the service answers, as far as the bot needs it."""

from pydantic import BaseModel, ConfigDict


class Reply(BaseModel):
    """A part of the service's JSON; what the bot does not need is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class LabelScore(Reply):
    """A label and its probability, 0–1."""

    label: str
    score: float


class Color(Reply):
    """A named colour."""

    name: str
    hex: str


class Photo(Reply):
    """A photo of the catalogue."""

    id: str
    status: str
    domain: str
    label: str | None
    score: float | None
    known: bool | None
    label_source: str | None
    top: list[LabelScore]
    colors: dict[str, Color]
    url: str


class Part(Reply):
    """One of several things that a request asks for."""

    count: int | None
    labels: list[str]
    colors: list[str]


class Query(Reply):
    """How a request was understood."""

    count: int | None
    labels: list[str]
    colors: list[str]
    excluded_labels: list[str] = []
    excluded_colors: list[str] = []
    unknown_words: list[str]
    suggestions: list[str]
    parts: list[Part] = []
    says_nothing: bool


class Page(Reply):
    """Photos that were found, and how many there are in all, and of each part of the query."""

    query: Query
    photos: list[Photo]
    total: int
    totals: list[int] = []
    next: str | None


class Added(Reply):
    """What changed between two photos; label and colours are null where nothing did."""

    changed: bool
    kind: str
    label: str | None
    score: float | None
    known: bool | None
    colors: dict[str, Color]
    mask: str | None


class Stats(Reply):
    """How many photos there are, and of which kinds."""

    total: int
    labels: dict[str, int]
