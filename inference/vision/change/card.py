"""The card of a change network: what it is and how well it does; it travels with the ONNX file."""

from pydantic import Field

from inference.vision.change.detector import Method
from inference.vision.model_card import SealedCard


class ChangeCard(SealedCard):
    """What `card.json` holds; `threshold` is the share above which a pixel changed."""

    method: Method
    threshold: float = Field(gt=0, lt=1)
    metrics: dict[str, float]
