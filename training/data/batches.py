"""Batches for the training loop: sampling, decoding and augmenting."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, WeightedRandomSampler

from inference.vision.images import open_image
from inference.vision.preprocess import InputSpec, preprocess
from training.data.sample import OTHER, Sample
from training.data.things import cut_to_shape, lay_on_plain, open_thing
from training.data.transforms import Augmentation, augment
from training.recipe import Fit

OTHER_INDEX = -1

Item = tuple[Tensor, int]


@dataclass(frozen=True)
class Look:
    """How photos are shown to a model that learns: its input, augmentation, views of each, share on plain ground."""

    spec: InputSpec
    augmentation: Augmentation
    views: int = 1
    plain_ground: float = 0.0


class AugmentedPhotos(Dataset[Item]):
    """Photos (views, 3, S, S), augmented anew each time they are asked for; the label's index, −1 for "other"."""

    def __init__(self, samples: Sequence[Sample], labels: Sequence[str], look: Look) -> None:
        self._samples = list(samples)
        self._index = {label: position for position, label in enumerate(labels)} | {OTHER: OTHER_INDEX}
        self._look = look

    def __len__(self) -> int:
        return len(self._samples)

    def __getitem__(self, position: int) -> Item:
        sample = self._samples[position]
        seed = int(torch.randint(2**62, (1,)).item())
        random = np.random.default_rng(seed)
        look = self._look
        image = self._open(sample, random)
        views = [augment(image, look.spec, random, how=look.augmentation) for _ in range(look.views)]
        return torch.from_numpy(np.stack(views)), self._index[sample.label]

    def _open(self, sample: Sample, random: np.random.Generator) -> Image.Image:
        if sample.is_thing:
            return lay_on_plain(open_thing(sample.path), random)
        image = open_image(sample.path.read_bytes(), min_side=self._look.spec.decode_side).image
        on_plain = self._look.plain_ground > 0 and random.random() < self._look.plain_ground
        return cut_to_shape(image, random) if on_plain else image


def training_batches(
    samples: Sequence[Sample], labels: Sequence[str], look: Look, *, fit: Fit, count: int, seed: int
) -> DataLoader[Item]:
    """One epoch of `count` augmented photos, drawn so that labels and sources come in the recipe's shares."""
    generator = torch.Generator().manual_seed(seed)
    weights = sampling_weights(samples, fit)
    return DataLoader(
        AugmentedPhotos(samples, labels, look),
        batch_size=fit.batch,
        sampler=WeightedRandomSampler(weights, count, generator=generator),
        num_workers=1,
        worker_init_fn=partial(_seed_worker, seed),
        drop_last=True,
        generator=generator,
    )


def sampling_weights(samples: Sequence[Sample], fit: Fit) -> list[float]:
    """Weigh each photo so that every source has its share, of "other" too, and every label an equal one within it."""
    in_cell = Counter((sample.source, sample.label) for sample in samples)
    kinds = Counter(source for source, label in in_cell if label != OTHER)
    others = [source for source, label in in_cell if label == OTHER]
    known_sum = sum(fit.source_share.get(source, 1.0) for source in kinds)
    other_sum = sum(fit.source_share.get(source, 1.0) for source in others)
    known_share = 1 - fit.other_share if others else 1.0
    weights = []
    for sample in samples:
        share, size = fit.source_share.get(sample.source, 1.0), in_cell[sample.source, sample.label]
        if sample.label == OTHER:
            weights.append(fit.other_share * share / (other_sum * size))
        else:
            weights.append(known_share * share / (known_sum * kinds[sample.source] * size))
    return weights


def evaluation_batches(
    samples: Sequence[Sample], spec: InputSpec, *, batch: int = 32
) -> Iterator[tuple[Tensor, Sequence[Sample]]]:
    """Photos as they are served, in order."""
    for start in range(0, len(samples), batch):
        part = samples[start : start + batch]
        pixels = [
            preprocess(open_image(sample.path.read_bytes(), min_side=spec.decode_side).image, spec) for sample in part
        ]
        yield torch.from_numpy(np.concatenate(pixels)), part


def _seed_worker(seed: int, worker: int) -> None:
    torch.manual_seed(seed + worker)
    torch.set_num_threads(1)
