"""Look at one photo: what it shows and what colour it has. Shared by the API, the worker and the command line."""

from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image

from catalog.colors import Palette
from inference.stages import timed
from inference.vision.change.registry import ChangeDetectors
from inference.vision.classifier import Classification, Classifier
from inference.vision.color_naming import ColorReport, Method, name_colors
from inference.vision.images import DecodedImage, open_image
from inference.vision.registry import ModelRegistry


@dataclass(frozen=True)
class Analysis:
    """All that is said of one photo."""

    domain: str
    classification: Classification
    colors: ColorReport
    model: str


@dataclass(frozen=True)
class Analyst:
    """The models, palettes and change detectors of a process, and the pixel limit of its photos."""

    models: ModelRegistry
    palettes: Mapping[str, Palette]
    max_pixels: int
    detectors: ChangeDetectors

    def analyse(self, data: bytes, domain: str, *, method: Method = "perceptual") -> Analysis:
        """Decode once, then classify and name the colours.

        Raises:
            ImageError: the photo cannot be used.
            ModelNotFound: the domain has no model.
        """
        classifier = self.models.get(domain)
        image = self.decode(data, classifier).image
        seen = _classify(classifier, image)
        return Analysis(domain, seen, self._colors(image, seen, method), classifier.card.version)

    def classify(self, data: bytes, domain: str) -> tuple[Classification, str]:
        """Classify alone; gives the model's version with it."""
        classifier = self.models.get(domain)
        return _classify(classifier, self.decode(data, classifier).image), classifier.card.version

    def name_colors(self, data: bytes, domain: str, *, method: Method = "perceptual") -> ColorReport:
        """Name the colours alone, as `analyse` does: the model shows where its subject is."""
        classifier = self.models.get(domain)
        image = self.decode(data, classifier).image
        return self._colors(image, _classify(classifier, image), method)

    def decode(self, data: bytes, classifier: Classifier) -> DecodedImage:
        """Decode at the scale that the classifier needs."""
        with timed("decode"):
            return open_image(data, max_pixels=self.max_pixels, min_side=classifier.card.input.decode_side)

    def _colors(self, image: Image.Image, seen: Classification, method: Method) -> ColorReport:
        with timed("colour"):
            return name_colors(image, self.palettes, method=method, heat=seen.heat if seen.known else None)


def _classify(classifier: Classifier, image: Image.Image) -> Classification:
    with timed("classify"):
        return classifier.classify(image)
