"""Ask an endpoint for every photo of a table that is not there yet."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from inference.errors import ImageError
from inference.vision.images import encode_jpeg, open_image
from training.errors import GenerationError
from training.generation.endpoint import ImageEndpoint
from training.generation.manifest import Generated, add_photo, read_manifest
from training.generation.table import PromptTable, Wish, wishes_of

MOST_SIDE = 640


def missing_wishes(table: PromptTable, folder: Path) -> list[Wish]:
    """The photos of a table that the folder does not have yet."""
    there = {(photo.label, photo.source, photo.number) for photo in read_manifest(folder)}
    return [wish for wish in wishes_of(table) if (wish.label, wish.prompt, wish.number) not in there]


def generate(wishes: list[Wish], endpoint: ImageEndpoint, folder: Path) -> Iterator[Generated]:
    """Ask for photos one by one and keep each, with its line in the manifest, before the next is asked for.

    Raises:
        GenerationError: the endpoint failed; what came before is kept.
    """
    taken = len(read_manifest(folder))
    for position, wish in enumerate(wishes, taken):
        path = _free_path(folder, wish.label, position)
        photo = Generated(path, wish.label, endpoint.model, wish.prompt, wish.number)
        add_photo(folder, photo, _as_jpeg(endpoint.draw(wish.prompt)))
        yield photo


def _free_path(folder: Path, label: str, position: int) -> str:
    """The first number from `position` on by which no photo is called."""
    names = (f"{label}/generated_{number:05d}.jpg" for number in count(position))
    return next(name for name in names if not (folder / name).exists())


def _as_jpeg(data: bytes) -> bytes:
    try:
        return encode_jpeg(open_image(data).image, max_side=MOST_SIDE)
    except ImageError as error:
        raise GenerationError(f"the image endpoint sent something that is no photo: {error}") from error
