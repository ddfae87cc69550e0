"""Cursors: where a listing stands, as text that a client hands back as it is."""

import base64
import json
from collections.abc import Sequence
from typing import Any

from catalog.errors import CursorInvalid

LONGEST_CURSOR = 4000
FOREIGN = "the cursor was not given by this search"


def write_cursor(fields: Sequence[object]) -> str:
    """Write fields down as URL-safe text."""
    return base64.urlsafe_b64encode(json.dumps(fields).encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> list[Any]:
    """Read the fields of a cursor; what they are is for the listing to check.

    Raises:
        CursorInvalid: it was not written here.
    """
    if len(cursor) > LONGEST_CURSOR:
        raise CursorInvalid(FOREIGN)
    try:
        fields = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError) as error:
        raise CursorInvalid(FOREIGN) from error
    if not isinstance(fields, list):
        raise CursorInvalid(FOREIGN)
    return fields
