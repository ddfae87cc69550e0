"""Drawn vegetables: pictures of our own, for tests and for the screenshots in the docs."""

import random
from dataclasses import dataclass

from playwright.sync_api import Browser

SIDE = 480
JPEG_QUALITY = 88


@dataclass(frozen=True)
class Drawing:
    """What is drawn: a kind in a colour, in one of many arrangements."""

    kind: str
    color: str
    seed: int = 0

    @property
    def name(self) -> str:
        """A file name."""
        return f"{self.kind}-{self.color}-{self.seed}.jpg"


COLORS = {
    "red": ("#ff8a70", "#d4352a", "#8f1710"),
    "orange": ("#ffc27a", "#f0831d", "#a94f06"),
    "yellow": ("#fff3a3", "#f2c51c", "#b3860a"),
    "green": ("#b4dd78", "#5c9a34", "#2c5a1c"),
    "purple": ("#9a6fb5", "#4f2764", "#230d33"),
    "white": ("#ffffff", "#efeadb", "#b9b09a"),
    "brown": ("#e3bd8a", "#b98a50", "#74512a"),
    "pink": ("#ffc3cf", "#e0557a", "#96254a"),
}
STEM = '<path d="M-4-62c-2-16 2-28 10-38l12 6c-9 9-13 19-12 32z" fill="#4a7a30"/>'
CALYX = (
    '<path d="M0-58c-20-14-44-14-60-2 22 2 36 10 44 22 4-8 10-12 16-12s12 4 16 12c8-12 22-20 44-22-16-12-40-12-60 2z"'
    ' fill="#47802f"/>'
)
SHINE = '<ellipse cx="-34" cy="-26" rx="24" ry="13" fill="#fff" opacity=".4" transform="rotate(-38 -34 -26)"/>'
SHAPES = {
    "tomato": '<path d="M0-62c34-16 96-4 96 62 0 52-44 80-96 80S-96 52-96 0c0-66 62-78 96-62z" fill="url(#skin)"/>'
    + SHINE
    + CALYX
    + STEM,
    "capsicum": '<path d="M0-60c24-22 84-20 92 34 6 48-20 110-48 112-18 0-26-12-44-12s-26 12-44 12c-28-2-54-64-48-112'
    ' 8-54 68-56 92-34z" fill="url(#skin)"/><path d="M0-58c-8 40-8 90 0 130M-40-66c-18 40-20 96-6 140M40-66c18 40 20 96'
    ' 6 140" fill="none" stroke="#000" stroke-opacity=".14" stroke-width="7"/>' + SHINE + STEM,
    "cucumber": '<g transform="rotate(-32)"><rect x="-130" y="-36" width="260" height="72" rx="36" fill="url(#skin)"/>'
    '<path d="M-104-12H104M-96 12H96" stroke="#fff" stroke-opacity=".22" stroke-width="5" stroke-dasharray="26 14"/>'
    '<circle cx="130" r="9" fill="#d8c860"/></g>',
    "carrot": '<g transform="rotate(-40)"><path d="M-76-34C-40-46 70-22 140 0 70 22-40 46-76 34c-16-18-16-50 0-68z"'
    ' fill="url(#skin)"/><path d="M-40-22l16 12M0 20l14-12M40-8l12 8M-50 18l12-6" stroke="#000" stroke-opacity=".2"'
    ' stroke-width="4"/><path d="M-78-6c-30-34-58-30-72-28 14 8 24 18 30 28-16-2-34 4-44 12 18-2 30 0 42 4-8 8-18 22-20'
    ' 34 16-14 44-20 64-34z" fill="#5c9a34"/></g>',
    "brinjal": '<g transform="rotate(28)"><path d="M-12-96c40 0 34 44 58 84 30 50 4 106-46 106S-76'
    ' 38-52-14c20-42 4-82 40-82z"'
    ' fill="url(#skin)"/><ellipse cx="-30" cy="10" rx="10" ry="40" fill="#fff" opacity=".25"/><path d="M-46-76c8-26'
    ' 24-34 36-34 14 0 28 8 36 32-14-8-22-6-30 8-8-12-26-16-42-6zM-14-108l4-26 14 2-4 26z" fill="#5c8a3a"/></g>',
    "pumpkin": '<g fill="url(#skin)" stroke="#000" stroke-opacity=".18" stroke-width="3"><ellipse cx="-62"'
    ' cy="8" rx="52"'
    ' ry="76"/><ellipse cx="62" cy="8" rx="52" ry="76"/><ellipse cx="-30" cy="10" rx="50" ry="84"/><ellipse cx="30"'
    ' cy="10" rx="50" ry="84"/><ellipse cy="12" rx="40" ry="88"/></g><path d="M-12-72c-2-18 2-30 14-40l16 8c-10 10-12'
    ' 20-10 34z" fill="#7a6a2c"/>',
    "potato": '<path d="M-106 10c-10-56 46-78 96-74 54 4 118 30 112 76-6 50-66 66-114 62-46-2-86-18-94-64z"'
    ' fill="url(#skin)"/><g fill="#000" opacity=".22"><ellipse cx="-40" cy="-10" rx="9" ry="5"/><ellipse cx="30"'
    ' cy="-26" rx="8" ry="4"/><ellipse cx="50" cy="24" rx="10" ry="5"/><ellipse cx="-10" cy="34" rx="8" ry="4"/></g>',
    "radish": '<path d="M0-56c46-10 78 16 76 54-2 44-40 62-60 84-6 8-12 30-18'
    " 56-4-26-8-48-14-56-20-22-58-42-60-84-2-38 30-64"
    ' 76-54z" fill="url(#skin)"/>'
    + SHINE
    + '<path d="M-6-52c-30-20-44-50-40-80 22 10 38 30 44 60 2-32 14-52 38-64 8 30-4'
    ' 62-32 84z" fill="#5c9a34"/>',
    "broccoli": '<path d="M-24 20h48l-8 90h-32z" fill="#a9cc84"/><g fill="url(#skin)"><circle cx="-62" cy="-6" r="46"/>'
    '<circle cx="62" cy="-6" r="46"/><circle cy="-52" r="56"/><circle cx="-24" cy="16" r="42"/><circle cx="28" cy="16"'
    ' r="42"/></g><g fill="#fff" opacity=".16"><circle cx="-70" cy="-24" r="10"/><circle cx="-10" cy="-78" r="12"/>'
    '<circle cx="52" cy="-26" r="10"/><circle cx="22" cy="-48" r="8"/><circle cx="-30" cy="2" r="9"/></g>',
}
NATURAL = {
    "tomato": ("red", "red", "yellow", "green"),
    "capsicum": ("red", "yellow", "green", "orange"),
    "cucumber": ("green",),
    "carrot": ("orange",),
    "brinjal": ("purple",),
    "pumpkin": ("orange",),
    "potato": ("brown",),
    "radish": ("white", "pink"),
    "broccoli": ("green",),
}
PAN = (
    '<ellipse cx="240" cy="262" rx="226" ry="200" opacity=".3" filter="url(#soft)"/>'
    '<ellipse cx="240" cy="250" rx="222" ry="196" fill="#c9ccd0"/>'
    '<ellipse cx="240" cy="246" rx="200" ry="174" fill="#dfe2e5"/>'
)
CLOTHS = (
    ("#e9dfc8", "#d7c7a4"),
    ("#dfe5dc", "#c2cdbd"),
    ("#d9b68c", "#b98f60"),
    ("#f3ece0", "#e0d3bd"),
    ("#cfdbe2", "#afc0ca"),
)


