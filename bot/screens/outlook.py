"""What a member will be reminded of next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.reminder_rules import Kind
from bot.domain.texts import BLANK, N_, Excerpt, Screen, Text
from bot.screens.matters import matter


@dataclass(frozen=True)
class Next:
    """A reminder that is to come `at` an instant, or once a pause has ended that holds it; `organisation` where its
    reader has several.
    """

    kind: Kind
    subject: str
    at: datetime
    organisation: str
    held: bool


def with_next(screen: Screen, found: Sequence[Next], paused_until: date | None) -> Screen:
    """Return a screen that also says what its reader will be reminded of next."""
    lines = [
        Text(N_("<b>Next reminders:</b>")) if found else Text(N_("There are no reminders in the time to come.")),
        *(_line(number, each) for number, each in enumerate(found, 1)),
    ]
    if paused_until:
        msgid = N_("Reminders are paused until the end of {day:date}; what is due on the very day comes all the same.")
        lines.append(Text(msgid, day=paused_until))
    return replace(screen, lines=(*screen.lines, BLANK, *lines))


def _line(number: int, each: Next) -> Text:
    of = Text(N_(" of {organisation}"), organisation=Excerpt(each.organisation)) if each.organisation else None
    about = matter(each.kind, each.subject)
    if each.held:
        msgid = N_("{number}. After the pause ({at:date}): {matter}{of}")
    else:
        msgid = N_("{number}. {at:full}: {matter}{of}")
    return Text(msgid, number=number, at=each.at, matter=about, of=of)
