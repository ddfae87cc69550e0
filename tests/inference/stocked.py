"""A catalogue with photos in it, without a worker."""

import io
from pathlib import Path

import numpy as np
from PIL import Image

from catalog.database import migrate, write_session
from catalog.models import Photo
from catalog.settings import DatabaseSettings
from catalog.tasks import ClassificationResult, ColorResult, ColorsResult, finish_classification, finish_colors
from inference.resources import Resources, build_resources
from inference.settings import InferenceSettings
from inference.uploads import Upload, store


def open_catalogue(folder: Path) -> Resources:
    """An empty catalogue below a folder."""
    settings = InferenceSettings(data_dir=folder)
    resources = build_resources(settings, DatabaseSettings(url=f"sqlite:///{folder / 'stocked.db'}"))  # type: ignore[arg-type]  # pydantic reads it
    migrate(resources.engine)
    return resources


def add(
    resources: Resources, shade: int, *, true_label: str | None = None, model: str | None = None, known: bool = True
) -> Photo:
    """A grey photo that a model called a tomato, by the shipped model's version unless another is named."""
    buffer = io.BytesIO()
    Image.fromarray(np.full((30, 40, 3), shade, dtype=np.uint8)).save(buffer, "PNG")
    photo = store(resources, Upload(buffer.getvalue(), "vegetables", true_label=true_label))
    version = model or resources.analyst.models.get("vegetables").card.version
    vector = np.ones(8, np.float16).tobytes()
    result = ClassificationResult("tomato", 0.9, known=known, top=[], model=version, embedding=vector)
    with write_session(resources.engine) as session:
        finish_classification(session, f"{photo.id}-classify", result)
        finish_colors(session, f"{photo.id}-colors", ColorsResult([ColorResult("basic", "grey", "#808080")]))
    return photo
