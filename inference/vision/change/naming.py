"""What an item is: what a classifier says of several views of it, taken together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.vision.classifier import Classification, Classifier, Outputs
from inference.vision.preprocess import preprocess

# inferences an item: it may lie any way, and each quarter turn shows it anew
VIEWS = 4
# composed pairs of training material, three models: 3 % of 199 moves fall below, and 96 % of 233 swaps of two kinds
LEAST_LIKENESS = 0.68


def name_item(classifier: Classifier, crop: Image.Image) -> Classification:
    """Look at a square RGB crop in each of its quarter turns."""
    photo = preprocess(crop, classifier.card.input)[0]
    return classifier.interpret(combine([classifier.run(view) for view in quarter_turns(photo)]))


def look_alike(classifier: Classifier, one: Image.Image, other: Image.Image) -> bool:
    """Whether two square RGB crops show one thing: by the cosine of what the classifier makes of them."""
    first, second = (name_item(classifier, crop).embedding for crop in (one, other))
    likeness = first @ second / (np.linalg.norm(first) * np.linalg.norm(second))
    return bool(likeness >= LEAST_LIKENESS)


def quarter_turns(photo: NDArray[np.float32], views: int = VIEWS) -> list[NDArray[np.float32]]:
    """The first views of a photo (…, S, S): as it is, then turned by a quarter each."""
    return [np.ascontiguousarray(np.rot90(photo, turn, axes=(-2, -1))) for turn in range(views)]


def combine(views: Sequence[Outputs]) -> Outputs:
    """The mean of logits and embeddings, the maps of the first view, and the nearness of the view that lies nearest.

    A thing that the model knows may look strange in some views; one that it does not know is strange in all.
    """
    nearness = [view.nearness for view in views if view.nearness is not None]
    return Outputs(
        np.mean([view.logits for view in views], axis=0),
        np.mean([view.embedding for view in views], axis=0),
        views[0].maps,
        np.float32(max(nearness)) if nearness else None,
    )
