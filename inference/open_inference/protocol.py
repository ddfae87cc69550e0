"""The Open Inference Protocol: the shapes of its JSON (github.com/kserve/open-inference-protocol)."""

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

Datatype = Literal["FP32", "BYTES", "BOOL"]
Size = Annotated[int, Field(ge=1, le=1_000_000)]


class TensorIn(BaseModel):
    """A tensor that was sent; BYTES in `data` are base64."""

    name: str
    datatype: Datatype
    shape: list[Size] = Field(min_length=1, max_length=8)
    data: list[Any] | None = None
    parameters: dict[str, Any] = {}


class OutputIn(BaseModel):
    """A tensor that is asked for."""

    name: str
    parameters: dict[str, Any] = {}


class InferIn(BaseModel):
    """A request."""

    id: str | None = None
    inputs: list[TensorIn] = Field(min_length=1, max_length=8)
    outputs: list[OutputIn] = []
    parameters: dict[str, Any] = {}

    @classmethod
    def inlined_schema(cls) -> dict[str, Any]:
        """The JSON Schema without references: OpenAPI knows no `$defs` of a route."""
        schema = cls.model_json_schema()
        text = json.dumps({name: value for name, value in schema.items() if name != "$defs"})
        for name, definition in schema["$defs"].items():
            text = text.replace(json.dumps({"$ref": f"#/$defs/{name}"}), json.dumps(definition))
        inlined: dict[str, Any] = json.loads(text)
        return inlined


class ServerLiveOut(BaseModel):
    """Whether the process answers."""

    live: bool


class ServerReadyOut(BaseModel):
    """Whether the default model can be asked."""

    ready: bool


class ServerOut(BaseModel):
    """What this server is, and what it speaks beyond the protocol."""

    name: str
    version: str
    extensions: list[str]


class ModelReadyOut(BaseModel):
    """Whether a model can be asked."""

    name: str
    ready: bool


class TensorOut(BaseModel):
    """A tensor that a model takes or gives; -1 in its shape is the size of the batch."""

    name: str
    datatype: Datatype
    shape: list[int]


class ModelTensorsOut(BaseModel):
    """A model by its tensors."""

    name: str
    versions: list[str]
    platform: str
    inputs: list[TensorOut]
    outputs: list[TensorOut]


class FilledTensorOut(TensorOut):
    """A tensor with its values, flat and row by row; without `data` they stand behind the JSON."""

    data: list[float | bool | str] | None = None
    parameters: dict[str, int] | None = None


class InferOut(BaseModel):
    """A model's answer."""

    model_name: str
    model_version: str
    id: str | None = None
    outputs: list[FilledTensorOut]
