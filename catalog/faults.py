"""What is wrong with data that break their schema, in one line."""

from pydantic import ValidationError


def first_fault(error: ValidationError, *, whole: str = "") -> str:
    """Where the first fault is, and what it is; `whole` names the data where the fault is in no part of them."""
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc'])) or whole}: {first['msg']}"
