"""The same work without a server: a loop over photos in a process of its own, one session on one thread."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from inference.analysis import Analyst
from inference.resources import build_analyst
from inference.settings import InferenceSettings
from inference.vision.preprocess import preprocess

WARM_UP = 20


def measure_bare(domain: str, requests: int, photos: Sequence[Path]) -> dict[str, float]:
    """CPU milliseconds a photo: for decoding and the model alone, and for all that `/v1/classify` says."""
    command = [sys.executable, "-m", __name__, domain, str(requests), *map(str, photos)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def main(domain: str, requests: int, photos: Sequence[bytes]) -> dict[str, float]:
    """Measure in this process."""
    analyst = build_analyst(InferenceSettings())
    ways = {
        "decode and model": lambda photo: run_model(analyst, domain, photo),
        "decode, model and colours": lambda photo: analyst.analyse(photo, domain),
    }
    for way in ways.values():
        _milliseconds(way, WARM_UP, photos)
    return {name: _milliseconds(way, requests, photos) for name, way in ways.items()}


def run_model(analyst: Analyst, domain: str, photo: bytes) -> object:
    """Decode and run the model, and no more."""
    classifier = analyst.models.get(domain)
    return classifier.run(preprocess(analyst.decode(photo, classifier).image, classifier.card.input)[0])


def _milliseconds(way: Callable[[bytes], object], requests: int, photos: Sequence[bytes]) -> float:
    begin = time.process_time()
    for number in range(requests):
        way(photos[number % len(photos)])
    return (time.process_time() - begin) / requests * 1000


if __name__ == "__main__":
    found = main(sys.argv[1], int(sys.argv[2]), [Path(path).read_bytes() for path in sys.argv[3:]])
    json.dump(found, sys.stdout)
