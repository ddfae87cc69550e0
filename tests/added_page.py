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
    "of CPU are for frames of 640 × 480 on one thread, resizing included, in turn with one inference of MobileNetV2",
    "(float32, 224). Both networks are int8. The default method is the first of the table. Composed pairs are easier",
    "than a shop's shelf: the figures compare methods, and say little about photos of other kinds. Every mask is",
    "brought to the edges of the photo by a guided filter, whose radius and levels were set on training material.",
    "ChangeFormer learnt in two goes, five epochs and then ten more with the rate raised again, its decoder still made",
    "of transposed convolutions; the same function was then written down in convolutions that int8 knows, which took a",
    "third off its time. Its recipe's fifteen epochs in one go were not run.",
)
NAMING = (
    "## Is it named rightly?",
    "",
    "The crop on neutral ground, with a margin, goes to the domain's model in each of its four quarter turns, and the",
    "mean of the four answers counts; here the frames are 640 pixels wide. The turns were chosen on composed training",
    "pairs; other margins, other grounds and the blurred surroundings were tried there too and decided nothing: twice",
    "the margin did better on one set of those pairs and worse on another. Models that had learnt from photos of",
    "stalls and shelves alone named 60.1 % of the first line rightly and 33.3 % of the second; what the shipped ones",
    "saw on plain grounds besides made the difference. Each kind is one cut-out or two, turned any way, so that one",
    "cut-out more or less is worth ten points; and nothing beside it tells its size: a lemon passes for a melon.",
)
ARCHITECTURES = (
    "### Over architectures",
    "",
    "The same crops and turns: the shipped models, fine-tuned and int8, beside linear heads on frozen features of",
    "ImageNet, fitted to the photos that `grocery` learnt from, once each and as they are. All tell `grocery`'s kinds",
    "apart, but for the shipped `vegetables`. By `python -m tests.benchmarks heads`; F1 by kind, with its pairs:",
)
KINDS = ("potato", "cabbage", "red_beet", "onion", "tomato")
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


def added_page(figures: dict[str, Any], heads: dict[str, Any]) -> str:
    """The three ways to find what was added, side by side; and by which network it is named rightly."""
    counts = ", ".join(f"{count} {kind}" for kind, count in figures["pairs"].items())
    lines = [*INTRODUCTION, f"Pairs: {counts}.", "", f"| method | {' | '.join(COLUMNS.values())} |"]
    lines.append("|---|" + "---|" * len(COLUMNS))
    for method, row in figures["methods"].items():
        cells = [f"{row[key]:.1%}" if key in SHARES else f"{row[key]}" for key in COLUMNS]
        lines.append(f"| {method} | {' | '.join(cells)} |")
    named = _named_lines(figures["named"], figures["naming"])
    return "\n".join([*lines, "", *NOTES, "", *named, *_heads_lines(figures["named"], heads), *PICTURES, ""])


def _named_lines(named: dict[str, Any], costs: dict[str, Any]) -> list[str]:
    """How often the item is named rightly, what that costs, and F1 by kind, by domain and method."""
    lines = [
        *NAMING,
        "",
        "| domain | method | pairs | right item | right item and IoU > 0.5 | ms | ÷ one MobileNetV2 |",
    ]
    lines.append("|---|---|---|---|---|---|---|")
    for method, by_domain in named.items():
        for domain, row in by_domain.items():
            shares = f"{row['right']:.1%} | {row['right_and_found']:.1%}"
            cost = f"{costs[domain]['ms']} | {costs[domain]['mobilenets']}"
            lines.append(f"| {domain} | {method} | {row['pairs']} | {shares} | {cost} |")
    for domain, row in next(iter(named.values())).items():
        kinds, values = list(row["f1"]), [f"{value:.2f}" for value in row["f1"].values()]
        lines += ["", f"F1 by kind, `{domain}`, by {next(iter(named))}:", "", f"| {' | '.join(kinds)} |"]
        lines += ["|" + "---|" * len(kinds), f"| {' | '.join(values)} |"]
    return [*lines, ""]


def _heads_lines(named: dict[str, Any], heads: dict[str, Any]) -> list[str]:
    """F1 of a few kinds over architectures."""
    lines = [
        *ARCHITECTURES,
        "",
        f"| network | pairs | right item | {' | '.join(KINDS)} |",
        "|---|---|---|" + "---|" * len(KINDS),
    ]
    served = next(iter(named.values()))
    rows = {f"`{domain}`, as served": row for domain, row in served.items()}
    rows |= {f"{name}, frozen": row for name, row in heads["heads"].items()}
    for name, row in sorted(rows.items(), key=lambda item: -item[1]["right"]):
        values = [f"{row['f1'][kind]:.2f}" if kind in row["f1"] else "—" for kind in KINDS]
        lines.append(f"| {name} | {row['pairs']} | {row['right']:.1%} | {' | '.join(values)} |")
    return [*lines, ""]
