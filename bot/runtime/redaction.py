"""What may be said of an error in a log: where it happened, and nothing of what people wrote."""

from __future__ import annotations

import logging
import re
import traceback
from pathlib import Path

from bot.domain.people import Reader
from bot.errors import BotError
from bot.i18n import translate
from bot.screens.errors import sentence
from storage.causes import told

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
"""Wherever it stands: in an address it follows the word `bot` at once."""
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")
"""User name and password in an address, such as a proxy's."""


def describe(error: BaseException) -> str:
    """Return the kind of an error and the lines it came through, without its message: that may quote content.

    Where the machine is at fault, such as with a full disk, it is said what to do.
    """
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    where = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {where}{_cause(error)}"


def _cause(error: BaseException) -> str:
    """What the machine is at fault with, as the command line says it; it names files and codes alone."""
    if isinstance(error, BotError | BaseExceptionGroup):
        return ""
    cause = told(error, Path("bot.db"))
    return f". {translate(sentence(cause), Reader())}" if cause else ""


class Redaction(logging.Filter):
    """Takes tokens out of every record, arguments and tracebacks included."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _CREDENTIALS.sub("[…]@", _TOKEN.sub("[token]", record.getMessage()))
        record.args = None
        if record.exc_info and record.exc_info[1]:
            record.msg = f"{record.msg}: {describe(record.exc_info[1])}"
            record.exc_info = None
            # Another handler may have rendered the traceback already; a formatter prints that as it is.
            record.exc_text = None
        return True


def set_up_logging(level: str) -> None:
    """Log to standard error. Libraries that print addresses with the token in them are kept quiet."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(Redaction())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "aiohttp.access", "aiogram", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
