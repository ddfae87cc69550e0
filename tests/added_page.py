"""docs/added-item.md: the three ways to find what was added, side by side."""

from typing import Any

INTRODUCTION = (
    "# What was added",
    "",
    "Two photos of one place, before and after: which pixels are the item that was added, and what is it? Three",
    "methods behind one protocol, on one set of composed pairs (`training/change/compose.py`) with cut-outs and scenes",
    "that no network was trained on. Between the frames differ light, white balance, exposure, noise, JPEG quality and",
    "the camera's place, by up to 2 % of the width. Written by `make bench`; this part by",
    "`python -m tests.benchmarks.added` and `python -m tests.documents`.",
    "",
)
COLUMNS = {
    "iou": "IoU",
    "f1": "F1",
    "median_iou": "median IoU of a pair",
    "added_iou": "IoU, added only",
    "good": "pairs with IoU > 0.5",
    "false_alarms": "false alarms on unchanged pairs",
    "kinds": "kind told rightly",
    "ms": "ms a pair",
    "mobilenets": "÷ one MobileNetV2",
}
SHARES = {"good", "false_alarms", "kinds"}
NOTES = (
    "IoU and F1 are those of the change class over all pixels of all pairs, of what the service answers. Milliseconds",
    "are for frames of 640 × 480 on one CPU thread, resizing included, in turn with one float32 MobileNetV2 inference",
    "at 224. The default method is the first of the table. Composed pairs are easier than a shop's shelf: the figures",
    "compare methods, and say little about photos of other kinds. Every mask is brought to the edges of the photo by a",
    "guided filter, whose radius and levels were set on training material. ChangeFormer learnt in two goes, five",
    "epochs and then ten more with the rate raised again; its recipe's fifteen in one go were not run.",
)
PICTURES = (
    "## The best, the median and the worst",
    "",
    "Of sixty pairs of drawn surfaces and things, which hold no photo of a data set: before, after, the truth (white:",
    "appeared), what was found.",
    "",
    "![the best](added/best.jpg)",
    "![the median](added/median.jpg)",
    "![the worst](added/worst.jpg)",
)


def added_page(figures: dict[str, Any]) -> str:
    """The three ways to find what was added, side by side."""
    counts = ", ".join(f"{count} {kind}" for kind, count in figures["pairs"].items())
    lines = [*INTRODUCTION, f"Pairs: {counts}.", "", f"| method | {' | '.join(COLUMNS.values())} |"]
    lines.append("|---|" + "---|" * len(COLUMNS))
    for method, row in figures["methods"].items():
        cells = [f"{row[key]:.1%}" if key in SHARES else f"{row[key]}" for key in COLUMNS]
        lines.append(f"| {method} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", *NOTES, "", *_named_lines(figures["named"]), *PICTURES, ""])


def _named_lines(named: dict[str, Any]) -> list[str]:
    """How often the item is named rightly, and F1 by kind, by domain and method."""
    lines = [
        "## Is it named rightly?",
        "",
        "The crop on neutral ground, with a margin, goes to the domain's model; here the frames are 640 pixels wide.",
        "Each kind is one cut-out or two, turned any way, and nothing beside it tells its size: a lemon passes for",
        "a melon.",
    ]
    lines += ["", "| domain | method | pairs | right item | right item and IoU > 0.5 |", "|---|---|---|---|---|"]
    for method, by_domain in named.items():
        for domain, row in by_domain.items():
            shares = f"{row['right']:.1%} | {row['right_and_found']:.1%}"
            lines.append(f"| {domain} | {method} | {row['pairs']} | {shares} |")
    best = next(iter(named.values()))
    for domain, row in best.items():
        kinds, values = list(row["f1"]), [f"{value:.2f}" for value in row["f1"].values()]
        lines += ["", f"F1 by kind, `{domain}`, by {next(iter(named))}:", "", f"| {' | '.join(kinds)} |"]
        lines += ["|" + "---|" * len(kinds), f"| {' | '.join(values)} |"]
    return [*lines, ""]
