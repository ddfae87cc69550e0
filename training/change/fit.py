"""Fit a change network to pairs: binary cross-entropy and Dice, warm-up and cosine; resumable after each epoch."""

import copy
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.lr_scheduler import LambdaLR

from inference.vision.preprocess import InputSpec
from training.change.changenet import ChangeNet
from training.change.compose import APPEARED, VANISHED
from training.change.dataset import PairArrays
from training.change.recipe import ChangeFit
from training.fitting.average import average, warm_decay
from training.fitting.checkpoint import CHECKPOINT, load_state, save_state
from training.fitting.history import write_history
from training.fitting.schedule import warmup_cosine

logger = logging.getLogger(__name__)

GRADIENT_NORM = 2.0
DIGITS = 5
GAIN_JITTER, OFFSET_JITTER = 0.08, 0.03


@dataclass(frozen=True)
class Plan:
    """What is fitted, on which pairs, into which folder."""

    pairs: PairArrays
    spec: InputSpec
    fit: ChangeFit
    folder: Path


def fit(model: nn.Module, plan: Plan) -> nn.Module:
    """Train, resuming from the folder's checkpoint where there is one; returns the averaged (EMA) network."""
    torch.manual_seed(plan.fit.seed)
    run = Run(model, plan)
    run.resume()
    while run.epoch < plan.fit.epochs:
        run.train_epoch()
        run.save()
    return run.average.eval()


class Run:
    """The state of one run: network, moving average, optimiser, schedule, steps taken and the next epoch."""

    def __init__(self, model: nn.Module, plan: Plan) -> None:
        self.model, self.plan = model, plan
        self.epoch = self.steps = 0
        self.history: list[dict[str, float | str]] = []
        self.average = copy.deepcopy(model)
        self.optimiser = torch.optim.AdamW(_groups(model, plan.fit), weight_decay=plan.fit.weight_decay)
        steps = len(plan.pairs) // plan.fit.batch * plan.fit.epochs
        self.schedule = LambdaLR(self.optimiser, warmup_cosine(max(1, steps), plan.fit.warmup))

    def train_epoch(self) -> None:
        """Run through all pairs once."""
        _train_mode(self.model, self.plan.fit)
        losses = [self._step(*batch) for batch in training_batches(self.plan, self.epoch)]
        self.epoch += 1
        loss = round(sum(losses) / max(1, len(losses)), DIGITS)
        self.history.append({"epoch": self.epoch, "loss": loss})

    def save(self) -> None:
        """Write the checkpoint atomically, then the history."""
        state = {name: part.state_dict() for name, part in self._parts().items()}
        folder = self.plan.folder
        save_state(state | {"epoch": self.epoch, "steps": self.steps, "history": self.history}, folder / CHECKPOINT)
        write_history(self.history, folder)
        logger.info("%s", self.history[-1])

    def resume(self) -> None:
        """Go on from the checkpoint of an interrupted run."""
        file = self.plan.folder / CHECKPOINT
        if not file.is_file():
            return
        state = load_state(file)
        for name, part in self._parts().items():
            part.load_state_dict(state[name])
        self.epoch, self.steps, self.history = state["epoch"], state["steps"], state["history"]
        logger.info("resumed after epoch %d", self.epoch)

    def _parts(self) -> dict[str, Any]:
        """What a checkpoint holds."""
        return {
            "model": self.model,
            "average": self.average,
            "optimiser": self.optimiser,
            "schedule": self.schedule,
        }

    def _step(self, before: Tensor, after: Tensor, truth: Tensor) -> float:
        loss = change_loss(self.model(before, after), truth)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        nn.utils.clip_grad_norm_(self.model.parameters(), GRADIENT_NORM)
        self.optimiser.step()
        self.schedule.step()
        self.steps += 1
        average(self.average, self.model, warm_decay(self.plan.fit.ema, self.steps))
        return float(loss.item())


def change_loss(logits: Tensor, truth: Tensor) -> Tensor:
    """Binary cross-entropy plus Dice (Milletari et al. 2016, section 3) over the batch; both (B, 2, S, S)."""
    shares = logits.sigmoid()
    both = (shares * truth).sum((0, 2, 3))
    dice = 1 - (2 * both + 1) / ((shares**2).sum((0, 2, 3)) + truth.sum((0, 2, 3)) + 1)
    return functional.binary_cross_entropy_with_logits(logits, truth) + dice.mean()


def training_batches(plan: Plan, epoch: int) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """One epoch in a seeded order: frames normalised (B, 3, S, S), truth (B, 2, S, S); no short batch."""
    random = np.random.default_rng((plan.fit.seed, epoch))
    order = random.permutation(len(plan.pairs))
    batch = min(plan.fit.batch, len(order))
    for start in range(0, len(order) - batch + 1, batch):
        chosen = np.sort(order[start : start + batch])
        before, after, truth = _turn(random, [part[chosen] for part in _arrays(plan.pairs)])
        before, after = _relight(random, before), _relight(random, after)
        yield _to_input(before, plan.spec), _to_input(after, plan.spec), to_target(truth)


def to_target(truth: NDArray[np.uint8]) -> Tensor:
    """Turn truth (B, S, S) into the two maps: appeared, vanished; float32 (B, 2, S, S)."""
    return torch.from_numpy(np.stack([truth == APPEARED, truth == VANISHED], axis=1).astype(np.float32))


def _arrays(pairs: PairArrays) -> tuple[NDArray[np.uint8], ...]:
    return pairs.before, pairs.after, pairs.truth


def _turn(random: np.random.Generator, parts: list[NDArray[np.uint8]]) -> list[NDArray[np.uint8]]:
    """Turn all by the same quarter turns, and mirror them, perhaps."""
    quarters, is_mirrored = int(random.integers(4)), bool(random.integers(2))
    turned = [np.rot90(part, quarters, axes=(1, 2)) for part in parts]
    return [part[:, :, ::-1] for part in turned] if is_mirrored else turned


def _relight(random: np.random.Generator, frames: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Each frame gets a gain and an offset a channel of its own."""
    shape = (len(frames), 1, 1, 3)
    gain = np.exp(random.normal(0, GAIN_JITTER, shape))
    offset = random.normal(0, OFFSET_JITTER, shape) * 255
    lit: NDArray[np.uint8] = np.clip(frames * gain + offset, 0, 255).astype(np.uint8)
    return lit


def _to_input(frames: NDArray[np.uint8], spec: InputSpec) -> Tensor:
    mean, std = np.array(spec.mean, dtype=np.float32), np.array(spec.std, dtype=np.float32)
    return torch.from_numpy(np.ascontiguousarray(((frames - mean) / std).transpose(0, 3, 1, 2)))


def _groups(model: nn.Module, fit: ChangeFit) -> list[dict[str, object]]:
    """Pre-trained layers learn at a share of the rate, or not at all."""
    backbone = list(model.features.parameters()) if isinstance(model, ChangeNet) else []
    known = {id(parameter) for parameter in backbone}
    others = [parameter for parameter in model.parameters() if id(parameter) not in known]
    for parameter in backbone:
        parameter.requires_grad = fit.backbone_share > 0
    return [{"params": others, "lr": fit.rate}, {"params": backbone, "lr": fit.rate * fit.backbone_share}]


def _train_mode(model: nn.Module, fit: ChangeFit) -> None:
    """Batch statistics stay those of the pre-training where its layers do not learn."""
    model.train()
    if isinstance(model, ChangeNet) and fit.backbone_share == 0:
        model.features.eval()
