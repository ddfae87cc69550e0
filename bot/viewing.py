"""What a photo on the waiting list shows: fetched from Telegram, handed to the service once, and labelled there."""

from contextlib import suppress
from dataclasses import dataclass

from aiogram import Bot

from bot.client import InferenceClient
from bot.errors import LabellingFailed, PhotoRefused, PhotoUnwanted
from bot.files import fetch_file
from bot.memory import Memory
from bot.middlewares import refusal_text
from bot.replies import Photo
from bot.texts import Texts
from bot.waiting import Piece, Waiting, WaitingList


@dataclass(frozen=True)
class Viewer:
    """Looks at photos by way of the service."""

    bot: Bot
    client: InferenceClient
    waiting: WaitingList
    memory: Memory

    async def view(self, waiting: Waiting, piece: Piece, texts: Texts) -> Photo | str:
        """One photo's labels, or the sentence that says why there are none."""
        if piece.refused is None and piece.job_id is None:
            piece = await self._hand_over(waiting, piece)
        if piece.refused is not None:
            return refusal_text(piece.refused, texts)
        try:
            return await self.client.await_label(str(piece.job_id))
        except LabellingFailed:
            return texts.say("failed")
        except PhotoRefused as error:
            return refusal_text(error.code, texts)

    async def _hand_over(self, waiting: Waiting, piece: Piece) -> Piece:
        """Give a photo to the service; one whose sender asked to be forgotten meanwhile is taken back."""
        sender = waiting.sender
        try:
            data = await fetch_file(self.bot, piece.file_id)
            job_id = await self.client.add_photo(data, owner=sender.owner, domain=sender.domain)
        except PhotoRefused as error:
            piece = piece.model_copy(update={"refused": error.code})
        else:
            piece = piece.model_copy(update={"job_id": job_id})
            if piece.compressed:
                await self.memory.keep_file(job_id, piece.file_id)
        if not await self.waiting.update(waiting, piece):
            await self._take_back(piece, sender.owner)
            raise PhotoUnwanted(waiting.key)
        return piece

    async def _take_back(self, piece: Piece, owner: str) -> None:
        """Undo the upload of a photo, and of no other that was sent since; /forget may have done so before us."""
        if piece.job_id is not None:
            with suppress(PhotoRefused):
                await self.client.delete(piece.job_id, owner=owner)
