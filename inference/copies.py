"""The copies of a photo that are served: JPEG, upright and without metadata, in full size or small."""

from contextlib import suppress

from inference.disposal import delete_files
from inference.errors import PhotoFileMissing, StoreUnavailable
from inference.photo_store import IMAGES, THUMBNAILS
from inference.resources import Resources
from inference.vision.images import encode_jpeg, open_image

LARGEST_SIDES = {IMAGES: None, THUMBNAILS: 320}


def get_copy(resources: Resources, sha256: str, kind: str) -> bytes:
    """Give a copy, made when first asked for.

    Raises:
        PhotoFileMissing: the original is not there.
        ImageError: the original cannot be read.
    """
    try:
        return resources.store.get(sha256, kind=kind)
    except PhotoFileMissing:
        side, bound = LARGEST_SIDES[kind], resources.settings.max_pixels
        original = open_image(resources.store.get(sha256), max_pixels=bound, min_side=side)
        data = encode_jpeg(original.image, max_side=side)
        with suppress(StoreUnavailable):  # a full disk may keep no copy, and can send it all the same
            resources.store.put(sha256, data, kind=kind)
            if not resources.store.has(sha256):  # deleted meanwhile: no copy must stay behind
                delete_files(resources.engine, resources.store, [sha256])
        return data
