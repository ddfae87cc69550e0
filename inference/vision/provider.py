"""What runs a model's graph: ONNX Runtime's own kernels, or OpenVINO's."""

from typing import Literal

Provider = Literal["cpu", "openvino"]

NAMES: dict[Provider, str] = {"cpu": "CPUExecutionProvider", "openvino": "OpenVINOExecutionProvider"}
