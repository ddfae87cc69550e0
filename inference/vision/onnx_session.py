"""A session of ONNX Runtime over the model of a folder, refused where its card is not the folder's."""

from collections.abc import Sequence
from pathlib import Path

import onnxruntime

from inference.vision.model_card import MODEL_FILE, SealedCard

CPU = "CPUExecutionProvider"


def open_session(
    folder: Path, card: SealedCard, *, threads: int = 1, providers: Sequence[str] | None = None
) -> onnxruntime.InferenceSession:
    """Load `model.onnx`; each call runs on the caller's thread and `threads` − 1 more.

    Raises:
        CardMismatch: the model carries another card.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(folder / MODEL_FILE), options, providers=list(providers or [CPU]))
    card.check_metadata(session.get_modelmeta().custom_metadata_map, folder)
    return session
