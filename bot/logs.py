"""Structured logs: one JSON object a line, ids of updates but nothing about people."""

import json
import logging


class JsonFormatter(logging.Formatter):
    """Writes a record as JSON; of an exception only its kind, for messages may quote a person."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        fields: dict[str, object] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            fields["error"] = record.exc_info[0].__name__
        return json.dumps(fields, ensure_ascii=False)


def configure_logs(level: str) -> None:
    """Send everything to standard error as JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level.upper(), handlers=[handler])
    for name in ("httpx", "aiogram.dispatcher", "aiohttp.access"):  # they would name people, chats or texts
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("aiogram.event").setLevel(logging.CRITICAL)  # its lines quote the update; ours do not
