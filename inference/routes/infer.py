"""POST /v2/models/{model}/infer: run a model by the Open Inference Protocol."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Depends, Header, Request, Response
from numpy.typing import NDArray

from inference.dependencies import ResourcesDep, demand
from inference.errors import TensorInvalid
from inference.open_inference.protocol import InferIn, InferOut
from inference.open_inference.tensors import MAX_BATCH, Reply, Tensor, bytes_tensor, read_request, write_json
from inference.problems import problem_responses
from inference.resources import Resources
from inference.routes.open_inference import IMAGE_NAME, find_model
from inference.vision.classifier import Classifier
from inference.vision.onnx_classifier import INPUT_NAME
from inference.vision.preprocess import CHANNELS, preprocess

router = APIRouter(prefix="/v2", tags=["open inference protocol"], dependencies=[Depends(demand("read"))])

JSON_LENGTH = "Inference-Header-Content-Length"


BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": InferIn.inlined_schema()}},
    }
}


async def read_body(request: Request) -> bytes:
    """Read the request as it came: JSON, and perhaps bytes behind it."""
    return await request.body()


@router.post(
    "/models/{model}/infer",
    operation_id="infer",
    response_model=InferOut,
    responses=problem_responses(400, 404, 413, 415),
    openapi_extra=BODY,
)
@router.post(
    "/models/{model}/versions/{version}/infer",
    operation_id="inferVersion",
    response_model=InferOut,
    responses=problem_responses(400, 404, 413, 415),
    openapi_extra=BODY,
)
async def infer(
    model: str,
    body: Annotated[bytes, Depends(read_body)],
    resources: ResourcesDep,
    version: str | None = None,
    inference_header_content_length: Annotated[int | None, Header(ge=0)] = None,
) -> Response:
    """Run a model on `photo`, its own normalised tensors, or on `image`, encoded photos. Nothing is stored."""
    classifier = find_model(resources, model, version)
    return await resources.look(partial(_infer, resources, classifier, body, inference_header_content_length))


def _infer(resources: Resources, classifier: Classifier, body: bytes, head_length: int | None) -> Response:
    """Read the tensors, run the model on them and write the answer."""
    request, tensors = read_request(body, head_length)
    results = _run(resources, classifier, tensors)
    reply = _reply(request, results)
    head = {"model_name": classifier.card.domain, "model_version": classifier.card.version, "outputs": reply.outputs}
    answer = write_json(head | ({"id": request.id} if request.id is not None else {}))
    if not reply.tail:
        return Response(answer, media_type="application/json")
    headers = {JSON_LENGTH: str(len(answer))}
    return Response(b"".join([answer, *reply.tail]), media_type="application/octet-stream", headers=headers)


def _run(resources: Resources, classifier: Classifier, tensors: list[Tensor]) -> dict[str, Tensor]:
    """Run the model on each photo of the batch."""
    if len(tensors) != 1:
        raise TensorInvalid(f"one input is wanted: {INPUT_NAME!r} or {IMAGE_NAME!r}")
    outputs = [classifier.run(photo) for photo in _photos(resources, classifier, tensors[0])]
    if not all(np.isfinite(output.logits).all() for output in outputs):
        raise TensorInvalid("the model's answer is not finite: the input is out of its range")
    seen = [classifier.interpret(output) for output in outputs]
    own = [Tensor(name, "FP32", np.stack([getattr(o, name) for o in outputs])) for name in classifier.output_shapes]
    said = [
        bytes_tensor("label", [item.label for item in seen]),
        Tensor("score", "FP32", np.array([item.score for item in seen], dtype=np.float32)),
        Tensor("known", "BOOL", np.array([item.known for item in seen])),
    ]
    return {tensor.name: tensor for tensor in [*own, *said]}


def _photos(resources: Resources, classifier: Classifier, tensor: Tensor) -> Iterator[NDArray[np.float32]]:
    """The model's own input for each photo of a batch, float32 (3, S, S)."""
    size = classifier.card.input.size
    shapes = {INPUT_NAME: ("FP32", (CHANNELS, size, size)), IMAGE_NAME: ("BYTES", ())}
    if tensor.name not in shapes:
        raise TensorInvalid(f"there is no input {tensor.name!r}; one is wanted: {' or '.join(shapes)}")
    datatype, shape = shapes[tensor.name]
    if tensor.datatype != datatype or tensor.array.shape[1:] != shape:
        raise TensorInvalid(f"{tensor.name} is {datatype} of the shape {[-1, *shape]}")
    if len(tensor.array) > MAX_BATCH:
        raise TensorInvalid(f"a batch of {len(tensor.array)}; at most {MAX_BATCH} are accepted")
    if tensor.name == INPUT_NAME:
        yield from tensor.array
        return
    for data in tensor.array:
        yield preprocess(resources.analyst.decode(data, classifier).image, classifier.card.input)[0]


def _reply(request: InferIn, results: dict[str, Tensor]) -> Reply:
    """Put the outputs that were asked for, or all, in the form that was asked for."""
    reply = Reply()
    is_binary = request.parameters.get("binary_data_output") is True
    wanted = {output.name: output.parameters.get("binary_data", is_binary) is True for output in request.outputs}
    for name in wanted or results:
        if name not in results:
            raise TensorInvalid(f"there is no output {name!r}; there are: {', '.join(results)}")
        reply.add(results[name], is_binary=wanted.get(name, is_binary))
    return reply
