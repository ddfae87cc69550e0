"""Photos in a report: what was mistaken, where the model looked, which photos are twins.

Data sets may be looked at here and not be shown elsewhere, so these pictures go into the report of the local run only.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.vision.classifier import Classifier
from inference.vision.images import encode_jpeg, open_image
from inference.vision.preprocess import frame
from training.report.leakage import Leakage
from training.report.scores import Answers

MOST_MISTAKES = 48
MOST_RIGHT = 12
MOST_TWINS = 12
SIDE = 168
HEAT_INK = 0.55


@dataclass(frozen=True)
class Picture:
    """A JPEG as a data URI, with what is to be said of it."""

    uri: str
    caption: str


@dataclass(frozen=True)
class Gallery:
    """Pictures of a local report: photos beside where the model looked, wrong and right; and pairs of twins."""

    wrong: tuple[Picture, ...]
    right: tuple[Picture, ...]
    twins: tuple[Picture, ...]


def draw_gallery(tests: Sequence[Answers], classifier: Classifier, leakage: Leakage | None) -> Gallery:
    """Draw the surest mistakes, some right answers, and the nearest twins."""
    chosen = [(answers, int(index)) for answers in tests for index in np.flatnonzero(answers.best != answers.truth)]
    chosen.sort(key=lambda pick: -float(pick[0].confidence[pick[1]]))
    return Gallery(
        tuple(_draw_attention(*pick, classifier) for pick in chosen[:MOST_MISTAKES]),
        tuple(_draw_attention(*pick, classifier) for pick in _one_right_of_each(tests)[:MOST_RIGHT]),
        tuple(
            Picture(
                _side_by_side(_square(twin.test), _square(twin.train)), f"{_tail(twin.test)} and {_tail(twin.train)}"
            )
            for twin in (leakage.twins if leakage else ())[:MOST_TWINS]
        ),
    )


def _one_right_of_each(tests: Sequence[Answers]) -> list[tuple[Answers, int]]:
    """The first photo of each label that was answered rightly."""
    found: dict[int, tuple[Answers, int]] = {}
    for answers in tests:
        for index in np.flatnonzero(answers.best == answers.truth).tolist():
            found.setdefault(int(answers.truth[index]), (answers, index))
    return [found[label] for label in sorted(found)]


def _draw_attention(answers: Answers, index: int, classifier: Classifier) -> Picture:
    """The photo as the model sees it, beside the class activation map of its answer (Zhou et al. 2016)."""
    sample = answers.scored.samples[index]
    spec = classifier.card.input
    photo = open_image(sample.path.read_bytes(), min_side=spec.decode_side).image
    seen = classifier.classify(photo)
    shown = frame(photo, spec).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    names = dict(zip(classifier.card.labels, answers.labels, strict=True))
    verdict = "" if seen.label == sample.label else f", taken for {names[seen.label]}"
    caption = f"{names[sample.label]}{verdict} ({seen.score:.0%}): {_tail(sample.path)}"
    return Picture(_side_by_side(shown, overlay_heat(shown, seen.heat)), caption)


def overlay_heat(image: Image.Image, heat: NDArray[np.float32]) -> Image.Image:
    """Lay a map (h, w) of 0–1 over a photo, in matplotlib's "inferno"."""
    from matplotlib import colormaps

    wide = Image.fromarray(heat.astype(np.float32)).resize(image.size, Image.Resampling.BICUBIC)
    colors = np.uint8(255 * colormaps["inferno"](np.clip(np.asarray(wide), 0, 1))[..., :3])
    return Image.blend(image, Image.fromarray(colors), HEAT_INK)


def _square(path: Path) -> Image.Image:
    return open_image(path.read_bytes(), min_side=SIDE).image.resize((SIDE, SIDE), Image.Resampling.BICUBIC)


def _side_by_side(left: Image.Image, right: Image.Image) -> str:
    both = Image.new("RGB", (left.width + right.width, left.height))
    both.paste(left, (0, 0))
    both.paste(right, (left.width, 0))
    return f"data:image/jpeg;base64,{base64.b64encode(encode_jpeg(both)).decode()}"


def _tail(path: Path) -> str:
    return "/".join(path.parts[-2:])
