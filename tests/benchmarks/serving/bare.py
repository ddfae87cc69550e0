"""The same work without a server: a loop over photos, a process a core with one session on one thread."""

import json
import os
import statistics
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
    """CPU milliseconds a photo: for decoding and the model alone, and for all that `/v1/classify` says.

    As many loops run at once as the server has threads that look: cores that share a cache slow each other down.
    """
    command = [sys.executable, "-m", __name__, domain, str(requests), *map(str, photos)]
    loops = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(os.cpu_count() or 1)]
    figures: list[dict[str, float]] = [json.loads(loop.communicate()[0]) for loop in loops]
    return {way: statistics.mean(figure[way] for figure in figures) for way in figures[0]}


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
