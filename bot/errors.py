"""What can go wrong in the bot.

BotError
├── ServiceAway      the inference service cannot be reached, or does not work
│   └── ServiceBusy  it asks to come again later
├── PhotoRefused     the service cannot use the photo; carries the problem's code
├── FileAway         Telegram does not hand out a file just now
├── PictureTooLarge  a picture takes more memory than the bot may use
├── PhotoUnwanted    its sender asked to be forgotten before it was answered
├── LabellingSlow    the photo is stored, and still waits for its label
├── LabellingFailed  the photo was stored, but no label came of it
├── SaltUnkept       there is no salt for people's ids, and none can be kept
└── TokenRefused     Telegram knows no bot by this token
"""


class BotError(Exception):
    """Anything of the bot's that went wrong."""


class ServiceAway(BotError):
    """The inference service cannot be reached, or does not work; `retry_after_s` is what it asked to wait."""

    def __init__(self, message: str, *, retry_after_s: float = 0.0) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ServiceBusy(ServiceAway):
    """The service has more to do than it can, and asks to come again later."""


class PhotoRefused(BotError):
    """The service cannot use the photo."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class FileAway(BotError):
    """Telegram does not hand out a file just now."""


class PictureTooLarge(BotError):
    """Decoding a picture would take more memory than the bot may use."""


class PhotoUnwanted(BotError):
    """Its sender asked to be forgotten before it was answered."""


class LabellingSlow(BotError):
    """The photo is stored, and still waits for its label."""


class LabellingFailed(BotError):
    """The photo was stored, but no label came of it."""


class SaltUnkept(BotError):
    """There is no salt for people's ids, and none can be kept."""


class TokenRefused(BotError):
    """Telegram knows no bot by this token."""