def market(count: int) -> list[Drawing]:
    """Many drawings, each different, of kinds in the colours that they have."""
    pairs = [(kind, color) for kind, colors in NATURAL.items() for color in colors]
    return [Drawing(*pairs[number % len(pairs)], seed=number) for number in range(count)]


def sketch(drawing: Drawing) -> str:
    """The drawing as SVG, lying on some cloth or board."""
    chance = random.Random(f"{drawing}")
    cloth = chance.randrange(len(CLOTHS))
    x, y = SIDE / 2 + chance.randint(-16, 16), SIDE / 2 + chance.randint(-12, 20)
    lying = _lay(drawing, x, y, turn=chance.randint(-14, 14), size=chance.uniform(1.2, 1.5))
    return _draw_board(cloth, drawing.seed, [lying])


def sketch_scale(drawings: list[Drawing]) -> str:
    """The pan of a scale as SVG, with so many things on it, each in its own place."""
    places = ((150, 170), (335, 160), (240, 320), (400, 330), (90, 340))
    lying = [_lay(drawing, *place, turn=8, size=0.75) for drawing, place in zip(drawings, places, strict=False)]
    return _draw_board(3, 3, [PAN, *lying])


def render(browser: Browser, sketches: list[str]) -> list[bytes]:
    """Sketches as JPEG photos."""
    page = browser.new_page(viewport={"width": SIDE, "height": SIDE})
    photos = []
    for svg in sketches:
        page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg}")
        photos.append(page.screenshot(type="jpeg", quality=JPEG_QUALITY))
    page.close()
    return photos


def _lay(drawing: Drawing, x: float, y: float, *, turn: int, size: float) -> str:
    """One vegetable with its skin and shadow."""
    skin = f"skin-{drawing.name.removesuffix('.jpg')}"
    light, middle, dark = COLORS[drawing.color]
    return (
        f'<radialGradient id="{skin}" cx=".36" cy=".28" r=".85"><stop offset="0" stop-color="{light}"/>'
        f'<stop offset=".5" stop-color="{middle}"/><stop offset="1" stop-color="{dark}"/></radialGradient>'
        f'<ellipse cx="{x}" cy="{y + 88 * size}" rx="{118 * size}" ry="{18 * size}" opacity=".3" filter="url(#soft)"/>'
        f'<g transform="translate({x} {y}) rotate({turn}) scale({size})">'
        f"{SHAPES[drawing.kind].replace('#skin', '#' + skin)}</g>"
    )


def _draw_board(cloth: int, grain: int, things: list[str]) -> str:
    """Things on a woven cloth or a board."""
    upper, lower = CLOTHS[cloth]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" width="{SIDE}" height="{SIDE}"><defs>'
        f'<linearGradient id="cloth" x2="0" y2="1"><stop stop-color="{upper}"/><stop offset="1" stop-color="{lower}"/>'
        '</linearGradient><filter id="soft"><feGaussianBlur stdDeviation="9"/></filter><filter id="grain">'
        f'<feTurbulence type="fractalNoise" baseFrequency=".012 .35" numOctaves="3" seed="{grain}"/>'
        '<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 .22 0"/></filter></defs>'
        '<rect width="100%" height="100%" fill="url(#cloth)"/><rect width="100%" height="100%" filter="url(#grain)"/>'
        f"{''.join(things)}</svg>"
    )
