"""What one step of training makes smaller."""

from functools import partial
from typing import Protocol

import numpy as np
import torch
from torch import Tensor, nn

from training.fitting.losses import barlow_twins, distillation, exposed_cross_entropy
from training.fitting.mixing import mix
from training.models.recogniser import Recogniser
from training.recipe import BarlowTwins, Distillation, Fit

AUXILIARY_WEIGHT = 0.4  # of Inception's second head: Szegedy et al. 2015, arXiv:1409.4842, section 5


class Objective(Protocol):
    """A loss of a model on a batch; `views` augmentations of each photo are wanted, and `modules` learn beside it."""

    views: int
    modules: nn.ModuleList

    def loss(self, model: Recogniser, photos: Tensor, targets: Tensor) -> Tensor:
        """Give a scalar for photos (B, views, 3, S, S) and targets (B,), −1 for "other"."""


class CrossEntropy:
    """Cross-entropy with label smoothing, outlier exposure, and mixup or CutMix where the recipe asks for them."""

    views = 1

    def __init__(self, fit: Fit) -> None:
        self.modules = nn.ModuleList()
        self._fit = fit

    def loss(self, model: Recogniser, photos: Tensor, targets: Tensor) -> Tensor:
        """Weigh the heads of a model that has two."""
        mixed = mix(_view(photos, 0), self._fit, _lot())
        main, *auxiliary = model.heads(mixed.photos)
        loss = mixed.loss(partial(exposed, main, fit=self._fit), targets)
        for logits in auxiliary:
            loss = loss + AUXILIARY_WEIGHT * mixed.loss(partial(exposed, logits, fit=self._fit), targets)
        return loss


class Distilled:
    """A student listens to its teacher and to the labels (Hinton et al. 2015, arXiv:1503.02531, section 2)."""

    views = 1

    def __init__(self, teacher: Recogniser, part: Distillation, fit: Fit) -> None:
        self.modules = nn.ModuleList()
        self._teacher = teacher.eval()
        self._part, self._fit = part, fit

    def loss(self, model: Recogniser, photos: Tensor, targets: Tensor) -> Tensor:
        """Both see the same pixels, mixed as they are: "consistent teaching" (Beyer et al. 2022, arXiv:2106.05237)."""
        mixed = mix(_view(photos, 0), self._fit, _lot())
        with torch.no_grad():
            word = self._teacher.to(photos.device)(mixed.photos)
        student = model(mixed.photos)
        told = distillation(student.float(), word.float(), temperature=self._part.temperature)
        labels = mixed.loss(partial(exposed, student, fit=self._fit), targets)
        return self._part.alpha * told + (1 - self._part.alpha) * labels


class SelfSupervised:
    """Barlow Twins on two views of each photo, through a projector that is thrown away afterwards."""

    views = 2

    def __init__(self, channels: int, part: BarlowTwins) -> None:
        self.modules = nn.ModuleList([projector(channels, part.projection)])
        self._part = part

    def loss(self, model: Recogniser, photos: Tensor, targets: Tensor) -> Tensor:  # noqa: ARG002  # labels are not used
        """Zbontar et al. 2021 (arXiv:2103.03230), equation 1, a dimension of the projection."""
        return self.between(model.embed(_view(photos, 0)), model.embed(_view(photos, 1)))

    def between(self, first: Tensor, second: Tensor) -> Tensor:
        """Compare the embeddings (B, C) of two views."""
        project, part = self.modules[0], self._part
        loss = barlow_twins(
            project(first).float(), project(second).float(), off_diagonal_weight=part.off_diagonal_weight
        )
        return loss / part.projection


class Joint:
    """Cross-entropy on one view, and Barlow Twins between both."""

    views = 2

    def __init__(self, channels: int, part: BarlowTwins, fit: Fit) -> None:
        self._twins, self._fit = SelfSupervised(channels, part), fit
        self.modules = self._twins.modules
        self._weight = part.joint_weight

    def loss(self, model: Recogniser, photos: Tensor, targets: Tensor) -> Tensor:
        """Weigh the two losses."""
        first, second = model.embed(_view(photos, 0)), model.embed(_view(photos, 1))
        labels = exposed(model.classify(first), targets, fit=self._fit)
        return labels + self._weight * self._twins.between(first, second)


def exposed(logits: Tensor, targets: Tensor, *, fit: Fit) -> Tensor:
    """Cross-entropy in float32, as the recipe smooths and weighs it."""
    return exposed_cross_entropy(
        logits.float(), targets, label_smoothing=fit.label_smoothing, outlier_weight=fit.outlier_weight
    )


def projector(channels: int, width: int) -> nn.Sequential:
    """Two hidden layers with batch normalisation and a linear one (Zbontar et al. 2021, section 2.2)."""
    return nn.Sequential(
        nn.Linear(channels, width, bias=False),
        nn.BatchNorm1d(width),
        nn.ReLU(),
        nn.Linear(width, width, bias=False),
        nn.BatchNorm1d(width),
        nn.ReLU(),
        nn.Linear(width, width, bias=False),
    )


def _lot() -> np.random.Generator:
    """A generator by torch's own, which an epoch seeds."""
    return np.random.default_rng(int(torch.randint(2**62, (1,)).item()))


def _view(photos: Tensor, number: int) -> Tensor:
    return photos[:, number].contiguous(memory_format=torch.channels_last)
