"""Letters as a part of the program: the library that sends them is imported where they are set up alone."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from bot.config import Settings
from bot.runtime.postbox import Postbox
from bot.services import letters
from storage.database import Writer

if TYPE_CHECKING:
    from bot.channels.mail.outlet import MailOutlet


def outlets(settings: Settings, reading: Database) -> Iterator[MailOutlet]:
    """Yield the way out of letters where there is one."""
    if settings.sends_letters:
        from bot.channels.mail.outlet import MailOutlet

        yield MailOutlet(settings, reading)


def announced(settings: Settings, writer: Writer, postbox: Postbox) -> Callable[[], Coroutine[Any, Any, None]]:
    """Return what keeps whether letters are sent, by which the settings offer them and messages ring."""
    page = settings.public_url if settings.sends_letters else ""

    async def announce() -> None:
        await writer.write(lambda db: letters.announce(postbox.unit(db), page))

    return announce
