"""Write docs/colors.md from the figures that the benchmark left."""

from typing import Any

Figure = dict[str, float]

METHODS = ("perceptual", "paper, rgb", "paper, ryb")


def colors_page(figures: dict[str, Any]) -> str:
    """How often each method is right, what it costs, and how the paper's method leans."""
    tables = {INTRODUCTION: "photos", OTHERS: "other photos", MARKET: "market photos"}
    parts = [part for text, name in tables.items() for part in (text, _photo_table(figures[name]))]
    rest = (_discs(figures["discs"]), _cost(figures["cost"]), BIAS, *_bias(figures["paper"]))
    return "\n\n".join([*parts, *rest]) + "\n"


def _photo_table(kinds: dict[str, dict[str, Figure]]) -> str:
    lines = ["| kind | photos | " + " | ".join(METHODS) + " |", "|---|---|" + "---|" * len(METHODS)]
    for kind, by_method in kinds.items():
        ours, *others = (by_method[method] for method in METHODS)
        interval = f"{ours['value']:.0%} ({ours['low']:.0%}–{ours['high']:.0%})"
        shares = " | ".join([interval, *(f"{other['value']:.0%}" for other in others)])
        lines.append(f"| {kind} | {ours['count']} | {shares} |")
    return "\n".join(lines)


def _discs(figure: Figure) -> str:
    return (
        "## Discs\n\n"
        f"Of {figure['count']} drawn discs of known colour (eight colours, eight grounds, three lights, with shade, a\n"
        f"highlight and noise) {figure['value']:.1%} get their name."
    )


def _cost(costs: dict[str, Figure]) -> str:
    lines = [
        "## What it costs",
        "",
        "At 224 × 224 pixels, in turn in one process; the ratio carries over to other machines.",
        "",
        "| what | ms | beside, ms | beside ÷ ours | least–largest |",
        "|---|---|---|---|---|",
    ]
    for what, row in costs.items():
        spread = f"{row['ratio_min']}–{row['ratio_max']}"
        ours, beside = what.split(" | ")
        lines.append(f"| {ours}, beside {beside} | {row['ours_ms']} | {row['other_ms']} | {row['ratio']}× | {spread} |")
    return "\n".join(lines)


def _bias(paper: dict[str, Any]) -> tuple[str, ...]:
    agreement = paper["agreement"]
    winners, areas = paper["winners"], paper["least area on white"]
    total = sum(winners["rgb"].values())
    lines = [
        f"How many of {total} photos of vegetables and fruit each colour wins, and how much of a white picture a thing",
        "of exactly that colour must fill before it is called by its name:",
        "",
        "| palette | colour | photos won | share of the picture |",
        "|---|---|---|---|",
    ]
    for palette, counts in winners.items():
        for name, count in counts.items():
            least = areas[palette][name]
            lines.append(f"| {palette} | {name} | {count} | {'never' if least is None else f'{least}%'} |")
    exact = (
        f"It is exact: on {agreement['same']} of {agreement['photos']} photos the fast way (one float32 product;\n"
        "where rounding could swap the best two, float64 decides) names the same colours as the definition in float64."
    )
    return "\n".join(lines), exact


INTRODUCTION = """# Colours

How often a method names the colour that the photo's label says (or that the kind has), on phone photos from shops,
`grocerystore`. Weights and borders were set on photos marked *train*; those marked *val* were looked at once, at the
end. In brackets 95 % intervals that know that photos from one shelf are alike. Written by `make bench`."""

OTHERS = """Kinds whose colour people would name less surely, or that the light of the shop turns. Nothing was fitted to
them but the border between orange and yellow, that of brown, and that of white under lamps:"""

MARKET = """Market photos, `vegetables15`, of kinds that have one colour. Nothing was fitted to them but two borders:
that between red and dull orange, which their carrots set (many are reddish, and heaps of them are called red still),
and that between green and grey, which broccoli in the shade set."""

BIAS = """## Why the paper's method is not the default

`paper` takes the palette colour with the smallest mean Euclidean RGB distance over *all* pixels. A mean of distances
prefers colours near the middle of the colour cube, and the background counts as much as the subject. It is kept exact
for those who want it; `perceptual` looks at the subject, evens out the light, names each pixel in CIELAB, and answers
the question that people ask."""
