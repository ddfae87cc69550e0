"""From a photo to a model's input."""

import numpy as np
import pytest
from PIL import Image

from inference.vision.preprocess import InputSpec, frame, preprocess

MOST_LEVELS = 2  # Pillow takes rows or columns first, whichever is cheaper, and rounds in between


def draw(width: int, height: int) -> Image.Image:
    noise = np.random.default_rng(5).integers(0, 255, (height // 8, width // 8, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize((width, height), Image.Resampling.BICUBIC)


@pytest.mark.parametrize("size", [(348, 348), (640, 480), (673, 899), (224, 400), (90, 60)])
@pytest.mark.parametrize("spec", [InputSpec(), InputSpec(size=224, resize=256)])
def test_middle_is_that_of_the_whole_photo_resized(size: tuple[int, int], spec: InputSpec) -> None:
    photo = draw(*size)
    scale = spec.resize / min(size)
    whole = photo.resize((round(size[0] * scale), round(size[1] * scale)), Image.Resampling.BICUBIC)
    left, top = (whole.width - spec.size) // 2, (whole.height - spec.size) // 2
    expected = np.asarray(whole.crop((left, top, left + spec.size, top + spec.size)), dtype=np.int16)
    assert np.abs(np.asarray(frame(photo, spec), dtype=np.int16) - expected).max() <= MOST_LEVELS


def test_squashed_photo_keeps_its_rim() -> None:
    photo = Image.new("RGB", (400, 200), "black")
    photo.paste("white", (0, 0, 40, 200))
    pixels = np.asarray(frame(photo, InputSpec(fit="squash")))
    assert (pixels.shape, pixels[:, 0].min(), pixels[:, -1].max()) == ((224, 224, 3), 255, 0)


def test_input_is_normalised_by_the_card() -> None:
    made = preprocess(Image.new("RGB", (300, 300), (127, 255, 0)), InputSpec())
    assert (made.shape, made.dtype) == ((1, 3, 224, 224), np.float32)
    assert made[0, :, 0, 0] == pytest.approx([0, 1, -127 / 128])
