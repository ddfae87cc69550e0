"""The recipe for a plain folder of photos, one folder a kind, that nobody wrote a recipe for."""

import logging
from collections import Counter
from pathlib import Path

from catalog.domains import load_domains
from training.data.rows import rows_of_folders
from training.data.sample import OTHER
from training.data.slugs import slug
from training.errors import DatasetError, RecipeError
from training.recipe import Fit, ModelPart, Recipe, Source

logger = logging.getLogger(__name__)

ARCHITECTURE = "efficientnet_lite0"
FROZEN_LAYERS = 8  # stem and first stages, which see edges: a small folder cannot improve on ImageNet there
LEAST_EPOCH_PHOTOS, MOST_EPOCH_PHOTOS = 96, 4_000
EPOCHS = 8
AVERAGED_SHARE = 0.2  # of all steps: the moving average forgets the untrained weights


def recipe_for_folder(folder: Path, *, name: str | None = None, epochs: int = EPOCHS) -> Recipe:
    """Fine-tune EfficientNet-Lite0 on the kinds of a folder; its domain is named as the folder unless `name` is given.

    A folder called "other" has photos of none of the kinds.

    Raises:
        DatasetError: the folder has fewer than two kinds.
        RecipeError: the name is that of a shipped domain.
    """
    if not folder.is_dir():
        raise DatasetError(f"no folder {folder}")
    photos = count_photos(folder)
    labels = {kind: slug(kind) for kind in photos}
    kinds = sorted(kind for kind, label in labels.items() if label != OTHER)
    if len(kinds) < 2:  # noqa: PLR2004  # one kind is nothing to tell apart
        beside = '; a folder "other" is none: it has photos of other things' if len(kinds) < len(labels) else ""
        raise DatasetError(f"{folder}: expected two folders of photos or more, one a kind; found {len(kinds)}{beside}")
    if len(kinds) < len(labels):
        others = sum(count for kind, count in photos.items() if labels[kind] == OTHER)
        logger.info("other: %d photos of none of the kinds, which show where to say that it does not know", others)
    domain = slug(name or folder.resolve().name)
    if domain in load_domains():
        raise RecipeError(f"the domain {domain!r} is shipped with greengrocer; choose another with --name")
    source = Source(name=domain, path=folder.resolve(), labels=labels, licence="that of the photos")
    return Recipe(
        name=domain,
        domain=domain,
        licence="that of the photos",
        data=(source,),
        model=ModelPart(architecture=ARCHITECTURE, frozen_layers=FROZEN_LAYERS),
        fit=_fit(sum(photos.values()), epochs),
    )


def count_photos(folder: Path) -> dict[str, int]:
    """Count the photos of each kind; a folder with train, val and test is looked into."""
    return dict(sorted(Counter(row.label for row in rows_of_folders(folder)).items()))


def _fit(photos: int, epochs: int) -> Fit:
    an_epoch = min(max(photos, LEAST_EPOCH_PHOTOS), MOST_EPOCH_PHOTOS)
    plain = Fit(epochs=epochs, epoch_photos=an_epoch)
    steps = epochs * an_epoch / plain.batch
    return plain.model_copy(update={"ema": max(0.0, round(1 - 1 / (AVERAGED_SHARE * steps), 3))})
