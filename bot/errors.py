"""What can go wrong in the bot.

BotError
├── ServiceAway      the inference service cannot be reached, or is overloaded
├── PhotoRefused     the service cannot use the photo; carries the problem's code
├── LabellingSlow    the photo is stored, and still waits for its label
└── LabellingFailed  the photo was stored, but no label came of it
"""


class BotError(Exception):
    """Anything of the bot's that went wrong."""


class ServiceAway(BotError):
    """The inference service cannot be reached, or is overloaded."""


class PhotoRefused(BotError):
    """The service cannot use the photo."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class LabellingSlow(BotError):
    """The photo is stored, and still waits for its label."""


class LabellingFailed(BotError):
    """The photo was stored, but no label came of it."""
