"""What is looked for in the catalogue, and how SQL says it."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from catalog.colors import BASIC
from catalog.models import Photo, PhotoColor, PhotoOwner

Order = Literal["random", "best"]


@dataclass(frozen=True)
class Search:
    """What is looked for; colours are names of `palette`. Empty filters let everything through."""

    labels: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    palette: str = BASIC
    excluded_labels: tuple[str, ...] = ()
    excluded_colors: tuple[str, ...] = ()
    domain: str | None = None
    owner: str | None = None
    order: Order = "random"
    limit: int = 10
    cursor: str | None = None


def conditions(search: Search) -> list[ColumnElement[bool]]:
    """The conditions that a photo must meet."""
    found: list[ColumnElement[bool]] = []
    if search.labels:
        found.append(_one_of(col(Photo.label), search.labels))
    if search.colors:
        found.append(_has_color(search.palette, search.colors))
    if search.excluded_labels:
        found.append(or_(col(Photo.label).is_(None), col(Photo.label).not_in(search.excluded_labels)))
    if search.excluded_colors:
        found.append(or_(col(Photo.color).is_(None), col(Photo.color).not_in(search.excluded_colors)))
    if search.domain:
        found.append(col(Photo.domain) == search.domain)
    if search.owner:
        found.append(col(Photo.id).in_(select(PhotoOwner.photo_id).where(PhotoOwner.owner == search.owner)))
    return found


def with_color(palette: str, names: tuple[str, ...]) -> SelectOfScalar[str]:
    """The ids of photos with one of these colours, read off the colours' own index."""
    return select(PhotoColor.photo_id).where(PhotoColor.palette == palette, _one_of(col(PhotoColor.name), names))


def _has_color(palette: str, names: tuple[str, ...]) -> ColumnElement[bool]:
    if palette == BASIC:
        return _one_of(col(Photo.color), names)
    named = with_color(palette, names).where(col(PhotoColor.photo_id) == col(Photo.id))
    return named.correlate(Photo).exists()


def _one_of(column: Any, values: tuple[str, ...]) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column == values[0] if len(values) == 1 else column.in_(values)
    return condition
