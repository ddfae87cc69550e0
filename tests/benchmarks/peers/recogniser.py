"""What every peer runs: the same ONNX file, decode and answer as ours, in plain Pillow, NumPy and ONNX Runtime.

It names no colours: that is work which only ours does.
"""

import io
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from PIL import Image

MODEL_VARIABLE = "PEER_MODEL"
TOP = 5


class Recogniser:
    """A session on one thread; the folder of its model stands in the environment."""

    def __init__(self) -> None:
        folder = Path(os.environ[MODEL_VARIABLE])
        self.card = json.loads((folder / "card.json").read_text("utf-8"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.path = str(folder / "model.onnx")
        self.session = onnxruntime.InferenceSession(self.path, options, providers=["CPUExecutionProvider"])

    def classify(self, photo: bytes) -> dict[str, Any]:
        """Label, score and the best five of a photo."""
        (logits,) = self.session.run(["logits"], {"photo": self.prepare(photo)})
        shifted = np.exp((logits[0] - logits[0].max()) / self.card["temperature"])
        scores = shifted / shifted.sum()
        top = [
            {"label": self.card["labels"][index], "score": round(float(scores[index]), 6)}
            for index in np.argsort(-scores)[:TOP]
        ]
        return {**top[0], "top": top}

    def prepare(self, photo: bytes) -> np.ndarray:
        """Decode, resize by the short side, cut the centre, and normalise: float32 (1, 3, S, S)."""
        spec = self.card["input"]
        image = Image.open(io.BytesIO(photo))
        image.draft(None, (2 * spec["resize"], 2 * spec["resize"]))
        image = image.convert("RGB")
        scale, size = spec["resize"] / min(image.size), spec["size"]
        width, height = (max(size, round(side * scale)) for side in image.size)
        image = image.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=2.0)
        left, top = (width - size) // 2, (height - size) // 2
        pixels = np.asarray(image.crop((left, top, left + size, top + size)))
        channels = np.ascontiguousarray(pixels.transpose(2, 0, 1)).astype(np.float32)
        channels -= np.array(spec["mean"], dtype=np.float32)[:, None, None]
        channels /= np.array(spec["std"], dtype=np.float32)[:, None, None]
        return channels[np.newaxis]
