"""How many requests of a file that people could have typed are understood, and how long that takes."""

import csv
import re
import statistics
import time
from pathlib import Path

import numpy as np

from catalog.colors import load_palettes
from catalog.domains import load_domains
from catalog.language.vocabulary import Vocabulary
from catalog.query import Query, parse_query
from tests.benchmarks.measure import write_figures
from training.measuring.metrics import share_of

REQUESTS = Path(__file__).resolve().parents[1] / "catalog" / "data" / "queries.csv"
COLUMNS = ("labels", "colors", "excluded_labels", "excluded_colors", "unknown_words")
ROUNDS = 5


def run() -> None:
    """Measure and write docs/figures/words.json."""
    domains, palettes = load_domains(), load_palettes()
    vocabularies = {name: Vocabulary.build({name: domain, **domains}, palettes) for name, domain in domains.items()}
    rows = list(csv.DictReader(REQUESTS.read_text("utf-8").splitlines()))
    right = np.array([_is_right(row, parse_query(row["text"], vocabularies[row["domain"]])) for row in rows])
    russian = np.array([bool(re.search("[а-яё]", row["text"].lower())) for row in rows])
    times = sorted(_milliseconds(row["text"], vocabularies[row["domain"]]) for row in rows)
    unseen = np.array([row["part"] == "unseen" for row in rows])
    tried = np.array([bool(row["at_first"]) for row in rows])
    at_first = np.array([row["at_first"] == "right" for row in rows])
    parts = {
        "all": right,
        "with Russian letters": right[russian],
        "without": right[~russian],
        "written after the parser was done": right[tried],
        "the same, when first tried, before anything was mended for them": at_first[tried],
        "those of them which nothing was mended for since": right[unseen],
    }
    figures = {
        "understood": {
            name: share_of(found, [str(number) for number in range(len(found))]).model_dump()
            for name, found in parts.items()
        },
        "milliseconds": {
            "median": round(statistics.median(times), 3),
            "95 of 100": round(times[int(0.95 * len(times))], 3),
            "longest": round(times[-1], 3),
        },
        "not understood": [row["text"] for row, is_right in zip(rows, right, strict=True) if not is_right],
    }
    print(write_figures("words", figures).read_text())  # noqa: T201  # a command


def _is_right(row: dict[str, str], query: Query) -> bool:
    parse = {name: " ".join(getattr(query, name)) for name in COLUMNS} | {
        "count": "" if query.count is None else str(query.count)
    }
    return parse.items() <= row.items()


def _milliseconds(text: str, vocabulary: Vocabulary) -> float:
    """The least of a few rounds after the first."""
    parse_query(text, vocabulary)
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        parse_query(text, vocabulary)
        times.append((time.perf_counter() - begin) * 1000)
    return min(times)
