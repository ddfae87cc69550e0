"""A session of ONNX Runtime over the model of a folder, refused where its card is not the folder's."""

from functools import cache
from pathlib import Path
from typing import Any

import onnxruntime

from inference.errors import ProviderMissing
from inference.vision.model_card import MODEL_FILE, SealedCard
from inference.vision.provider import NAMES, Provider


def open_session(
    folder: Path, card: SealedCard, *, threads: int = 1, provider: Provider = "cpu"
) -> onnxruntime.InferenceSession:
    """Load `model.onnx`; each call runs on the caller's thread and `threads` − 1 more.

    Raises:
        ProviderMissing: this ONNX Runtime was built without it.
        CardMismatch: the model carries another card.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.use_env_allocators", "1")
    _share_arena()
    providers = [(_find(provider), _options(provider, threads))]
    session = onnxruntime.InferenceSession(str(folder / MODEL_FILE), options, providers=providers)
    card.check_metadata(session.get_modelmeta().custom_metadata_map, folder)
    return session


@cache
def _share_arena() -> None:
    """Let all sessions of the process take turns in one arena: each alone would keep what its largest photo took."""
    kind, use = onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, onnxruntime.OrtMemType.DEFAULT
    onnxruntime.create_and_register_allocator(onnxruntime.OrtMemoryInfo("Cpu", kind, 0, use), None)


def _find(provider: Provider) -> str:
    """ONNX Runtime itself would fall back to the plain one without a word."""
    if NAMES[provider] not in onnxruntime.get_available_providers():
        raise ProviderMissing(f"this ONNX Runtime has no {NAMES[provider]}; docs/performance.md says how to get one")
    return NAMES[provider]


def _options(provider: Provider, threads: int) -> dict[str, Any]:
    """OpenVINO does not ask the session how many threads it may use."""
    return {"device_type": "CPU", "num_of_threads": str(threads)} if provider == "openvino" else {}
