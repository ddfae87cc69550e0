"""The salt that people's ids are hashed with: the one that is set, or one drawn at random once and kept."""

import os
import secrets
import tempfile
from pathlib import Path

from pydantic import SecretStr

from bot.errors import SaltUnkept

KEPT_AS = "bot_owner_salt"
BYTES = 32


def find_salt(chosen: SecretStr | None, folder: Path) -> bytes:
    """The salt that was chosen, or the one of the folder; a new one must outlive us, or /forget would find nothing.

    Raises:
        SaltUnkept: it cannot be read or written there.
    """
    if chosen and chosen.get_secret_value():
        return chosen.get_secret_value().encode()
    kept = folder / KEPT_AS
    try:
        if not kept.exists():
            _draw(kept)
        return kept.read_bytes()
    except OSError as error:
        raise SaltUnkept(f"BOT_OWNER_SALT is not set, and none can be kept at {kept}: {error.strerror}") from error


def _draw(kept: Path) -> None:
    """Write a random salt, whole or not at all, for nobody else to read."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=kept.parent)  # mode 0600
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(BYTES))
    Path(name).replace(kept)
