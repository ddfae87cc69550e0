"""The model card: what a model is, what it knows and how good it is; it travels with the ONNX file.

After Mitchell et al. 2019, "Model cards for model reporting" (arXiv:1810.03993).
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, ValidationError

from catalog.faults import first_fault
from inference.errors import CardMismatch, ModelNotFound
from inference.vision.preprocess import InputSpec

MODEL_FILE = "model.onnx"
CARD_FILE = "card.json"
METADATA_KEY = "greengrocer.card"


class Figure(BaseModel):
    """One measured share in 0–1 with its 95 % interval and the number of photos."""

    model_config = ConfigDict(frozen=True)

    value: float
    low: float
    high: float
    count: int


class SealedCard(BaseModel):
    """What every card says of how its model was made; `sha256` is that of `model.onnx`."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    version: str
    architecture: str
    input: InputSpec
    datasets: dict[str, str]
    licence: str
    recipe: str
    git_commit: str
    created: str
    sha256: str = ""

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the card of a model folder and check the hash of the model beside it.

        Raises:
            ModelNotFound: a file is missing.
            CardMismatch: the card breaks the schema, or the model has another hash.
        """
        for name in (CARD_FILE, MODEL_FILE):
            if not (folder / name).is_file():
                raise ModelNotFound(f"no model in {folder}: {name} is missing")
        try:
            card = cls.model_validate_json((folder / CARD_FILE).read_bytes())
        except ValidationError as error:
            raise CardMismatch(f"{folder / CARD_FILE}: {first_fault(error)}") from error
        actual = hashlib.sha256((folder / MODEL_FILE).read_bytes()).hexdigest()
        if actual != card.sha256:
            raise CardMismatch(f"{folder / MODEL_FILE} has sha256 {actual[:12]}…, its card says {card.sha256[:12]}…")
        return card

    def content(self) -> str:
        """Write all but the hash: what the ONNX metadata holds, canonical JSON."""
        return json.dumps(self.model_dump(mode="json", exclude={"sha256"}), sort_keys=True, ensure_ascii=False)

    def check_metadata(self, metadata: Mapping[str, str], folder: Path) -> None:
        """Refuse a model whose embedded card differs from the one beside it."""
        if metadata.get(METADATA_KEY) != self.content():
            raise CardMismatch(f"{folder}: the card inside {MODEL_FILE} differs from {CARD_FILE}")


class ModelCard(SealedCard):
    """What `card.json` holds; `sha256` is that of `model.onnx`.

    A photo whose `unknown_score` is below the threshold is of none of the labels: the probability (0–1) of the best
    label, or the nearness (cosine) to what the model has seen.
    """

    domain: str
    labels: tuple[str, ...] = Field(min_length=2)
    temperature: PositiveFloat
    unknown_score: Literal["probability", "nearness"] = "probability"
    unknown_threshold: float = Field(ge=0, le=1)
    metrics: dict[str, dict[str, Figure]]
