"""Plots as SVG: one look, in a page's own ink, or on white paper as a file."""

import functools
import io
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ParamSpec

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#1f2a24"
GREEN, RED, GOLD, BLUE = "#2f9e5b", "#d1495b", "#e0a030", "#3a7ca5"
FONT = "system-ui, 'DejaVu Sans', sans-serif"
PIXELS_A_POINT = 4 / 3
COLUMN = 480  # CSS pixels
LEAST_SCALE = 0.75  # at which 9 points are 9 pixels
STYLE = {
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "font.size": 9,
    "legend.frameon": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "greengrocer",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


Arguments = ParamSpec("Arguments")


@dataclass(frozen=True)
class Plot:
    """A plot by name (which its file has), with a sentence that says what is to be seen."""

    name: str
    caption: str
    svg: str

    @property
    def inline(self) -> str:
        """For a page: transparent, in the page's text colour, and never so small that its words cannot be read."""
        least = f'<svg style="min-width:{math.ceil(LEAST_SCALE * self.width)}px" '
        return self.svg.replace(INK, "currentColor").replace("<svg ", least, 1)

    @property
    def width(self) -> float:
        """As it was drawn, in CSS pixels."""
        found = re.search(r'<svg[^>]*? width="([\d.]+)pt"', self.svg)
        return PIXELS_A_POINT * float(found[1]) if found else 0.0

    @property
    def is_wide(self) -> bool:
        """Whether it wants more than a column of the page."""
        return self.width > COLUMN

    @property
    def file(self) -> str:
        """For a file: on white."""
        return self.svg.replace("<svg ", '<svg style="background:#fff" ', 1)


def styled(draw: Callable[Arguments, Plot]) -> Callable[Arguments, Plot]:
    """Draw in the report's look, whatever the process has set."""

    @functools.wraps(draw)
    def drawn(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Plot:
        from matplotlib import style

        with style.context(STYLE):
            return draw(*args, **kwargs)

    return drawn


def new_figure(width: float, height: float) -> "Figure":
    """An empty figure, inches."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def write_svg(figure: "Figure") -> str:
    """Render without date or background, high as its width asks: the same figure always gives the same text."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :].replace("'DejaVu Sans', sans-serif", FONT)
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    return re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)


def rule(axes: "Axes", *, axis: str = "both") -> None:
    """Faint lines to read values by."""
    axes.grid(visible=True, axis=axis, color=INK, alpha=0.12, linewidth=0.7)  # type: ignore[arg-type]  # a literal of the stubs
    axes.set_axisbelow(True)
