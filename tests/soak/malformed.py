"""Real photos, mutated: whatever becomes of them is an answer or one of our errors, in bounded memory."""

import io
import json
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from inference.analysis import Analyst
from inference.errors import ImageError
from inference.resources import build_analyst
from inference.settings import InferenceSettings
from inference.vision.images import open_image

SEED = 20_261_121
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF")
SIDE = 160
HEADER_BYTES = 600
MOST_FLIPS = 24
WARM_UP = 100
KILOBYTE = 1024


def try_malformed(data: Path, count: int) -> dict[str, int]:
    """Look at mutated photos in a process of its own; raises CalledProcessError where it crashes."""
    command = [sys.executable, "-m", "tests.soak.malformed", str(data), str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, int] = json.loads(done.stdout)
    return figures


def main(data: Path, count: int) -> dict[str, int]:
    """Look at mutated photos in this process: outcomes, the peak of its memory and its growth, in megabytes."""
    analyst = build_analyst(InferenceSettings())
    seeds = list(_seeds(data))
    random = np.random.default_rng(SEED)
    outcomes: Counter[str] = Counter()
    before = 0
    for number in range(count):
        if number == WARM_UP:
            before = _resident_mb()
        outcomes[_look(analyst, _mutate(seeds[number % len(seeds)], random))] += 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KILOBYTE
    return {"images": count, **outcomes, "peak_mb": peak, "growth_mb": _resident_mb() - before}


def _seeds(data: Path) -> Iterator[bytes]:
    """Photos of a shop as they are, and small ones in every format."""
    paths = sorted((data / "grocerystore").rglob("*.jpg"))[::400]
    for path in paths:
        yield path.read_bytes()
        small = open_image(path.read_bytes(), min_side=SIDE).image.resize((SIDE, SIDE))
        for form in FORMATS:
            buffer = io.BytesIO()
            small.save(buffer, form, exif=_exif()) if form in {"JPEG", "PNG", "WEBP"} else small.save(buffer, form)
            yield buffer.getvalue()


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation
    exif[0x8825] = {1: "N", 2: (55.0, 45.0, 0.0)}  # GPS
    return exif


def _mutate(photo: bytes, random: np.random.Generator) -> bytes:
    """Change some bytes, half of the time near the beginning; sometimes cut, double or drop a piece."""
    mutated = np.frombuffer(photo, dtype=np.uint8).copy()
    reach = len(mutated) if random.random() < 0.5 else min(len(mutated), HEADER_BYTES)
    flips = int(random.integers(1, MOST_FLIPS))
    mutated[random.integers(0, reach, flips)] = random.integers(0, 256, flips)
    first, last = sorted(int(place) for place in random.integers(0, len(mutated), 2))
    data = mutated.tobytes()
    match int(random.integers(0, 8)):
        case 0:
            return data[:last]
        case 1:
            return data[:first] + data[last:]
        case 2:
            return data[:last] + data[first:]
    return data


def _look(analyst: Analyst, data: bytes) -> str:
    try:
        analyst.analyse(data, "vegetables")
    except ImageError as error:
        return type(error).__name__
    return "answered"


def _resident_mb() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // KILOBYTE**2


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201  # a command
