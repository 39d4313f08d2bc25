"""A finding, and how checks are run so that none stops another."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.config import Settings
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.screens.errors import sentence
from bot.verbs.opening import database
from bot.verbs.ownership import user_name


@dataclass(frozen=True)
class Finding:
    """A sentence for the operator; with `to_mend` something has to be done, otherwise it informs."""

    text: Text
    to_mend: bool = False


@dataclass(frozen=True)
class Place:
    """The data directory that is looked at, when, and whether a program holds its lock."""

    settings: Settings
    path: Path
    now: datetime
    running: bool

    @property
    def base(self) -> Path:
        """Where the database is, or should be."""
        return database(self.path)


Check = Callable[..., Iterable[Finding]]


def note(msgid: str, **params: object) -> Finding:
    """Return what only informs."""
    return Finding(_text(msgid, params))


def fault(msgid: str, **params: object) -> Finding:
    """Return what somebody has to act on."""
    return Finding(_text(msgid, params), to_mend=True)


def told(error: BotError) -> Finding:
    """Return an error of the program as what has to be mended."""
    return Finding(sentence(error), to_mend=True)


def alone(check: Check, *about: object) -> Iterator[Finding]:
    """Yield what a check finds. What it raises is a finding too: nothing was seen, so nothing is green."""
    try:
        yield from check(*about)
    except BotError as error:
        yield told(error)
    except PermissionError as error:
        yield fault(
            N_("the user {user} may not read {path}: run doctor as the user of the service, or mend the rights"),
            user=user_name(),
            path=str(error.filename),
        )
    except OSError as error:
        yield fault(
            N_("the system refuses to use {path} ({code}): check DATA_DIR and the disk"),
            path=str(error.filename),
            code=errno.errorcode.get(error.errno or 0, type(error).__name__),
        )
    except Exception as error:  # whatever it is, the other checks have something to say
        yield fault(
            N_("a check could not be done ({check}: {error}): send this line to the one who maintains the program"),
            check=check.__name__,
            error=type(error).__name__,
        )


def _text(msgid: str, params: Mapping[str, object]) -> Text:
    return Text(msgid, **{name: str(value) if isinstance(value, Path) else value for name, value in params.items()})


def age(since: timedelta) -> Text:
    """Return how long something has lasted, as roughly as people say it."""
    minutes = max(int(since.total_seconds()) // 60, 0)
    if minutes < 2 * 60:
        return Text(N_("{count:number} min"), count=minutes)
    if minutes < 2 * 24 * 60:
        return Text(N_("{count:number} h"), count=minutes // 60)
    return Text(N_("{count:number} d"), count=minutes // (24 * 60))
