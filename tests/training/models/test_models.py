"""Architectures: their shapes, their sizes, and the weights they begin with."""

from pathlib import Path

import numpy as np
import pytest
import torch

from inference.vision.preprocess import normalise
from training.errors import RecipeError, WeightsMissing
from training.models.efficientnet_lite import build_features, load_imagenet_weights
from training.models.registry import ARCHITECTURES, architecture, build_recogniser, imagenet_head
from training.torchvision_operators import declare_operators

PAPER_LAYERS = [896, 18_496, 11_214_976, 16_512, 1_935]


@pytest.mark.parametrize("variant", [0, 1, 2])
def test_published_weights_fit_our_lite(variant: int) -> None:
    features = build_features(variant).eval()
    features.load_state_dict(load_imagenet_weights(variant)[0])
    with torch.inference_mode():
        assert features(torch.zeros(1, 3, 64, 64)).shape == (1, 1280, 2, 2)


@pytest.mark.parametrize("name", ["mobilenet_v2", "mobilenet_v3_small", "resnet18", "efficientnet_b0", "convnext_tiny"])
def test_torchvision_architectures_give_logits_and_maps(name: str) -> None:
    model = build_recogniser(name, classes=3, weights="none").eval()
    with torch.inference_mode():
        outputs = model.explain(torch.zeros(1, 3, 64, 64))
    assert outputs.logits.shape == (1, 3)
    assert outputs.embedding.shape == (1, ARCHITECTURES[name].channels)
    assert outputs.maps.shape == (1, 3, 2, 2)


def test_plain_cnn_has_the_layers_of_the_paper() -> None:
    model = build_recogniser("plain_cnn", classes=15, weights="none")
    layers = [m for m in model.modules() if isinstance(m, torch.nn.Conv2d | torch.nn.Linear)]
    assert sorted(sum(p.numel() for p in layer.parameters()) for layer in layers) == sorted(PAPER_LAYERS)


@pytest.mark.parametrize("name", ["plain_cnn", "tiny_vgg"])
def test_networks_with_dense_layers_show_where_they_are_active(name: str) -> None:
    side = architecture(name).input.size
    model = build_recogniser(name, classes=4, weights="none").eval()
    with torch.inference_mode():
        outputs = model.explain(torch.rand(2, 3, side, side))
    assert outputs.embedding.shape == (2, ARCHITECTURES[name].channels)
    assert outputs.maps.shape == (2, 4, side // 4, side // 4)
    assert torch.equal(outputs.maps[:, 0], outputs.maps[:, 3])


def test_inception_learns_through_its_auxiliary_head() -> None:
    model = build_recogniser("inception_v3", classes=3, weights="none")
    main, auxiliary = model.heads(torch.rand(2, 3, 299, 299))
    auxiliary.sum().backward()
    assert main.shape == auxiliary.shape == (2, 3)
    assert model.auxiliary.fc.weight.grad is not None  # type: ignore[union-attr]  # it has one


def test_inception_is_given_pixels_as_its_weights_learnt_them() -> None:
    declare_operators()
    from torchvision.models import Inception3

    pixels = np.random.default_rng(1).integers(0, 256, (299, 299, 3), dtype=np.uint8)
    usual = torch.from_numpy(normalise(pixels, architecture("resnet50").input)[np.newaxis])
    with torch.device("meta"):
        pretrained = Inception3(transform_input=True, init_weights=False)
    given = torch.from_numpy(normalise(pixels, architecture("inception_v3").input)[np.newaxis])
    assert torch.allclose(given, pretrained._transform_input(usual), atol=1e-5)  # what it does before its first layer


def test_vgg_keeps_its_dense_layers() -> None:
    with torch.device("meta"):
        model = build_recogniser("vgg16", classes=1000, weights="none")
    assert sum(parameter.numel() for parameter in model.parameters()) == 138_357_544


def test_head_of_imagenet_is_cut_to_the_classes_asked_for() -> None:
    whole = load_imagenet_weights(0)[1]
    cut = imagenet_head("efficientnet_lite0", [207, 151])
    assert torch.equal(cut["weight"], whole["weight"][[207, 151]])


def test_network_that_was_never_pretrained_says_so() -> None:
    with pytest.raises(WeightsMissing, match="never trained on ImageNet"):
        build_recogniser("tiny_vgg", classes=2, weights="imagenet")


@pytest.mark.parametrize(
    ("name", "is_zip"), [("mobilenet_v3_small", True), ("plain_cnn", True), ("tiny_vgg", False)]
)  # older files are no zip
def test_model_goes_on_from_another_with_a_head_of_its_own(name: str, is_zip: bool, tmp_path: Path) -> None:
    before, side = build_recogniser(name, classes=3, weights="none"), architecture(name).input.size
    torch.save(before.state_dict(), tmp_path / "model.pt", _use_new_zipfile_serialization=is_zip)
    after = build_recogniser(name, classes=5, weights=str(tmp_path / "model.pt"))
    photos = torch.rand(2, 3, side, side)
    assert torch.equal(before.eval().embed(photos), after.eval().embed(photos))
    assert after.head.out_features == 5


@pytest.mark.parametrize("content", [None, b"", b"broken"])
def test_weights_of_something_else_are_refused(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "model.pt"
    if content is None:
        torch.save(build_recogniser("tiny_vgg", classes=2, weights="none").state_dict(), path)
    else:
        path.write_bytes(content)
    with pytest.raises(RecipeError, match=r"model\.pt holds no weights of mobilenet_v3_small"):
        build_recogniser("mobilenet_v3_small", classes=2, weights=str(path))
