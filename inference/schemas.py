"""What the REST API says: the shapes of its JSON."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from catalog.models import PhotoStatus, TaskStatus
from inference.vision.color_naming import Method


class LabelScoreOut(BaseModel):
    """A label and its calibrated probability."""

    label: str
    score: float = Field(ge=0, le=1)


class ColorOut(BaseModel):
    """A palette's colour."""

    name: str
    hex: str = Field(pattern="^#[0-9A-F]{6}$")


class ShareOut(BaseModel):
    """A basic colour and its share of the subject."""

    name: str
    share: float = Field(ge=0, le=1)


class AnalysisOut(BaseModel):
    """What was seen on a photo."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "domain": "vegetables",
                "label": "tomato",
                "score": 0.998,
                "known": True,
                "top": [{"label": "tomato", "score": 0.998}],
                "colors": {"basic": {"name": "red", "hex": "#FF0000"}},
                "shares": [{"name": "red", "share": 0.83}],
                "hex": "#C4271B",
                "model": "vegetables-1",
                "heatmap": None,
            }
        }
    )

    domain: str
    label: str
    score: float = Field(ge=0, le=1)
    known: bool
    top: list[LabelScoreOut]
    colors: dict[str, ColorOut]
    shares: list[ShareOut]
    hex: str
    model: str
    heatmap: str | None = Field(default=None, description="A PNG as data URL, where it was asked for.")


class ColorReportOut(BaseModel):
    """The colours of a photo by one method."""

    method: Method
    colors: dict[str, ColorOut]
    shares: list[ShareOut]
    hex: str


class PhotoOut(BaseModel):
    """A photo of the catalogue; label, score and colours are null or empty while it is pending."""

    id: str
    sha256: str
    status: PhotoStatus
    domain: str
    label: str | None
    score: float | None
    known: bool | None
    label_source: Literal["prediction", "import", "person"] | None
    top: list[LabelScoreOut]
    colors: dict[str, ColorOut]
    shares: list[ShareOut]
    hex: str | None
    model: str | None
    media_type: str
    width: int
    height: int
    size: int
    created_at: datetime
    error: str | None
    url: str
    thumbnail_url: str


class JobOut(BaseModel):
    """How far the labelling of a photo has come."""

    id: str
    status: TaskStatus
    photo: PhotoOut
    error: str | None
    created_at: datetime
    finished_at: datetime | None


class PartOut(BaseModel):
    """One of several things that a request asks for; `count` is null where not every one has a number of its own."""

    count: int | None
    labels: list[str]
    colors: list[str]


class QueryOut(BaseModel):
    """How a request was understood; in `parts`, what was asked for apart, where that is several things.

    `says_nothing` where there is nothing in it to search for: no kind, no colour, no "everything", and no number
    but of things that were not understood.
    """

    count: int | None
    labels: list[str]
    colors: list[str]
    excluded_labels: list[str]
    excluded_colors: list[str]
    unknown_words: list[str]
    suggestions: list[str]
    parts: list[PartOut]
    says_nothing: bool


class PhotoPageOut(BaseModel):
    """A page of photos; `next` is the cursor of the following one.

    `totals` counts the photos of each of the query's `parts`, where these were looked for apart.
    """

    query: QueryOut
    photos: list[PhotoOut]
    total: int
    totals: list[int]
    next: str | None


class FacetOut(BaseModel):
    """A value and the number of photos found that have it."""

    name: str
    count: int


class FacetsOut(BaseModel):
    """The facets of a search."""

    labels: list[FacetOut]
    colors: dict[str, list[FacetOut]]
    total: int


class CorrectionIn(BaseModel):
    """A person's word for what a photo shows; null takes it back."""

    model_config = ConfigDict(extra="forbid")

    label: str | None = Field(examples=["tomato"])


class DeletedOut(BaseModel):
    """How many photos were deleted."""

    deleted: int


class LabelOut(BaseModel):
    """A kind, with its name and plural forms (CLDR categories) by language."""

    slug: str
    names: dict[str, str]
    forms: dict[str, dict[str, str]]


class ModelOut(BaseModel):
    """The model of a domain, in short."""

    version: str
    architecture: str
    metrics: dict[str, Any]
    report_url: str | None = Field(description="Where the page lies that training wrote about it.")


class DomainOut(BaseModel):
    """What can be recognised."""

    name: str
    titles: dict[str, str]
    examples: dict[str, list[str]] = Field(description="Requests in words, by language; there may be none.")
    labels: list[LabelOut]
    model: ModelOut | None


class DomainsOut(BaseModel):
    """All domains."""

    domains: list[DomainOut]


class PaletteColorOut(BaseModel):
    """A colour of a palette, with its name by language."""

    name: str
    hex: str
    names: dict[str, str]


class PaletteOut(BaseModel):
    """A palette."""

    name: str
    colors: list[PaletteColorOut]


class PalettesOut(BaseModel):
    """All palettes."""

    palettes: list[PaletteOut]


class StatsOut(BaseModel):
    """How many photos there are, by status and by label; `unknown` were looked at and are of no kind that is known."""

    total: int
    statuses: dict[str, int]
    labels: dict[str, int]
    unknown: int


class RunLengths(BaseModel):
    """A mask as COCO's uncompressed RLE: lengths of runs column by column, unchanged pixels first."""

    size: tuple[int, int] = Field(description="Height and width.")
    counts: list[int]


class AddedOut(BaseModel):
    """What changed between two photos; label and colours are null where nothing did."""

    changed: bool
    kind: Literal["added", "removed", "moved", "none"]
    mask_fraction: float = Field(ge=0, le=1)
    box: tuple[int, int, int, int] | None = Field(description="x0, y0, x1, y1 in pixels of `after`.")
    label: str | None
    score: float | None
    known: bool | None
    colors: dict[str, ColorOut]
    method: str
    mask: str | None = Field(default=None, description="A PNG as data URL: white where something changed.")
    rle: RunLengths | None = Field(default=None, description="The mask as run lengths, where they were asked for.")


class HealthOut(BaseModel):
    """Whether the service is well, and each part it needs."""

    status: Literal["ok", "failing"]
    checks: dict[str, str] = {}
