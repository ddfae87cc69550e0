"""The models there are, one a domain, each loaded once."""

import threading
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from inference.errors import ModelNotFound
from inference.vision.classifier import Classifier
from inference.vision.model_card import CARD_FILE
from inference.vision.onnx_classifier import OnnxClassifier
from inference.vision.provider import Provider

REPORT_FILE = Path("report") / "report.html"


class ModelRegistry:
    """Classifiers of a models folder, loaded when first asked for; safe between threads."""

    def __init__(self, folder: Path, *, threads: int = 1, provider: Provider = "cpu") -> None:
        self._folder = folder
        self._open = partial(OnnxClassifier, threads=threads, provider=provider)
        self._loaded: dict[str, Classifier] = {}
        self._lock = threading.Lock()

    @property
    def domains(self) -> list[str]:
        """The domains that have a model."""
        return sorted(card.parent.name for card in self._folder.glob(f"*/{CARD_FILE}"))

    def get(self, domain: str) -> Classifier:
        """Give the classifier of a domain.

        Raises:
            ModelNotFound: there is none.
            CardMismatch: its files do not belong together.
        """
        loaded = self._loaded.get(domain)
        if loaded is not None:
            return loaded
        if domain not in self.domains:
            known = ", ".join(self.domains) or "none"
            raise ModelNotFound(f"no model for the domain {domain!r}; there are: {known}")
        with self._lock:
            if domain not in self._loaded:
                self._loaded[domain] = self._open(self._folder / domain)
            return self._loaded[domain]

    def report(self, domain: str) -> Path | None:
        """The page that training wrote about a domain's model, where it did."""
        path = self._folder / domain / REPORT_FILE
        return path if domain in self.domains and path.is_file() else None

    def preload(self, domains: Iterable[str] | None = None) -> None:
        """Load models ahead of the first photo."""
        for domain in domains if domains is not None else self.domains:
            self.get(domain)
