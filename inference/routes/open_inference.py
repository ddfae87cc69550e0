"""/v2: the Open Inference Protocol, so that clients of Triton and KServe can ask our models.

A model is named by its domain. It takes either `photo`, its own normalised tensor, or `image`, encoded photos.
"""

from fastapi import APIRouter, Depends

from inference.dependencies import ResourcesDep, demand
from inference.errors import ModelNotFound
from inference.open_inference.protocol import (
    ModelReadyOut,
    ModelTensorsOut,
    ServerLiveOut,
    ServerOut,
    ServerReadyOut,
    TensorOut,
)
from inference.problems import problem_responses
from inference.resources import Resources
from inference.vision.classifier import Classifier
from inference.vision.onnx_classifier import INPUT_NAME
from inference.vision.preprocess import CHANNELS

router = APIRouter(prefix="/v2", tags=["open inference protocol"])

READ = [Depends(demand("read"))]
IMAGE_NAME = "image"
EXTENSIONS = ["binary_tensor_data"]


@router.get("/health/live", operation_id="isServerLive", response_model=ServerLiveOut)
async def is_live() -> ServerLiveOut:
    """Answer as long as the process can."""
    return ServerLiveOut(live=True)


@router.get(
    "/health/ready", operation_id="isServerReady", response_model=ServerReadyOut, responses=problem_responses(404)
)
def is_ready(resources: ResourcesDep) -> ServerReadyOut:
    """Tell whether the default model can be asked."""
    resources.analyst.models.get(resources.settings.domain)
    return ServerReadyOut(ready=True)


@router.get(
    "", operation_id="describeServer", dependencies=READ, response_model=ServerOut, responses=problem_responses()
)
async def describe_server() -> ServerOut:
    """Say what this server is."""
    return ServerOut(name="greengrocer", version="1.0.0", extensions=EXTENSIONS)


@router.get(
    "/models/{model}",
    operation_id="describeModel",
    dependencies=READ,
    response_model=ModelTensorsOut,
    responses=problem_responses(404),
)
@router.get(
    "/models/{model}/versions/{version}",
    operation_id="describeModelVersion",
    dependencies=READ,
    response_model=ModelTensorsOut,
    responses=problem_responses(404),
)
def describe_model(model: str, resources: ResourcesDep, version: str | None = None) -> ModelTensorsOut:
    """List a model's tensors; -1 is the size of the batch. One of the inputs is to be given."""
    classifier = find_model(resources, model, version)
    side = classifier.card.input.size
    outputs = [
        TensorOut(name=name, datatype="FP32", shape=[-1, *shape]) for name, shape in classifier.output_shapes.items()
    ]
    return ModelTensorsOut(
        name=model,
        versions=[classifier.card.version],
        platform="onnxruntime_onnx",
        inputs=[
            TensorOut(name=INPUT_NAME, datatype="FP32", shape=[-1, CHANNELS, side, side]),
            TensorOut(name=IMAGE_NAME, datatype="BYTES", shape=[-1]),
        ],
        outputs=[
            *outputs,
            TensorOut(name="label", datatype="BYTES", shape=[-1]),
            TensorOut(name="score", datatype="FP32", shape=[-1]),
            TensorOut(name="known", datatype="BOOL", shape=[-1]),
        ],
    )


@router.get(
    "/models/{model}/ready",
    operation_id="isModelReady",
    dependencies=READ,
    response_model=ModelReadyOut,
    responses=problem_responses(404),
)
@router.get(
    "/models/{model}/versions/{version}/ready",
    operation_id="isModelVersionReady",
    dependencies=READ,
    response_model=ModelReadyOut,
    responses=problem_responses(404),
)
def is_model_ready(model: str, resources: ResourcesDep, version: str | None = None) -> ModelReadyOut:
    """Tell whether a model can be asked."""
    find_model(resources, model, version)
    return ModelReadyOut(name=model, ready=True)


def find_model(resources: Resources, model: str, version: str | None) -> Classifier:
    """Find a model by its domain, and its version where one is named.

    Raises:
        ModelNotFound: there is no such model.
    """
    classifier = resources.analyst.models.get(model)
    if version is not None and version != classifier.card.version:
        raise ModelNotFound(f"{model} has no version {version!r}; it has {classifier.card.version!r}")
    return classifier
