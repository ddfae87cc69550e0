"""What a run came to, gathered for `result.json`."""

from pathlib import Path

from sklearn.metrics import f1_score

from inference.vision.model_card import MODEL_FILE, Figure, ModelCard
from inference.vision.softmax import softmax
from training.fitting.stages import stages_of
from training.fitting.trained import minutes_of
from training.measuring.evaluation import Evaluation, groups_of
from training.measuring.metrics import accuracy
from training.measuring.predictions import Scored
from training.measuring.result import MODEL_FOLDER, RunResult
from training.models.recogniser import Recogniser
from training.recipe import Recipe

MEGABYTE = 1_000_000
DIGITS = 4


def result_of(recipe: Recipe, card: ModelCard, evaluation: Evaluation, model: Recogniser, run: Path) -> RunResult:
    """Gather figures of a finished run."""
    answers = evaluation.predictions
    return RunResult(
        name=run.name,
        recipe=card.recipe,
        architecture=recipe.model.architecture,
        strategy=strategy_of(recipe),
        seed=recipe.fit.seed,
        minutes=minutes_of(run),
        parameters=sum(parameter.numel() for parameter in model.parameters()),
        size_mb=round((run / MODEL_FOLDER / MODEL_FILE).stat().st_size / MEGABYTE, 2),
        metrics=card.metrics,
        val=_val(answers.val),
        f1={name: _f1(test, answers.labels) for name, test in answers.tests.items()},
    )


def strategy_of(recipe: Recipe) -> str:
    """Say in a few words how a recipe trains."""
    fit, model = recipe.fit, recipe.model
    begins = {"none": "from scratch", "imagenet": "from ImageNet"}.get(model.weights, "from other weights")
    if model.imagenet_classes and not stages_of(recipe):
        return "ImageNet's own head, nothing trained"
    if not fit.part_epochs + fit.epochs + fit.plain_epochs:
        words = [f"frozen, {begins}"]
    else:
        words = [begins if model.weights == "none" else f"fine-tuned {begins}"]
    if model.imagenet_classes:
        words.append("with ImageNet's own head")
    if fit.part_epochs:
        words.append(f"{fit.part_share:.0%} of the photos {'first' if fit.epochs + fit.plain_epochs else 'alone'}")
    if recipe.barlow_twins and recipe.barlow_twins.epochs:
        words.append("Barlow Twins first")
    if recipe.barlow_twins and recipe.barlow_twins.joint_weight:
        words.append("Barlow Twins beside the labels")
    if recipe.distillation:
        words.append(f"distilled from {recipe.distillation.teacher.stem}")
    if fit.plain_epochs:
        words.append("plain grounds last")
    words += [name for name, alpha in (("mixup", fit.mixup), ("CutMix", fit.cutmix)) if alpha]
    return ", ".join(words)


def _val(val: Scored) -> dict[str, Figure]:
    return {"accuracy": accuracy(softmax(val.logits), val.targets, groups_of(val))} if val.samples else {}


def _f1(test: Scored, labels: tuple[str, ...]) -> dict[str, float]:
    present = sorted(set(test.targets.tolist()))
    scores = f1_score(test.targets, test.logits.argmax(1), labels=present, average=None, zero_division=0.0)
    return {labels[index]: round(float(score), DIGITS) for index, score in zip(present, scores, strict=True)}
