"""BentoML: `bentoml serve bentoml_peer:Peer --port PORT`, as many workers as the environment says."""

import os
from typing import Any

import bentoml
from recogniser import Recogniser


@bentoml.service(workers=int(os.environ["PEER_WORKERS"]), metrics={"enabled": True})
class Peer:
    """The image as the body, JSON out."""

    def __init__(self) -> None:
        self.recogniser = Recogniser()

    @bentoml.api(route="/classify")
    def classify(self, photo: bytes, /) -> dict[str, Any]:
        """Classify."""
        return self.recogniser.classify(photo)
