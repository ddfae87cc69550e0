"""A photo, compressed, as a file or in an album: noted on the waiting list, which the answerer works off."""

from aiogram import F, Router
from aiogram.types import Document, Message, PhotoSize

from bot.answering import Answerer
from bot.errors import PhotoRefused
from bot.settings import BotSettings
from bot.texts import Texts
from bot.waiting import Piece, Sender

router = Router(name="photo")

LARGEST_DOWNLOAD_BYTES = 20_000_000  # the Bot API's limit on getFile


@router.message(F.photo | F.document.mime_type.startswith("image/"))
async def take_photo(
    message: Message, answerer: Answerer, settings: BotSettings, texts: Texts, owner: str, domain: str | None
) -> None:
    """Note the photo; the answer comes beside, so that others are not held up."""
    sender = Sender(chat_id=message.chat.id, owner=owner, language=texts.language, domain=domain)
    file = file_of(message)
    piece = Piece(message_id=message.message_id, file_id=file.file_id, compressed=bool(message.photo))
    if message.media_group_id is None:
        _refuse_large(file)
        await answerer.waiting.add(f"{message.chat.id}:{message.message_id}", sender, piece, delay=0)
    else:
        if (file.file_size or 0) > LARGEST_DOWNLOAD_BYTES:
            piece = piece.model_copy(update={"refused": "upload_too_large"})
        key = f"{message.chat.id}:album:{message.media_group_id}"
        await answerer.waiting.add(key, sender, piece, delay=settings.album_silence_seconds)
    answerer.wake()


def file_of(message: Message) -> PhotoSize | Document:
    """The largest size of a compressed photo, or the file."""
    if message.photo:
        return max(message.photo, key=lambda size: size.width * size.height)
    assert message.document  # noqa: S101  # the filter's promise
    return message.document


def _refuse_large(file: PhotoSize | Document) -> None:
    if (file.file_size or 0) > LARGEST_DOWNLOAD_BYTES:
        raise PhotoRefused("upload_too_large", f"{file.file_size} bytes")
