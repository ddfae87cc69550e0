"""Photos mixed with one another, and the loss of what comes out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.recipe import Fit


@dataclass(frozen=True)
class Mixed:
    """A batch (B, 3, S, S) in which photo i is `share` of itself and 1 − `share` of photo `partner[i]`."""

    photos: Tensor
    partner: Tensor
    share: float

    def loss(self, of: Callable[[Tensor], Tensor], targets: Tensor) -> Tensor:
        """Weigh the losses of both targets by their shares (Zhang et al. 2018, section 2)."""
        if self.share == 1:
            return of(targets)
        return self.share * of(targets) + (1 - self.share) * of(targets[self.partner])


def mix(photos: Tensor, fit: Fit, random: np.random.Generator) -> Mixed:
    """Mix by mixup or CutMix, by lot where the recipe has both; leave the batch alone where it has neither."""
    methods = [(m, a) for m, a in ((mixup, fit.mixup), (cutmix, fit.cutmix)) if a > 0]
    if not methods:
        return Mixed(photos, torch.arange(len(photos)), 1.0)
    method, alpha = methods[int(random.integers(len(methods)))]
    return method(photos, float(random.beta(alpha, alpha)), random)


def mixup(photos: Tensor, share: float, random: np.random.Generator) -> Mixed:
    """Blend each photo with another (Zhang et al. 2018, arXiv:1710.09412, equation 1)."""
    partner = torch.from_numpy(random.permutation(len(photos)))
    return Mixed(share * photos + (1 - share) * photos[partner], partner, share)


def cutmix(photos: Tensor, share: float, random: np.random.Generator) -> Mixed:
    """Paste a rectangle of another photo, of area 1 − share (Yun et al. 2019, arXiv:1905.04899, equations 1 and 2)."""
    partner = torch.from_numpy(random.permutation(len(photos)))
    side = photos.shape[-1]
    half = side * (1 - share) ** 0.5 / 2
    x, y = random.uniform(0, side, size=2)
    left, right, top, bottom = (int(np.clip(edge, 0, side)) for edge in (x - half, x + half, y - half, y + half))
    pasted = photos.clone()
    pasted[:, :, top:bottom, left:right] = photos[partner][:, :, top:bottom, left:right]
    return Mixed(pasted, partner, 1 - (right - left) * (bottom - top) / side**2)
