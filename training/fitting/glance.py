"""How well a model names photos while it learns."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from inference.vision.preprocess import InputSpec
from training.data.batches import evaluation_batches
from training.data.sample import OTHER, Sample
from training.models.recogniser import Recogniser

DIGITS = 5


def choose_learnt(train: Sequence[Sample], count: int, seed: int) -> list[Sample]:
    """So many photos of kinds that are learnt from, at random; no things, which a model never sees as they are."""
    known = [sample for sample in train if sample.label != OTHER and not sample.is_thing]
    order = np.random.default_rng(seed).permutation(len(known))
    return [known[position] for position in order[:count]]


@torch.inference_mode()
def look_at(
    model: Recogniser, samples: Sequence[Sample], labels: Sequence[str], spec: InputSpec
) -> tuple[float, float]:
    """The mean cross-entropy of photos as they are served, and the share (0–1) that is named rightly."""
    model.eval()
    device = next(model.parameters()).device
    index = {label: position for position, label in enumerate(labels)}
    loss, right = 0.0, 0
    for photos, part in evaluation_batches(samples, spec):
        logits = model(photos.to(device)).float().cpu()
        targets = torch.tensor([index[sample.label] for sample in part])
        loss += float(nn.functional.cross_entropy(logits, targets, reduction="sum"))
        right += int((logits.argmax(1) == targets).sum())
    return round(loss / len(samples), DIGITS), round(right / len(samples), DIGITS)
