"""What buttons carry; Telegram allows 64 bytes."""

import hashlib

from aiogram.filters.callback_data import CallbackData

LONGEST_REQUEST_BYTES = 60
CODE_BYTES = 5


class PhotoAction(CallbackData, prefix="p"):
    """A button under the answer to a photo: right, similar, why, delete, open or back."""

    action: str
    photo_id: str


class Kinds(CallbackData, prefix="k"):
    """A page of the kinds to choose from."""

    photo_id: str
    page: int


class Correct(CallbackData, prefix="c"):
    """A kind chosen for a photo, by its code: names of dogs are longer than a button may carry."""

    photo_id: str
    code: str


class Ask(CallbackData, prefix="q", sep="\x1f"):
    """A request that a button makes in the person's place."""

    text: str


class More(CallbackData, prefix="m"):
    """The next photos of a listing."""

    token: str


class Forget(CallbackData, prefix="f"):
    """Whether a person means to be forgotten; in a group, others see the button as well."""

    owner: str
    is_meant: bool


class Choose(CallbackData, prefix="s"):
    """A choice for the chat: its language or its domain; an empty value takes it back."""

    name: str
    value: str


def code_kind(slug: str) -> str:
    """A short word for a kind that stays the same when kinds are added (BLAKE2, 40 bits)."""
    return hashlib.blake2s(slug.encode(), digest_size=CODE_BYTES).hexdigest()
