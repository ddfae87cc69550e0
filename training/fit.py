"""Fit a model: a head stage, then all layers that are not frozen; resumable after each epoch."""

import copy
import json
import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR

from inference.vision.preprocess import InputSpec
from training.batches import training_batches
from training.dataset import Sample
from training.history import HISTORY
from training.losses import exposed_cross_entropy
from training.models.recogniser import Recogniser
from training.recipe import Fit

logger = logging.getLogger(__name__)

CHECKPOINT = "checkpoint.pt"
GRADIENT_NORM = 5.0


@dataclass(frozen=True)
class Plan:
    """What is fitted, on which photos, into which folder."""

    samples: Sequence[Sample]
    labels: Sequence[str]
    spec: InputSpec
    fit: Fit
    frozen_layers: int
    folder: Path


def fit(model: Recogniser, plan: Plan) -> Recogniser:
    """Train, resuming from the folder's checkpoint where there is one; returns the averaged (EMA) model."""
    torch.manual_seed(plan.fit.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # missing from the stubs
    run = Run(model, plan, device)
    run.resume()
    for epoch in range(run.epoch, plan.fit.head_epochs + plan.fit.epochs):
        loss = run.train_epoch(epoch)
        run.save(epoch + 1, loss)
    return run.average.cpu()


class Run:
    """The state of one training run: model, moving average, optimiser, schedule and the next epoch."""

    def __init__(self, model: Recogniser, plan: Plan, device: torch.device) -> None:
        self.model, self.plan, self.device = model, plan, device
        self.average: Recogniser = copy.deepcopy(model)
        self.epoch = 0
        self._stage_is_head: bool | None = None

    def train_epoch(self, epoch: int) -> float:
        """Run through one epoch of batches; the mean loss."""
        self._enter_stage(epoch)
        fit = self.plan.fit
        batches = training_batches(
            self.plan.samples, self.plan.labels, spec=self.plan.spec, fit=fit, seed=fit.seed * 1000 + epoch
        )
        losses = []
        with _progress() as progress:
            for photos, targets in progress.track(batches, description=f"epoch {epoch + 1}"):
                losses.append(self._step(photos.to(self.device), targets.to(self.device)))
        return sum(losses) / len(losses)

    def save(self, epoch: int, loss: float) -> None:
        """Write the checkpoint atomically, and a line of history."""
        self.epoch = epoch
        self.plan.folder.mkdir(parents=True, exist_ok=True)
        state = {"epoch": epoch, "model": self.model.state_dict(), "average": self.average.state_dict()}
        state["optimiser"], state["schedule"] = self.optimiser.state_dict(), self.schedule.state_dict()
        temporary = self.plan.folder / f"{CHECKPOINT}.new"
        torch.save(state, temporary)
        temporary.replace(self.plan.folder / CHECKPOINT)
        with (self.plan.folder / HISTORY).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"epoch": epoch, "loss": round(loss, 5)}) + "\n")
        logger.info("epoch %d: loss %.4f", epoch, loss)

    def resume(self) -> None:
        """Go on from the checkpoint of an interrupted run."""
        file = self.plan.folder / CHECKPOINT
        if not file.is_file():
            return
        state = torch.load(file, map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.epoch = state["epoch"]
        self._enter_stage(self.epoch - 1)
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        logger.info("resumed after epoch %d", self.epoch)

    def _enter_stage(self, epoch: int) -> None:
        is_head = epoch < self.plan.fit.head_epochs
        if is_head == self._stage_is_head:
            return
        self._stage_is_head = is_head
        frozen = len(self.model.features) if is_head else self.plan.frozen_layers  # type: ignore[arg-type]  # Sequential
        _freeze(self.model, frozen)
        fit = self.plan.fit
        self.optimiser = torch.optim.AdamW(
            [parameter for parameter in self.model.parameters() if parameter.requires_grad],
            lr=fit.head_rate if is_head else fit.rate,
            weight_decay=fit.weight_decay,
        )
        photos = fit.epoch_photos or len(self.plan.samples)
        steps = max(1, photos // fit.batch) * (fit.head_epochs if is_head else fit.epochs)
        self.schedule = LambdaLR(self.optimiser, warmup_cosine(steps, fit.warmup))

    def _step(self, photos: Tensor, targets: Tensor) -> float:
        fit = self.plan.fit
        _train_mode(self.model)
        logits = self.model(photos.contiguous(memory_format=torch.channels_last))
        loss = exposed_cross_entropy(
            logits, targets, label_smoothing=fit.label_smoothing, outlier_weight=fit.outlier_weight
        )
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        nn.utils.clip_grad_norm_(self.model.parameters(), GRADIENT_NORM)
        self.optimiser.step()
        self.schedule.step()
        average(self.average, self.model, fit.ema)
        return float(loss.item())


def warmup_cosine(steps: int, warmup: float) -> Callable[[int], float]:
    """Rise linearly over the first share of steps, then fall to zero along a cosine (Loshchilov & Hutter 2017)."""
    rising = max(1, round(steps * warmup))

    def factor(step: int) -> float:
        if step < rising:
            return (step + 1) / rising
        return 0.5 * (1 + math.cos(math.pi * min(1.0, (step - rising) / max(1, steps - rising))))

    return factor


@torch.no_grad()
def average(target: nn.Module, source: nn.Module, decay: float) -> None:
    """Move an exponential moving average of parameters; buffers are copied."""
    for mean, value in zip(target.parameters(), source.parameters(), strict=True):
        mean.lerp_(value, 1 - decay)
    for kept, current in zip(target.buffers(), source.buffers(), strict=True):
        kept.copy_(current)


def _freeze(model: Recogniser, layers: int) -> None:
    for position, layer in enumerate(model.features.children()):
        for parameter in layer.parameters():
            parameter.requires_grad = position >= layers


def _train_mode(model: Recogniser) -> None:
    """Batch statistics stay those of the pre-training where a layer's weights are frozen."""
    model.train()
    for layer in model.features.children():
        if not any(parameter.requires_grad for parameter in layer.parameters()):
            layer.eval()


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, transient=True)
