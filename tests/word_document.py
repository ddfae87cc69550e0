"""Write docs/words.md from the figures that the benchmark left."""

from typing import Any


def words_page(figures: dict[str, Any]) -> str:
    """How many requests are understood, which are not, and how long it takes."""
    lines = [
        "# Requests in words",
        "",
        "How many requests of [queries.csv](../tests/catalog/data/queries.csv), written as people type them, are",
        "understood in every part: count, kinds, colours, what is not wanted, and unknown words. There are typos,",
        "slang, negation, wrong keyboard layouts, transliteration, numerals and hex among them, and mere",
        "talk. All domains are loaded. Written by `make bench`.",
        "",
        "| requests | number | understood |",
        "|---|---|---|",
    ]
    for name, figure in figures["understood"].items():
        share = f"{figure['value']:.1%} ({figure['low']:.1%}–{figure['high']:.1%})"
        lines.append(f"| {name} | {figure['count']} | {share} |")
    median, most, longest = (figures["milliseconds"][name] for name in ("median", "95 of 100", "longest"))
    return "\n".join(
        [
            *lines,
            "",
            f"A parse takes {median} ms (median), {most} ms for 95 of 100, at most {longest} ms.",
            "",
            "Not understood yet:",
            "",
            *(f"- {text}" for text in figures["not understood"]),
            "",
        ]
    )
