"""What a bare loop needs for a photo ÷ what a request to our API needs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from tests.benchmarks.serving.bare import measure_bare
from tests.benchmarks.serving.client import Load
from tests.benchmarks.serving.rounds import Contender, Record, measure_round, ratio, take_turns

ROUNDS = 4
LOAD = Load(clients=8, requests=80)
SIZES = {"market photos": (224, 224), "as Telegram sends": (1280, 960), "12 Mpx of a phone": (4000, 3000)}
FEW = 10
KILOBYTE = 1000


def compare_with_bare(contenders: Mapping[str, Contender], domain: str, photos: Sequence[Path]) -> dict[str, Any]:
    """By the way of asking: CPU of the bare loop ÷ CPU of a request, in turn."""
    ours: dict[str, Record] = {name: Record() for name in contenders}
    bare: dict[str, list[float]] = {}
    take_turns(contenders, LOAD, photos, 1)
    for _ in range(ROUNDS):
        for way, ms in measure_bare(domain, LOAD.requests, photos).items():
            bare.setdefault(way, []).append(ms)
        for name, contender in contenders.items():
            measure_round(name, contender, LOAD, photos, ours[name])
    return {
        name: record.describe() | {way: ratio(times, record.cpu_ms) for way, times in bare.items()}
        for name, record in ours.items()
    }


def compare_sizes(
    contenders: Mapping[str, Contender], domain: str, photos: Sequence[Path], folder: Path
) -> dict[str, Any]:
    """The same by the size of the photos: what a request itself costs weighs the less the larger they are."""
    figures = {}
    for name, size in SIZES.items():
        made = [_resize(photo, size, folder / f"{number}-{size[0]}.jpg") for number, photo in enumerate(photos[:FEW])]
        kilobytes = round(sum(path.stat().st_size for path in made) / len(made) / KILOBYTE)
        described = {"width": size[0], "height": size[1], "kilobytes": kilobytes}
        figures[name] = described | {"asked": compare_with_bare(contenders, domain, made)}
    return figures


def _resize(photo: Path, size: tuple[int, int], target: Path) -> Path:
    with Image.open(photo) as image:
        ImageOps.fit(image.convert("RGB"), size, Image.Resampling.BICUBIC).save(target, quality=90)
    return target
