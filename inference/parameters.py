"""Words that a request may hold: PostgreSQL keeps no NUL, and nobody means a control character."""

from typing import Annotated

from pydantic import StringConstraints

Word = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1F\x7F]*$")]
