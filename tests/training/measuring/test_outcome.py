"""What is said of a run in a few words."""

import pytest

from training.measuring.outcome import strategy_of
from training.recipe import Recipe

CLASSES = {"beagle": 162, "collie": 231}
UNTRAINED = {"head_epochs": 0, "epochs": 0}


@pytest.mark.parametrize(
    ("fit", "classes", "words"),
    [
        (UNTRAINED, CLASSES, "ImageNet's own head, nothing trained"),
        ({"epochs": 8}, CLASSES, "fine-tuned from ImageNet, with ImageNet's own head"),
        ({"epochs": 0}, CLASSES, "frozen, from ImageNet, with ImageNet's own head"),
        ({"epochs": 0}, {}, "frozen, from ImageNet"),
        ({"part_epochs": 4, "epochs": 0}, {}, "fine-tuned from ImageNet, 20% of the photos alone"),
        ({"part_epochs": 4, "epochs": 8}, {}, "fine-tuned from ImageNet, 20% of the photos first"),
        ({"plain_epochs": 4}, {}, "fine-tuned from ImageNet, plain grounds last"),
    ],
)
def test_strategy_says_what_learns(fit: dict[str, int], classes: dict[str, int], words: str) -> None:
    own = {"fit": fit, "model": {"imagenet_classes": classes}}
    assert strategy_of(Recipe.model_validate({"name": "dogs", "domain": "dogs", "data": []} | own)) == words
