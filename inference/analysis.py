"""Look at one photo: what it shows and what colour it has. Shared by the API, the worker and the command line."""

from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image

from catalog.colors import Palette
from inference.telemetry.stages import timed
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
class Glimpse:
    """A photo as it was decoded, what a model saw on it, and which model that was."""

    image: Image.Image
    seen: Classification
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
        glimpse = self.look(data, domain)
        return Analysis(domain, glimpse.seen, self.name_colors_of(glimpse, method=method), glimpse.model)

    def look(self, data: bytes, domain: str) -> Glimpse:
        """Decode and classify: all that naming the colours needs as well."""
        classifier = self.models.get(domain)
        image = self.decode(data, classifier).image
        with timed("classify"):
            return Glimpse(image, classifier.classify(image), classifier.card.version)

    def name_colors(self, data: bytes, domain: str, *, method: Method = "perceptual") -> ColorReport:
        """Name the colours alone, as `analyse` does."""
        return self.name_colors_of(self.look(data, domain), method=method)

    def name_colors_of(self, glimpse: Glimpse, *, method: Method = "perceptual") -> ColorReport:
        """Name the colours of what was seen: the model shows where its subject is."""
        heat = glimpse.seen.heat if glimpse.seen.known else None
        with timed("colour"):
            return name_colors(glimpse.image, self.palettes, method=method, heat=heat)

    def decode(self, data: bytes, classifier: Classifier) -> DecodedImage:
        """Decode at the scale that the classifier needs."""
        with timed("decode"):
            return open_image(data, max_pixels=self.max_pixels, min_side=classifier.card.input.decode_side)
