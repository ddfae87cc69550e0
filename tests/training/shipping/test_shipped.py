"""What is shipped: float where int8 does harm, and each model under a version of its own."""

from pathlib import Path

import onnx
import torch

from inference.vision.model_card import MODEL_FILE
from tests.training.fitting.test_strategies import recipe_of
from training.data.dataset import load_dataset
from training.models.recogniser import Recogniser
from training.workshop import Places, ship


def fragile_model() -> Recogniser:
    """Green against red, beside a channel so wide that eight bits leave nothing of the other two."""
    conv = torch.nn.Conv2d(3, 3, 1)
    conv.weight.data = torch.diag(torch.tensor([1.0, 1.0, 1e5]))[:, :, None, None]
    conv.bias.data = torch.full((3,), 3.0)
    model = Recogniser(torch.nn.Sequential(conv, torch.nn.ReLU()), channels=3, classes=2)
    model.head.weight.data = torch.tensor([[-5.0, 5.0, 0.0], [5.0, -5.0, 0.0]])
    model.head.bias.data.zero_()
    return model


def test_float_is_served_where_int8_fails_on_a_few_photos(discs: Path) -> None:
    recipe = recipe_of()
    data = load_dataset(recipe, discs)
    card = ship(fragile_model(), recipe, data, Places(discs, discs / "run", None), recipe_name="discs.toml")
    assert card.metrics["discs"]["accuracy"].value == 1
    operators = {node.op_type for node in onnx.load(discs / "run" / "model" / MODEL_FILE).graph.node}
    assert "Conv" in operators
    assert "QuantizeLinear" not in operators


def test_two_models_of_one_minute_have_two_versions(discs: Path) -> None:
    recipe = recipe_of(int8=False)
    data, place = load_dataset(recipe, discs), Places(discs, discs / "run", None)
    endings = []
    for weight in (5.0, 6.0):
        model = fragile_model()
        model.head.weight.data[0, 0] = -weight
        endings.append(ship(model, recipe, data, place, recipe_name="discs.toml").version.rsplit("-", 1)[1])
    assert endings[0] != endings[1]
    assert {len(ending) for ending in endings} == {8}
