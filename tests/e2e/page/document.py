"""docs/page.md: the web page in pictures and figures."""

import json
from pathlib import Path

FIGURES = Path(__file__).resolve().parents[3] / "docs" / "figures" / "page.json"


def web_page() -> str:
    """The web page in pictures and figures."""
    figures = json.loads(FIGURES.read_text("utf-8"))
    machine = figures["load"]
    crowd = ", more than they can carry" if machine["load"] > machine["cores"] else ""
    grid, frame = figures["first_grid_ms"], figures["longest_frame_ms"]
    weight = sum(figures["gzip_bytes"].values())
    parts = ", ".join(f"{size / 1000:.1f} kB {suffix[1:]}" for suffix, size in figures["gzip_bytes"].items())
    visit = (
        f"first visit among {grid['photos']:,} photos, until the last picture in sight is drawn: median of "
        f"{grid['visits']}, {min(grid['all']):.0f}–{max(grid['all']):.0f}"
    )
    return "\n".join(
        [
            *PICTURES,
            "## Figures",
            "",
            "Written by `python -m tests.e2e.page`, in Chromium on the machine that the API and the worker ran on too:",
            f"{machine['cores']} cores with a load average of {machine['load']:.1f}{crowd}.",
            "",
            "| what | measured | at most |",
            "|---|---|---|",
            f"| all files by gzip | {weight / 1000:.1f} kB ({parts}) | 100 kB |",
            f"| {visit} | {grid['median']:.0f} ms | 1000 ms |",
            f"| longest frame while {frame['batch']} photos are answered | {frame['value']:.0f} ms | 1000 ms |",
            "",
        ]
    )


PICTURES = (
    "# The page",
    "",
    "One page over the REST API, at `/`: TypeScript with Preact, no other host asked, English and Russian, light and",
    "dark, for a phone and a desk, by keyboard and screen reader. The vegetables in these pictures are drawn.",
    "",
    "**Ask** with a sentence; see at once how it was understood; narrow by colours and kinds; scroll on.",
    "",
    "![Ask](page/ask-sentence.jpg)",
    "",
    "**A photo** with everything known: scores, colours in every palette by both methods, heat map, photos like it.",
    "A person's word outranks the model's.",
    "",
    "![A photo](page/photo.jpg)",
    "",
    "**Show** photos: dropped, pasted, chosen or taken with the camera. Each tells how far it is, and then what it is.",
    "",
    "![Show](page/show.jpg)",
    "",
    "**Scale**: what was put on it, shown by a mask, and the basket so far.",
    "",
    "![Scale](page/scale.jpg)",
    "",
    "**Models**: how good the loaded ones are, where they come from, and how fast they are right now.",
    "",
    "![Models](page/models.jpg)",
    "",
    "In the hand:",
    "",
    "| | | |",
    "|---|---|---|",
    "| ![Ask](page/ask-phone.jpg) | ![A photo](page/photo-phone.jpg) | ![Nothing found](page/nothing-phone.jpg) |",
    "",
)
