"""Letters as messages among the others: whether there are any, where they lead, and how they are stopped."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from bot.domain.mailboxes import Mailbox
from bot.domain.operations import Guard, Lane, Send, Topic, TopicKind
from bot.domain.people import Reader, To
from bot.domain.texts import Screen
from bot.errors import BotError
from storage import ledgers, mailboxes, people
from storage.letters import CHANNEL
from storage.unit import Unit

STOP_PATH = "/thu/"
_PAGE = "mail_page"
"""The fact that holds where letters lead; empty while none are sent."""
_STOPS = b"links that stop letters"
"""What the key of their signatures is derived for: nothing else that is signed can be taken for one of them."""


def announce(unit: Unit, page: str) -> None:
    """Keep that letters are sent and where they lead, or with no address that none are."""
    if (ledgers.fact(unit.db, _PAGE) or "") != page:
        ledgers.put_fact(unit.db, _PAGE, page)


def page(unit: Unit) -> str:
    """Return where letters lead, an empty text while none are sent."""
    return ledgers.fact(unit.db, _PAGE) or ""


def stop_link(unit: Unit, mailbox: Mailbox) -> str:
    """Return the link that ends the letters to an address. It is the same in all of them, and is not over."""
    return f"{page(unit)}{STOP_PATH}{mailbox.key}.{_signature(unit, mailbox)}"


def of_stop(unit: Unit, token: str) -> Mailbox:
    """Return the address that a link is about. Raises BotError("stop_unknown") for one that is none, or is gone."""
    key, _, signature = token.partition(".")
    found = mailboxes.by_key(unit.db, key)
    if found is None or not hmac.compare_digest(_signature(unit, found).encode(), signature.encode()):
        raise BotError("stop_unknown")
    return found


def _signature(unit: Unit, mailbox: Mailbox) -> str:
    """Bound to the person and the address, so that it is of use for nothing else."""
    key = hmac.digest(unit.rules.key, _STOPS, "sha256")
    return hmac.new(key, f"{mailbox.key}:{mailbox.person}:{mailbox.address}".encode(), hashlib.sha256).hexdigest()


def send(
    unit: Unit,
    mailbox: Mailbox,
    screen: Screen,
    key: str,
    expires_at: datetime,
    *,
    shows_code: bool = False,
    guard: Guard | None = None,
    not_before: datetime | None = None,
) -> Send:
    """Return a letter in the language of its reader. It names the address by its key alone, and is of no account."""
    to = To(CHANNEL, mailbox.key, Reader(people.person_by_id(unit.db, mailbox.person).lang))
    topic = Topic(TopicKind.LETTER, {"person": mailbox.person, **({"code": 1} if shows_code else {})})
    lane = Lane.INTERACTIVE if shows_code else Lane.BULK
    return Send(to, screen, topic=topic, lane=lane, key=key, guard=guard, expires_at=expires_at, not_before=not_before)
