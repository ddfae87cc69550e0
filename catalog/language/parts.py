"""Parts: what a request asks for apart, such as 2 red tomatoes and 3 carrots."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

MOST_PARTS = 10


class Mention(NamedTuple):
    """A `label`, a `color` or a `count` that was asked for, or the `end` that a sign or a word puts between them."""

    role: str
    value: str = ""
    number: int = 0


@dataclass(frozen=True)
class Part:
    """One thing that is asked for; `count` is null where not every part has a number of its own."""

    count: int | None = None
    labels: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()


@dataclass
class _Piece:
    """What is said of a part, being gathered."""

    counts: list[int] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    colors: list[str] = field(default_factory=list)
    ends_with_color: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether neither a number nor a colour is said of it."""
        return not (self.counts or self.colors)

    def take(self, mention: Mention) -> None:
        """Add a mention."""
        if mention.role == "count":
            self.counts.append(mention.number)
        else:
            (self.labels if mention.role == "label" else self.colors).append(mention.value)
        self.ends_with_color = mention.role == "color"

    def join(self, other: "_Piece") -> None:
        """Add all of another piece."""
        self.counts += other.counts
        self.labels += other.labels
        self.colors += other.colors
        self.ends_with_color = other.ends_with_color


def find_parts(mentions: list[Mention]) -> tuple[Part, ...]:
    """Tell what is asked for apart; nothing where all of it is one thing, or its parts could name the same photo.

    A colour or a number belongs to the kind it stands beside: before it, or after it where the kinds come first.
    """
    named = [mention.role for mention in mentions]
    if named.count("label") <= 1 and named.count("count") <= 1:
        return ()
    kinds_first = _begins_with_kinds(mentions)
    pieces = [piece for chunk in _chunks(mentions) for piece in _cut(chunk)]
    parts = [_finish(piece) for piece in _gather(pieces, kinds_first=kinds_first)]
    if any(part.count is None for part in parts):
        parts = _merge([replace(part, count=None) for part in parts])
    if not 1 < len(parts) <= MOST_PARTS or any(_overlap(*pair) for pair in itertools.combinations(parts, 2)):
        return ()
    return tuple(part for part in parts if part.count != 0)


def _begins_with_kinds(mentions: Iterable[Mention]) -> bool:
    roles = [mention.role for mention in mentions if mention.role != "end"]
    return bool(roles) and roles[0] == "label" != roles[-1]


def _chunks(mentions: list[Mention]) -> Iterator[list[Mention]]:
    for is_end, chunk in itertools.groupby(mentions, lambda mention: mention.role == "end"):
        if not is_end:
            yield list(chunk)


def _cut(chunk: list[Mention]) -> Iterator[_Piece]:
    """Cut what no sign parts, such as "3 tomatoes 2 carrots", where the kind or what is said of it changes."""
    kinds_first, piece = _begins_with_kinds(chunk), _Piece()
    for place, mention in enumerate(chunk):
        if kinds_first:
            begins_anew = mention.role == "label" and not piece.is_bare
        else:
            is_said_of_next = any(later.role == "label" for later in chunk[place:])
            begins_anew = mention.role != "label" and bool(piece.labels) and is_said_of_next
        if begins_anew:
            yield piece
            piece = _Piece()
        piece.take(mention)
    yield piece


def _gather(pieces: list[_Piece], *, kinds_first: bool) -> list[_Piece]:
    """Put what is said without a kind to the kind it belongs to."""
    parts: list[_Piece] = []
    waiting = _Piece()
    for piece in pieces:
        last = parts[-1] if parts else None
        if piece.labels:
            _take_kinds(parts, piece, waiting)
            waiting = _Piece()
        elif last and _continues(last, piece, kinds_first=kinds_first):
            last.join(piece)
        elif piece.counts and piece.colors and waiting.is_bare:
            parts.append(piece)
        else:
            waiting.join(piece)
    return _finish_gathering(parts, waiting)


def _continues(last: _Piece, piece: _Piece, *, kinds_first: bool) -> bool:
    """Whether a piece without a kind says more of the part before it."""
    if piece.counts:
        return kinds_first and not last.counts
    return last.ends_with_color or (kinds_first and not last.colors)


def _take_kinds(parts: list[_Piece], piece: _Piece, waiting: _Piece) -> None:
    """Begin a part, or add bare kinds to one without colours; parts that wait for a kind, as "2 red and …", take it."""
    waiting.join(piece)
    waiting_parts = [part for part in parts if not part.labels]
    for part in waiting_parts:
        part.labels += piece.labels
    if waiting.is_bare and waiting_parts:
        return
    if waiting.is_bare and parts and not parts[-1].colors:
        parts[-1].labels += piece.labels
    else:
        parts.append(waiting)


def _finish_gathering(parts: list[_Piece], waiting: _Piece) -> list[_Piece]:
    """Let colours and a number at the end say something of all; a part without a kind is of the kind before it."""
    for part in parts:
        part.colors = part.colors or list(waiting.colors)
        if waiting.counts:
            part.counts = []
    for before, part in itertools.pairwise(parts):
        part.labels = part.labels or list(before.labels)
    return parts


def _finish(piece: _Piece) -> Part:
    count = sum(piece.counts) if piece.counts else None
    return Part(count, tuple(dict.fromkeys(piece.labels)), tuple(dict.fromkeys(piece.colors)))


def _merge(parts: list[Part]) -> list[Part]:
    """Take parts of the same kinds, and then those of the same colours, together."""
    by_labels: dict[tuple[str, ...], list[Part]] = {}
    for part in parts:
        by_labels.setdefault(part.labels, []).append(part)
    by_colors: dict[tuple[str, ...], list[str]] = {}
    for labels, same in by_labels.items():
        colors = dict.fromkeys(color for part in same for color in part.colors)
        key = tuple(colors) if all(part.colors for part in same) else ()
        by_colors.setdefault(key, []).extend(labels)
    return [Part(None, tuple(dict.fromkeys(labels)), colors) for colors, labels in by_colors.items()]


def _overlap(one: Part, other: Part) -> bool:
    return _share(one.labels, other.labels) and _share(one.colors, other.colors)


def _share(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return not ones or not others or not set(ones).isdisjoint(others)
