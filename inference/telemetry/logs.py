"""Logs: one line an event on standard error, as text or as JSON; ids, never contents."""

import logging

from asgi_correlation_id import CorrelationIdFilter
from pythonjsonlogger.json import JsonFormatter

from inference.settings import LogFormat, LogLevel

TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
JSON_FIELDS = {
    "asctime": "time",
    "levelname": "level",
    "name": "logger",
    "message": "event",
    "correlation_id": "request_id",
}
NOISY = ("httpx", "alembic", "pymorphy3", "rq.worker", "rq.job", "rq.queue", "asgi_correlation_id")


def configure_logging(level: LogLevel, form: LogFormat) -> None:
    """Send all logs to standard error; as JSON, the request's id and the fields of `extra` stand beside the event."""
    handler = logging.StreamHandler()
    handler.addFilter(CorrelationIdFilter())
    handler.setFormatter(_formatter(form))
    logging.basicConfig(level=level, handlers=[handler])
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


def _formatter(form: LogFormat) -> logging.Formatter:
    if form == "text":
        return logging.Formatter(TEXT)
    return JsonFormatter(list(JSON_FIELDS), rename_fields=JSON_FIELDS, datefmt="%Y-%m-%dT%H:%M:%S%z")
