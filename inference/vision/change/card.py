"""The card of a change network: what it is and how well it does; it travels with the ONNX file."""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from inference.vision.change.detector import Method
from inference.vision.model_card import read_card
from inference.vision.preprocess import InputSpec


class ChangeCard(BaseModel):
    """What `card.json` holds; `threshold` is the share above which a pixel changed, `sha256` that of `model.onnx`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: Method
    version: str
    architecture: str
    input: InputSpec
    threshold: float = Field(gt=0, lt=1)
    metrics: dict[str, float]
    datasets: dict[str, str]
    licence: str
    recipe: str
    git_commit: str
    created: str
    sha256: str = ""

    def content(self) -> str:
        """Write all but the hash: what the ONNX metadata holds, canonical JSON."""
        return json.dumps(self.model_dump(mode="json", exclude={"sha256"}), sort_keys=True, ensure_ascii=False)


def load_change_card(folder: Path) -> ChangeCard:
    """Read the card of a change network; raises ModelNotFound or CardMismatch."""
    return read_card(folder, ChangeCard.model_validate_json)
