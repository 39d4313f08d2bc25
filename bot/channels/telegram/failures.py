"""What Telegram's refusals mean (texts of the Bot API server, which are stable)."""

from __future__ import annotations

from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from bot.runtime.ports import ChannelError, Failure

_BY_TEXT = (
    ("message is not modified", Failure.UNCHANGED),
    ("message to edit not found", Failure.NO_MESSAGE),
    ("message can't be edited", Failure.NO_MESSAGE),
    ("message_id_invalid", Failure.NO_MESSAGE),
    ("chat not found", Failure.GONE),
    ("user is deactivated", Failure.GONE),
    ("peer_id_invalid", Failure.GONE),
)


def classify(error: Exception) -> ChannelError:
    """Return what an error of a call means for whoever made it."""
    # Errors that are not the library's may quote the address called, which holds the token.
    text = getattr(error, "message", type(error).__name__) if isinstance(error, AiogramError) else type(error).__name__
    match error:
        case TelegramRetryAfter():
            return ChannelError(Failure.THROTTLED, text, retry_after=error.retry_after)
        case TelegramMigrateToChat():
            return ChannelError(Failure.MOVED, text, moved_to=str(error.migrate_to_chat_id))
        case TelegramForbiddenError():
            return ChannelError(Failure.GONE, text)
        case TelegramUnauthorizedError():
            return ChannelError(Failure.UNAUTHORISED, text)
        case TelegramConflictError():
            return ChannelError(Failure.CONFLICT, text)
        case TelegramNotFound():
            return ChannelError(Failure.REFUSED, text)
        case TelegramBadRequest():
            found = (failure for part, failure in _BY_TEXT if part in text.casefold())
            return ChannelError(next(found, Failure.REFUSED), text)
        case _:
            # Server errors, a page of HTML instead of JSON, a dropped line: nobody knows; it may have arrived.
            return ChannelError(Failure.RETRY, text)
