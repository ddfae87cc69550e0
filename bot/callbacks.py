"""What buttons carry; Telegram allows 64 bytes."""

from aiogram.filters.callback_data import CallbackData


class PhotoAction(CallbackData, prefix="p"):
    """A button under the answer to a photo: right, wrong, delete or back."""

    action: str
    photo_id: str


class Correct(CallbackData, prefix="c"):
    """A kind chosen for a photo."""

    photo_id: str
    label: str


class Ask(CallbackData, prefix="q", sep="\x1f"):
    """A request that a button makes in the person's place."""

    text: str


LONGEST_REQUEST_BYTES = 60
