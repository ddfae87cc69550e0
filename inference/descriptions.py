"""Put rows, parses and analyses into the words of the REST API."""

from collections.abc import Mapping, Sequence

from catalog.models import Photo, PhotoColor, Task, TaskStatus
from catalog.query import Query
from inference.analysis import Analysis
from inference.scale import Weighing
from inference.schemas import (
    AddedOut,
    AnalysisOut,
    ColorOut,
    ColorReportOut,
    JobOut,
    LabelScoreOut,
    PartOut,
    PhotoOut,
    QueryOut,
    RunLengths,
    ShareOut,
)
from inference.vision.color_naming import ColorReport, Method


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


def describe_colors(report: ColorReport, method: Method) -> ColorReportOut:
    """Put the colours that a method named into words."""
    return ColorReportOut(
        method=method,
        colors={name: ColorOut(name=color.name, hex=color.hex) for name, color in report.colors.items()},
        shares=[ShareOut(name=share.name, share=share.share) for share in report.shares],
        hex=report.hex,
    )


def describe_weighing(weighing: Weighing, *, mask: str | None = None, rle: RunLengths | None = None) -> AddedOut:
    """Put a weighing into words."""
    seen, colors = weighing.classification, weighing.colors
    return AddedOut(
        changed=weighing.change.kind != "none",
        kind=weighing.change.kind,
        mask_fraction=weighing.change.mask_fraction,
        box=weighing.change.box,
        label=seen.label if seen else None,
        score=seen.score if seen else None,
        known=seen.known if seen else None,
        colors={name: ColorOut(name=color.name, hex=color.hex) for name, color in colors.colors.items()}
        if colors
        else {},
        method=weighing.method,
        mask=mask,
        rle=rle,
    )


def describe_photo(photo: Photo, colors: Sequence[PhotoColor]) -> PhotoOut:
    """Put a row into words; a photo the model does not know still says its best guess."""
    return PhotoOut.model_validate(
        photo.model_dump(exclude={"label", "r", "color"})
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
        parts=[PartOut(count=part.count, labels=list(part.labels), colors=list(part.colors)) for part in query.parts],
        says_nothing=query.says_nothing,
    )
