"""How well a detector does on pairs whose truth is known."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inference.errors import FramesMismatch
from inference.vision.change.detector import ChangeDetector
from inference.vision.change.finding import Change, find_change
from training.change.compose import Pair

GOOD_IOU = 0.5


@dataclass(frozen=True)
class Finding:
    """What was found in one pair: the change (None where the frames were refused) and pixels both, found and true."""

    change: Change | None
    kind: str
    both: int
    found: int
    true: int

    @property
    def iou(self) -> float:
        """Intersection over union of the change; 1 where there is nothing and nothing was found."""
        union = self.found + self.true - self.both
        return self.both / union if union else 1.0


def look_at(detector: ChangeDetector, pair: Pair) -> Finding:
    """Compare a pair as the service does."""
    truth = pair.truth > 0
    try:
        change = find_change(detector, pair.before, pair.after)
    except FramesMismatch:
        return Finding(None, pair.kind, 0, 0, int(truth.sum()))
    mask = change.mask > 0
    return Finding(change, pair.kind, int((mask & truth).sum()), int(mask.sum()), int(truth.sum()))


def measure(findings: Sequence[Finding]) -> dict[str, float]:
    """IoU and F1 of the change over all pixels, the median IoU of a pair with one, false alarms, kinds told rightly."""
    both, found, true = (sum(getattr(finding, name) for finding in findings) for name in ("both", "found", "true"))
    changed = [finding for finding in findings if finding.kind != "none"]
    quiet = [finding for finding in findings if finding.kind == "none"]
    return {
        "iou": round(both / max(1, found + true - both), 4),
        "f1": round(2 * both / max(1, found + true), 4),
        "median_iou": round(statistics.median(finding.iou for finding in changed), 4) if changed else 0.0,
        "good": _share([finding.iou > GOOD_IOU for finding in changed]),
        "false_alarms": _share([finding.found > 0 for finding in quiet]),
        "kinds": _share([finding.change is not None and finding.change.kind == finding.kind for finding in findings]),
    }


def _share(values: Sequence[bool]) -> float:
    return round(float(np.mean(values)), 4) if values else 0.0
