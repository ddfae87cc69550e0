"""The change detectors there are, each loaded once; SSIM is always there."""

import threading
from functools import partial
from pathlib import Path

from inference.errors import ModelNotFound
from inference.vision.change.detector import METHODS, ChangeDetector, Method
from inference.vision.change.onnx_detector import OnnxChangeDetector
from inference.vision.change.ssim import SsimDetector
from inference.vision.model_card import CARD_FILE
from inference.vision.provider import Provider

FOLDER = "change"


class ChangeDetectors:
    """Detectors of a models folder, `change/<method>`, loaded when first asked for; safe between threads."""

    def __init__(self, models: Path, *, threads: int = 1, provider: Provider = "cpu") -> None:
        self._folder = models / FOLDER
        self._open = partial(OnnxChangeDetector, threads=threads, provider=provider)
        self._loaded: dict[Method, ChangeDetector] = {"ssim": SsimDetector()}
        self._lock = threading.Lock()

    @property
    def methods(self) -> list[Method]:
        """What there is, the best first: docs/added-item.md measures them side by side."""
        return [name for name in METHODS if name in self._loaded or (self._folder / name / CARD_FILE).is_file()]

    def get(self, method: Method | None = None) -> ChangeDetector:
        """Give a detector, the best there is where none is named.

        Raises:
            ModelNotFound: its files are not there.
            CardMismatch: its files do not belong together.
        """
        name = method or self.methods[0]
        if name not in self.methods:
            raise ModelNotFound(f"no change network {name!r} in {self._folder}; there are: {', '.join(self.methods)}")
        with self._lock:
            if name not in self._loaded:
                self._loaded[name] = self._open(self._folder / name)
            return self._loaded[name]
