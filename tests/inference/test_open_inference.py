"""The Open Inference Protocol, asked by Triton's own client over HTTP."""

import base64
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from tritonclient.http import InferenceServerClient, InferInput, InferRequestedOutput
from tritonclient.utils import InferenceServerException

from inference.vision.images import open_image
from inference.vision.preprocess import preprocess
from inference.vision.registry import ModelRegistry
from tests.inference.conftest import Photograph, Serve
from tests.inference.live import serving

MODEL = "vegetables"


@pytest.fixture(scope="module")
def triton(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InferenceServerClient]:
    with serving(tmp_path_factory.mktemp("triton")) as address:
        client = InferenceServerClient(address)
        yield client
        client.close()


@pytest.fixture(scope="module")
def tomatoes(shared_data: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((shared_data / "vegetables15" / "Tomato").glob("*.jpg"))[:2]]


def photo_input(photo: bytes, *, binary: bool = True) -> InferInput:
    spec = ModelRegistry(Path("models")).get(MODEL).card.input
    tensor = preprocess(open_image(photo, min_side=spec.decode_side).image, spec)
    sent = InferInput("photo", list(tensor.shape), "FP32")
    sent.set_data_from_numpy(tensor, binary_data=binary)
    return sent


def image_input(photos: list[bytes]) -> InferInput:
    sent = InferInput("image", [len(photos)], "BYTES")
    sent.set_data_from_numpy(np.array(photos, dtype=object))
    return sent


def test_server_and_model_are_ready(triton: InferenceServerClient) -> None:
    assert triton.is_server_live()
    assert triton.is_server_ready()
    assert triton.is_model_ready(MODEL)
    assert triton.get_server_metadata()["name"] == "greengrocer"


def test_metadata_tells_the_tensors_that_come(triton: InferenceServerClient, tomatoes: list[bytes]) -> None:
    metadata = triton.get_model_metadata(MODEL)
    answer = triton.infer(MODEL, [image_input(tomatoes)], model_version=metadata["versions"][0])
    for output in metadata["outputs"]:
        array = answer.as_numpy(output["name"])
        assert list(array.shape) == [2, *output["shape"][1:]], output


def test_images_of_a_batch_are_named(triton: InferenceServerClient, tomatoes: list[bytes]) -> None:
    outputs = [InferRequestedOutput(name) for name in ("label", "score", "known")]
    answer = triton.infer(MODEL, [image_input(tomatoes)], outputs=outputs, request_id="7")
    assert answer.as_numpy("label").tolist() == [b"tomato", b"tomato"]
    assert (answer.as_numpy("score") > 0.5).all()
    assert answer.as_numpy("known").tolist() == [True, True]
    assert answer.get_response()["id"] == "7"


@pytest.mark.parametrize("binary", [True, False])
def test_own_tensor_gives_the_same_as_its_image(
    triton: InferenceServerClient, tomatoes: list[bytes], binary: bool
) -> None:
    outputs = [InferRequestedOutput("logits", binary_data=binary)]
    tensor = triton.infer(MODEL, [photo_input(tomatoes[0], binary=binary)], outputs=outputs).as_numpy("logits")
    image = triton.infer(MODEL, [image_input(tomatoes[:1])], outputs=outputs).as_numpy("logits")
    np.testing.assert_allclose(tensor, image, atol=1e-4)


def test_client_hears_what_was_wrong(triton: InferenceServerClient) -> None:
    wrong = InferInput("photo", [1, 3, 10, 10], "FP32")
    wrong.set_data_from_numpy(np.zeros((1, 3, 10, 10), dtype=np.float32))
    with pytest.raises(InferenceServerException, match="of the shape"):
        triton.infer(MODEL, [wrong])
    with pytest.raises(InferenceServerException, match="no model for the domain"):
        triton.infer("nothing", [wrong])
    with pytest.raises(InferenceServerException, match="accepted format"):
        triton.infer(MODEL, [image_input([b"no image"])])


NAN = {"name": "photo", "datatype": "FP32", "shape": [1, 3, 224, 224], "data": [1e39] * (3 * 224 * 224)}
BAD: dict[str, object] = {
    "no inputs": {"inputs": []},
    "no data": {"inputs": [{"name": "image", "datatype": "BYTES", "shape": [1]}]},
    "not base64": {"inputs": [{"name": "image", "datatype": "BYTES", "shape": [1], "data": ["!"]}]},
    "more in the shape": {"inputs": [{"name": "image", "datatype": "BYTES", "shape": [9], "data": ["aaaa"]}]},
    "words for numbers": {"inputs": [{"name": "photo", "datatype": "FP32", "shape": [1], "data": ["x"]}]},
    "beyond float32": {"inputs": [NAN]},
    "another input": {"inputs": [{"name": "else", "datatype": "FP32", "shape": [1], "data": [1]}]},
}


@pytest.mark.parametrize("fault", BAD)
def test_request_that_breaks_the_protocol_is_a_400(client: TestClient, fault: str) -> None:
    answer = client.post(f"/v2/models/{MODEL}/infer", json=BAD[fault])
    assert (answer.status_code, answer.json()["code"]) == (400, "tensor_invalid")
    assert answer.json()["error"] == answer.json()["detail"]


def test_image_in_json_is_base64(client: TestClient, photograph: Photograph) -> None:
    data = base64.b64encode(photograph()).decode()
    request = {"inputs": [{"name": "image", "datatype": "BYTES", "shape": [1], "data": [data]}]}
    answer = client.post(f"/v2/models/{MODEL}/infer", json=request).json()
    assert {output["name"] for output in answer["outputs"]} >= {"logits", "label"}


def test_unknown_version_is_not_found(serve: Serve) -> None:
    assert serve().get(f"/v2/models/{MODEL}/versions/0/ready").status_code == 404
