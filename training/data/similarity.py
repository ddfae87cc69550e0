"""Photos of the same thing, found by their embeddings."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from inference.vision.images import open_image
from inference.vision.preprocess import preprocess
from training.models.registry import architecture

EMBEDDER = "efficientnet_lite0"
REMEMBERED = 50_000


def similar_groups(paths: Sequence[Path], kinds: Sequence[str], cosine: float) -> list[str]:
    """Name a group for each photo: single linkage within a kind, wherever two embeddings have at least that cosine."""
    members = defaultdict(list)
    for position, kind in enumerate(kinds):
        members[kind].append(position)
    groups = [""] * len(paths)
    for kind, positions in members.items():
        vectors = np.stack([embed(paths[position]) for position in positions])
        _, found = connected_components(vectors @ vectors.T >= cosine, directed=False)
        for position, number in zip(positions, found.tolist(), strict=True):
            groups[position] = f"{kind} {number}"
    return groups


@lru_cache(maxsize=REMEMBERED)
def embed(path: Path) -> NDArray[np.float32]:
    """Embed a photo by ImageNet's Lite0: float32 (1280,), of length 1.

    Raises:
        ImageError: it cannot be read.
    """
    spec = architecture(EMBEDDER).input
    pixels = torch.from_numpy(preprocess(open_image(path.read_bytes(), min_side=spec.decode_side).image, spec))
    with torch.inference_mode():
        vector: NDArray[np.float32] = _features()(pixels).mean((2, 3))[0].numpy()
    return vector / np.linalg.norm(vector)


@lru_cache(maxsize=1)
def _features() -> torch.nn.Module:
    return architecture(EMBEDDER).build("imagenet").features.eval()
