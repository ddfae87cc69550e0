"""The tables: photos, what was seen on them, who sent them, and the work that is owed."""

import random
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Dialect, Index, TypeDecorator, false
from sqlmodel import Field, SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, so it is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # the base's signature
        """Read a moment as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PhotoStatus(StrEnum):
    """How far a photo has come."""

    PENDING = "pending"
    LABELLED = "labelled"
    FAILED = "failed"


class TaskStatus(StrEnum):
    """How far a piece of work has come."""

    QUEUED = "queued"
    STARTED = "started"
    FINISHED = "finished"
    FAILED = "failed"


class TaskKind(StrEnum):
    """The pieces of work that a photo needs."""

    CLASSIFY = "classify"
    COLORS = "colors"


class LabelSource(StrEnum):
    """Who says what a photo shows; a person outranks an import, an import outranks the model."""

    PREDICTION = "prediction"
    IMPORT = "import"
    PERSON = "person"


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


class Photo(SQLModel, table=True):
    """A photo of one domain; its bytes lie in the photo store under `sha256`.

    `label` is what searches go by: a person's word, else the import's, else the model's where it knows the photo.
    `r` is uniform in [0, 1): seeking from a random point of it samples at random without sorting. `rank` is what
    best-first goes by: the model's score where it bears the label out, else 0. Each order has its indexes.
    """

    __table_args__ = (
        Index("ix_photo_label_color_r", "label", "color", "r", "id"),
        Index("ix_photo_label_r", "label", "r", "id"),
        Index("ix_photo_color_r", "color", "r", "id"),
        Index("ix_photo_status", "status"),
        Index("ix_photo_domain_r", "domain", "r", "id"),
        Index("ix_photo_r", "r", "id"),
        Index("ix_photo_label_color_rank", "label", "color", "rank", "id"),
        Index("ix_photo_label_rank", "label", "rank", "id"),
        Index("ix_photo_color_rank", "color", "rank", "id"),
        Index("ix_photo_domain_rank", "domain", "rank", "id"),
        Index("ix_photo_rank", "rank", "id"),
    )

    id: str = Field(primary_key=True, max_length=32)
    sha256: str = Field(index=True, max_length=64)
    domain: str = Field(max_length=64)
    status: str = Field(default=PhotoStatus.PENDING, max_length=16)
    media_type: str = Field(max_length=32)
    width: int
    height: int
    size: int
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    r: float = Field(default_factory=random.random)
    rank: float = 0.0
    label: str | None = Field(default=None, max_length=64)
    color: str | None = Field(default=None, max_length=32)
    predicted_label: str | None = Field(default=None, max_length=64)
    score: float | None = None
    known: bool | None = None
    top: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    model: str | None = Field(default=None, max_length=80)
    true_label: str | None = Field(default=None, max_length=64)
    corrected_label: str | None = Field(default=None, max_length=64)
    shares: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    color_hex: str | None = Field(default=None, max_length=7)
    error: str | None = None

    @property
    def label_source(self) -> LabelSource | None:
        """Who says what the photo shows."""
        if self.corrected_label:
            return LabelSource.PERSON
        if self.true_label:
            return LabelSource.IMPORT
        return LabelSource.PREDICTION if self.predicted_label else None


class PhotoEmbedding(SQLModel, table=True):
    """What a model saw on a photo as a vector, float16 (C,), and its code (cf. `catalog.similarity`).

    `id` only grows, so that what came since can be read by it.
    """

    __tablename__ = "photo_embedding"
    __table_args__ = (
        Index("ix_photo_embedding_model_id_code", "model", "id", "code"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    photo_id: str = Field(unique=True, foreign_key="photo.id", ondelete="CASCADE", max_length=32)
    model: str = Field(max_length=80)
    vector: bytes
    code: bytes


class PhotoColor(SQLModel, table=True):
    """The colour of a photo in one palette."""

    __tablename__ = "photo_color"
    __table_args__ = (Index("ix_photo_color_palette_name", "palette", "name", "photo_id"),)

    photo_id: str = Field(primary_key=True, foreign_key="photo.id", ondelete="CASCADE", max_length=32)
    palette: str = Field(primary_key=True, max_length=32)
    name: str = Field(max_length=32)
    hex: str = Field(max_length=7)


class PhotoCount(SQLModel, table=True):
    """How many photos of a domain have a label ('' for none) and colours: " palette:name palette:name " or ''."""

    __tablename__ = "photo_count"

    domain: str = Field(primary_key=True, max_length=64)
    label: str = Field(primary_key=True, max_length=64)
    colors: str = Field(primary_key=True, max_length=400)
    n: int


class PhotoOwner(SQLModel, table=True):
    """Somebody who sent the photo, as an opaque word of the client's."""

    __tablename__ = "photo_owner"

    photo_id: str = Field(primary_key=True, foreign_key="photo.id", ondelete="CASCADE", max_length=32)
    owner: str = Field(primary_key=True, index=True, max_length=64)


class Task(SQLModel, table=True):
    """A piece of work that is owed to a photo: the outbox of the job queue, and the proof that it is done once.

    `created_at` is when it was owed, or owed again; `due_at` when it should be handed to the queue (again): now, after
    a lease, or after a back-off. Nobody waits for `bulk` work, that of an import or a reindexing: it yields to a
    person's.
    """

    __table_args__ = (Index("ix_task_status_bulk_due", "status", "bulk", "due_at"),)

    id: str = Field(primary_key=True, max_length=48)
    photo_id: str = Field(foreign_key="photo.id", ondelete="CASCADE", index=True, max_length=32)
    kind: str = Field(max_length=16)
    status: str = Field(default=TaskStatus.QUEUED, max_length=16)
    bulk: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    attempts: int = 0
    error: str | None = None
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    due_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DoomedFile(SQLModel, table=True):
    """A file whose photo was deleted: it is to be deleted too, unless another photo needs it (cf. `doomed_files`)."""

    __tablename__ = "doomed_file"

    sha256: str = Field(primary_key=True, max_length=64)
    due_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime, index=True)


class IdempotencyKey(SQLModel, table=True):
    """The hash of a client's key of a request, and the photo that was sent with it."""

    __tablename__ = "idempotency_key"

    key: str = Field(primary_key=True, max_length=255)
    photo_id: str = Field(max_length=32)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime, index=True)


class ApiKey(SQLModel, table=True):
    """A key to the API: only its sha256 is kept."""

    __tablename__ = "api_key"

    id: str = Field(primary_key=True, max_length=16)
    hash: str = Field(unique=True, max_length=64)
    name: str = Field(max_length=80)
    scopes: str = Field(max_length=80)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
