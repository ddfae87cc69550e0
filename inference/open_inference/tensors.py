"""Tensors of the Open Inference Protocol: as JSON, or as bytes behind it (its binary tensor data extension).

https://github.com/kserve/open-inference-protocol, and Triton's extension_binary_data.md.
"""

import base64
import binascii
import json
import math
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from catalog.faults import first_fault
from inference.errors import TensorInvalid
from inference.open_inference.protocol import Datatype, InferIn, TensorIn

MAX_BATCH = 64
LENGTH = struct.Struct("<I")


@dataclass(frozen=True)
class Tensor:
    """A named tensor: FP32 and BOOL as numbers, BYTES as objects."""

    name: str
    datatype: Datatype
    array: NDArray[Any]


@dataclass
class Reply:
    """JSON, and the bytes that stand behind it."""

    outputs: list[dict[str, Any]] = field(default_factory=list)
    tail: list[bytes] = field(default_factory=list)

    def add(self, tensor: Tensor, *, is_binary: bool) -> None:
        """Add a tensor in either form."""
        described: dict[str, Any] = {
            "name": tensor.name,
            "datatype": tensor.datatype,
            "shape": list(tensor.array.shape),
        }
        if is_binary:
            data = _pack(tensor)
            self.tail.append(data)
            described["parameters"] = {"binary_data_size": len(data)}
        else:
            flat = tensor.array.ravel().tolist()
            described["data"] = [value.decode() for value in flat] if tensor.datatype == "BYTES" else flat
        self.outputs.append(described)


def read_request(body: bytes, header_length: int | None) -> tuple[InferIn, list[Tensor]]:
    """Read a request and its tensors.

    Raises:
        TensorInvalid: it breaks the protocol.
    """
    length = len(body) if header_length is None else header_length
    try:
        request = InferIn.model_validate_json(body[:length])
    except ValidationError as error:
        raise TensorInvalid(first_fault(error, whole="body")) from error
    rest = memoryview(body)[length:]
    tensors = []
    for sent in request.inputs:
        size = sent.parameters.get("binary_data_size", 0 if sent.data is not None else -1)
        if not isinstance(size, int) or not 0 <= size <= len(rest):
            raise TensorInvalid(f"{sent.name}: no data, or not as much as binary_data_size says")
        tensors.append(Tensor(sent.name, sent.datatype, _unpack(sent, bytes(rest[:size]))))
        rest = rest[size:]
    return request, tensors


def write_json(value: object) -> bytes:
    """Write JSON as the protocol wants it: no NaN.

    Raises:
        TensorInvalid: the model's answer is not finite.
    """
    try:
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()
    except ValueError as error:
        raise TensorInvalid("the model's answer is not finite: the input is out of its range") from error


def bytes_tensor(name: str, values: Iterable[str]) -> Tensor:
    """Make a tensor (N,) of texts."""
    return Tensor(name, "BYTES", np.array([value.encode() for value in values], dtype=object))


def _unpack(sent: TensorIn, binary: bytes) -> NDArray[Any]:
    count = math.prod(sent.shape)
    try:
        if sent.datatype == "BYTES":
            values = _split(binary) if sent.data is None else [base64.b64decode(v, validate=True) for v in sent.data]
            array = np.empty(len(values), dtype=object)
            array[:] = values
        elif sent.datatype == "FP32":
            array = _numbers(sent, binary)
        else:
            raise TensorInvalid(f"{sent.name}: inputs are FP32 or BYTES")
    except (ValueError, TypeError, OverflowError, binascii.Error) as error:
        raise TensorInvalid(f"{sent.name}: the data is not {sent.datatype}: {error}") from error
    if array.size != count:
        raise TensorInvalid(f"{sent.name}: {array.size} values for the shape {sent.shape}")
    return array.reshape(sent.shape)


def _numbers(sent: TensorIn, binary: bytes) -> NDArray[np.float32]:
    with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite, and is refused below
        array = np.frombuffer(binary, "<f4") if sent.data is None else np.asarray(sent.data, "<f4").ravel()
    if not np.isfinite(array).all():
        raise ValueError("not all values are finite")
    return array


def _split(binary: bytes) -> Sequence[bytes]:
    """Each element stands behind its length, four bytes, little endian."""
    values, position = [], 0
    while position < len(binary):
        if position + LENGTH.size > len(binary):
            raise ValueError("cut off within a length")
        (length,) = LENGTH.unpack_from(binary, position)
        position += LENGTH.size
        if position + length > len(binary):
            raise ValueError("an element is longer than the data")
        values.append(binary[position : position + length])
        position += length
    return values


def _pack(tensor: Tensor) -> bytes:
    if tensor.datatype == "BYTES":
        return b"".join(LENGTH.pack(len(value)) + value for value in tensor.array.ravel())
    return np.ascontiguousarray(tensor.array, dtype="<f4" if tensor.datatype == "FP32" else np.bool_).tobytes()
