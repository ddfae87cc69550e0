"""Fit a model, stage by stage; resumable after each epoch."""

import copy
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from torch import Tensor, nn

from inference.vision.preprocess import InputSpec
from training.data.batches import Look, training_batches
from training.data.sample import Sample
from training.data.split import take_share
from training.fitting.average import average, warm_decay
from training.fitting.checkpoint import BEST, CHECKPOINT, load_state, save_state
from training.fitting.freezing import begin_training, freeze
from training.fitting.glance import choose_learnt, look_at
from training.fitting.history import best_epoch, write_history
from training.fitting.objectives import CrossEntropy, Distilled, Joint, Objective, SelfSupervised
from training.fitting.schedule import make_optimiser, make_schedule
from training.fitting.stages import Stage, stages_of
from training.fitting.statistics import set_momentum
from training.fitting.world import ALONE, World
from training.models.recogniser import Recogniser
from training.recipe import Recipe

logger = logging.getLogger(__name__)

GRADIENT_NORM = 5.0
DIGITS = 5


@dataclass(frozen=True)
class Plan:
    """What is fitted, on which photos, into which folder, by whom; `teacher` where the recipe distils."""

    recipe: Recipe
    train: Sequence[Sample]
    val: Sequence[Sample]
    labels: Sequence[str]
    spec: InputSpec
    folder: Path
    teacher: Recogniser | None = None
    world: World = ALONE


