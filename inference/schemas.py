"""What the REST API says: the shapes of its JSON."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from catalog.models import Photo, PhotoColor, PhotoStatus, Task, TaskStatus
from catalog.query import Query
from inference.analysis import Analysis


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


class QueryOut(BaseModel):
    """How a request was understood."""

    count: int | None
    labels: list[str]
    colors: list[str]
    excluded_labels: list[str]
    excluded_colors: list[str]
    unknown_words: list[str]
    suggestions: list[str]


class PhotoPageOut(BaseModel):
    """A page of photos; `next` is the cursor of the following one."""

    query: QueryOut
    photos: list[PhotoOut]
    total: int
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


class DomainOut(BaseModel):
    """What can be recognised."""

    name: str
    titles: dict[str, str]
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
    """How many photos there are, by status and by label."""

    total: int
    statuses: dict[str, int]
    labels: dict[str, int]


class HealthOut(BaseModel):
    """Whether the service is well, and each part it needs."""

    status: Literal["ok", "failing"]
    checks: dict[str, str] = {}


class Problem(BaseModel):
    """An error, after RFC 9457."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "about:blank",
                "title": "Unsupported Media Type",
                "status": 415,
                "detail": "not an image of an accepted format",
                "instance": "/v1/classify",
                "code": "unsupported_image",
            }
        }
    )

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str


def describe_analysis(analysis: Analysis, heatmap: str | None = None) -> AnalysisOut:
    """Put an analysis into words."""
    seen, colors = analysis.classification, analysis.colors
    return AnalysisOut(
        domain=analysis.domain,
        label=seen.label,
        score=seen.score,
        known=seen.known,
        top=[LabelScoreOut(label=item.label, score=item.score) for item in seen.top],
        colors={name: ColorOut(name=color.name, hex=color.hex) for name, color in colors.colors.items()},
        shares=[ShareOut(name=share.name, share=share.share) for share in colors.shares],
        hex=colors.hex,
        model=analysis.model,
        heatmap=heatmap,
    )


def describe_photo(photo: Photo, colors: Sequence[PhotoColor]) -> PhotoOut:
    """Put a row into words; a photo the model does not know still says its best guess."""
    return PhotoOut.model_validate(
        photo.model_dump(exclude={"label", "r", "color", "embedding"})
        | {
            "label": photo.label or photo.predicted_label,
            "label_source": photo.label_source,
            "colors": {color.palette: ColorOut(name=color.name, hex=color.hex) for color in colors},
            "hex": photo.color_hex,
            "url": f"/v1/photos/{photo.id}/image",
            "thumbnail_url": f"/v1/photos/{photo.id}/thumbnail",
        }
    )


def describe_photos(photos: Sequence[Photo], colors: Mapping[str, Sequence[PhotoColor]]) -> list[PhotoOut]:
    """Put rows into words."""
    return [describe_photo(photo, colors[photo.id]) for photo in photos]


def describe_job(tasks: Sequence[Task], photo: PhotoOut) -> JobOut:
    """Sum a photo's tasks up: the least advanced one tells how far the whole is; one failure fails it."""
    statuses = {TaskStatus(task.status) for task in tasks}
    order = (TaskStatus.FAILED, TaskStatus.STARTED, TaskStatus.QUEUED, TaskStatus.FINISHED)
    status = next(status for status in order if status in statuses)
    ends = [task.finished_at for task in tasks if task.finished_at is not None]
    is_over = status in {TaskStatus.FAILED, TaskStatus.FINISHED}
    return JobOut(
        id=photo.id,
        status=status,
        photo=photo,
        error=next((task.error for task in tasks if task.error), None),
        created_at=min(task.created_at for task in tasks),
        finished_at=max(ends) if is_over and ends else None,
    )


def describe_query(query: Query) -> QueryOut:
    """Say how a request was understood."""
    return QueryOut(
        count=query.count,
        labels=list(query.labels),
        colors=list(query.colors),
        excluded_labels=list(query.excluded_labels),
        excluded_colors=list(query.excluded_colors),
        unknown_words=list(query.unknown_words),
        suggestions=list(query.suggestions),
    )
