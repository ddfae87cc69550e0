"""Write docs/search.md from the figures that the benchmarks left."""

from collections.abc import Iterator
from typing import Any

from catalog.similarity import CANDIDATES

PARTS = {"sample": "random sample", "next page": "next pages", "best": "best first", "facets": "facets and total"}

INTRODUCTION = """# Search

Among {rows:,} photos of a made-up catalogue, kinds and colours as unevenly spread as in a shop. Milliseconds on a CPU
(our thread's and those of the database's process for us: unlike the wall clock they do not tell how busy the machine
was) for a page of ten with its exact total: median, 95th percentile of {rounds} searches, each for another kind or
colour. *Next pages* follow the cursor for five pages; no photo came twice. Beside them `ORDER BY random() LIMIT 10`
with the same conditions, which counts nothing and cannot be paged. It costs as much as there are photos to sort; an
index walked from a random place costs the same however many there are, so it wins where much is found. Written by
`make bench-search`."""

SIMILAR = """## Photos like one

The nearest {wanted} by the cosine of the model's embeddings ([similarity.py](../catalog/similarity.py)): 1,024 random
hyperplanes give each embedding a code of 128 bytes; the codes, kept in memory, choose candidates, and the candidates'
own vectors, read from the database, rank them. No extension of a database is needed. Recall is the share of the truly
nearest {wanted} that is found, over {questions} questions; time is milliseconds on a CPU, the codes being in memory;
*first* is the first question, which reads them all. The exact way reads every vector and compares them all. {default}
candidates are the default. The real photos are those of `vegetables15` and `grocerystore`, seen by `{model}`;
the many more are mixtures of two real embeddings each, made to show what many cost."""


def search_page(search: dict[str, Any], similarity: dict[str, Any]) -> str:
    """What a search costs, and what photos like one cost and miss."""
    rows = [line for name, row in search["databases"].items() for line in _search_rows(name, row)]
    header = f"| database | search | {' | '.join(PARTS.values())} | ORDER BY random() | ÷ ours |"
    table = [header, "|---|---|" + "---|" * (len(PARTS) + 2), *rows]
    similar = SIMILAR.format(**similarity, default=CANDIDATES)
    parts = [INTRODUCTION.format(**search), "\n".join(table), _worst(search), similar, _similar_table(similarity)]
    return "\n\n".join(parts) + "\n"


def _search_rows(database: str, searches: dict[str, Any]) -> Iterator[str]:
    for what, row in searches.items():
        times = " | ".join(f"{row[part]['p50_ms']}, {row[part]['p95_ms']}" for part in PARTS)
        yield f"| {database} | {what} | {times} | {row['order_by_random_ms']} | {row['ratio']}× |"


def _worst(search: dict[str, Any]) -> str:
    """The largest 95th percentile of all."""
    rows = [row for searches in search["databases"].values() for row in searches.values()]
    return f"The slowest 95th percentile of all is {max(row[part]['p95_ms'] for row in rows for part in PARTS)} ms."


def _similar_table(similarity: dict[str, Any]) -> str:
    lines = [
        "| database | photos | candidates | recall | median, 95th percentile | first | exact way |",
        "|---|---|---|---|---|---|---|",
    ]
    for database, sizes in similarity["databases"].items():
        for what, size in sizes.items():
            for count, row in size["candidates"].items():
                times = f"{row['p50_ms']}, {row['p95_ms']} | {row['first_ms']} | {size['exact_ms']}"
                lines.append(
                    f"| {database} | {size['photos']:,} {what} | {count} | {row['recall_at_10']:.1%} | {times} |"
                )
    return "\n".join(lines)