def fit(model: Recogniser, plan: Plan) -> Recogniser:
    """Train, resuming from the folder's checkpoint where there is one.

    Returns:
        The moving average of the weights: the last one, or the best on val where the recipe has patience.
    """
    model.to(plan.world.device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # missing from the stubs
    run = Run(model, plan)
    run.resume()
    while run.goes_on:
        run.train_epoch()
        if plan.world.is_first:
            run.save()
    return run.result()


class Run:
    """The state of one training run: model, moving average, optimiser, schedule, stage and epoch."""

    def __init__(self, model: Recogniser, plan: Plan) -> None:
        self.model, self.plan, self.device = model, plan, plan.world.device
        self.average: Recogniser = copy.deepcopy(model)
        self.stages = [stage for stage in stages_of(plan.recipe) for _ in range(stage.epochs)]
        self.epoch = self.steps = 0
        self.history: list[dict[str, float | str]] = []
        self._stage: Stage | None = None
        self._learnt = choose_learnt(plan.train, len(plan.val), plan.recipe.fit.seed)
        set_momentum(model, sum(self._epoch_steps(stage) for stage in self.stages if stage.name != "head"))

    @property
    def goes_on(self) -> bool:
        """Whether there is another epoch: not after the last, nor when patience is at its end."""
        return self.epoch < len(self.stages) and not self._is_out_of_patience()

    def train_epoch(self) -> None:
        """Run through one epoch of batches, then look at what it came to."""
        started = time.monotonic()
        seed = (self.plan.recipe.fit.seed * 1000 + self.epoch) * self.plan.world.size + self.plan.world.rank
        torch.manual_seed(seed)  # of dropout, mixing and projector: a resumed run goes on as if it had never stopped
        self._enter(self.stages[self.epoch])
        self.plan.world.align(self.model, self.average, self.objective.modules)
        recipe, stage = self.plan.recipe, self.stages[self.epoch]
        plain = recipe.fit.plain_ground if stage.has_plain_grounds else 0.0
        batches = training_batches(
            take_share(self._samples(stage), stage.share, recipe.fit.seed),
            self.plan.labels,
            Look(self.plan.spec, recipe.fit.augmentation, self.objective.views, plain),
            fit=recipe.fit,
            count=self._epoch_photos(stage),
            seed=seed,
        )
        losses = []
        with _progress() as progress:
            for photos, targets in progress.track(batches, description=f"epoch {self.epoch + 1}: {stage.name}"):
                losses.append(self._step(photos.to(self.device), targets.to(self.device)))
        self.epoch += 1
        loss = round(float(np.mean(losses)), DIGITS)
        seen = self.plan.world.agree(self._look())
        seconds = round(time.monotonic() - started, 1)
        self.history.append({"epoch": self.epoch, "stage": stage.name, "loss": loss, **seen, "seconds": seconds})

    def save(self) -> None:
        """Keep the best weights where the recipe has patience, then write the checkpoint atomically, then the history.

        In this order, for a run that goes on from the checkpoint needs the best weights until then.
        """
        folder = self.plan.folder
        state = {name: part.state_dict() for name, part in self._parts().items()}
        if self._keeps_best and self.epoch == best_epoch(self.history, self.stages[-1].name):
            save_state(self.average.state_dict(), folder / BEST)
        save_state(state | {"epoch": self.epoch, "steps": self.steps, "history": self.history}, folder / CHECKPOINT)
        write_history(self.history, folder)
        logger.info("%s", self.history[-1])

    def resume(self) -> None:
        """Go on from the checkpoint of an interrupted run."""
        file = self.plan.folder / CHECKPOINT
        if not file.is_file():
            return
        state = load_state(file, self.device)
        self.epoch, self.steps, self.history = state["epoch"], state["steps"], state["history"]
        self._enter(self.stages[self.epoch - 1])
        for name, part in self._parts().items():
            part.load_state_dict(state[name])
        logger.info("resumed after epoch %d", self.epoch)

    def result(self) -> Recogniser:
        """Give the averaged model, on the CPU; the best one in the process that keeps it."""
        if self._keeps_best and self.plan.world.is_first:
            self.average.load_state_dict(load_state(self.plan.folder / BEST, self.device))
        return self.average.cpu()

    def _parts(self) -> dict[str, Any]:
        """What a checkpoint holds."""
        return {
            "model": self.model,
            "average": self.average,
            "modules": self.objective.modules,
            "optimiser": self.optimiser,
            "schedule": self.schedule,
        }

    def _enter(self, stage: Stage) -> None:
        if stage == self._stage:
            return
        self._stage = stage
        freeze(self.model, stage.frozen_layers)
        self.objective = self._objective(stage)
        self.objective.modules.to(self.device)
        learning = [p for p in [*self.model.parameters(), *self.objective.modules.parameters()] if p.requires_grad]
        recipe = self.plan.recipe.fit
        self.optimiser = make_optimiser(learning, stage.rate, recipe)
        self.schedule = make_schedule(self.optimiser, recipe, self._epoch_steps(stage), stage.epochs)

    def _samples(self, stage: Stage) -> list[Sample]:
        return [sample for sample in self.plan.train if stage.has_plain_grounds or not sample.is_thing]

    def _epoch_steps(self, stage: Stage) -> int:
        return self._epoch_photos(stage) // self.plan.recipe.fit.batch

    def _epoch_photos(self, stage: Stage) -> int:
        fit = self.plan.recipe.fit
        photos = fit.epoch_photos or round(len(self._samples(stage)) * stage.share)
        return max(fit.batch, self.plan.world.share(photos))

    def _objective(self, stage: Stage) -> Objective:
        recipe, channels = self.plan.recipe, self.model.head.in_features
        if recipe.barlow_twins and stage.name == "barlow_twins":
            return SelfSupervised(channels, recipe.barlow_twins)
        if recipe.barlow_twins and recipe.barlow_twins.joint_weight and stage.name != "head":
            return Joint(channels, recipe.barlow_twins, recipe.fit)
        if recipe.distillation and self.plan.teacher:
            return Distilled(self.plan.teacher, recipe.distillation, recipe.fit)
        return CrossEntropy(recipe.fit)

    def _step(self, photos: Tensor, targets: Tensor) -> float:
        begin_training(self.model)
        half = self.plan.recipe.fit.precision == "bfloat16"
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=half):
            loss = self.objective.loss(self.model, photos, targets)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        self.plan.world.average_gradients([*self.model.parameters(), *self.objective.modules.parameters()])
        nn.utils.clip_grad_norm_(self.model.parameters(), GRADIENT_NORM)
        self.optimiser.step()
        self.schedule.step()
        self.steps += 1
        average(self.average, self.model, warm_decay(self.plan.recipe.fit.ema, self.steps))
        return float(loss.item())

    def _look(self) -> dict[str, float]:
        """Loss and accuracy of the averaged model on val, and its accuracy on as many photos that it learns from."""
        figures: dict[str, float] = {}
        if self._learnt:
            _, figures["accuracy"] = look_at(self.average, self._learnt, self.plan.labels, self.plan.spec)
        if self.plan.val:
            loss, accuracy = look_at(self.average, self.plan.val, self.plan.labels, self.plan.spec)
            figures |= {"val_loss": loss, "val_accuracy": accuracy}
        return figures

    @property
    def _keeps_best(self) -> bool:
        return bool(self.plan.recipe.fit.patience and self.plan.val)

    def _is_out_of_patience(self) -> bool:
        patience, best = self.plan.recipe.fit.patience, best_epoch(self.history, self.stages[-1].name)
        return bool(patience and best and self.epoch - best >= patience)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, transient=True)
