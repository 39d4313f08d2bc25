"""When to be reminded once more: what can be chosen, what was chosen, what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.domain.reminders import Occurrence
from bot.domain.snoozing import Moment, may_wait
from bot.domain.texts import N_, Choice, Row, Screen, Text
from bot.domain.verbs.answering import AskSnooze, CancelSnooze, Snooze
from bot.domain.verbs.home import ShowHome

_HOME = Choice(Text(N_("Main screen")), ShowHome())


def with_snooze(screen: Screen, found: Sequence[Occurrence], today: date, slot: time) -> Screen:
    """Return the card of a day and an hour, that can be asked for once more.

    It can where something in it belongs before its deadline.
    """
    if not any(may_wait(each) for each in found):
        return screen
    later = Choice(Text(N_("Remind me later")), AskSnooze(today.toordinal(), slot.hour * 60 + slot.minute))
    return replace(screen, rows=(*screen.rows, (later,)))


def ask(moments: Mapping[Moment, datetime], today: date, day: int, slot: int) -> Screen:
    """When to be reminded once more; each moment is in Viet Nam's time."""
    if not moments:
        return none()
    choices = [Choice(_label(moment, at, today), Snooze(moment, day, slot)) for moment, at in moments.items()]
    rows: list[Row] = [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]
    return Screen((Text(N_("Please choose when to be reminded once more:")),), (*rows, (_HOME,)))


def _label(moment: Moment, at: datetime, today: date) -> Text:
    if moment is Moment.SOON:
        return Text(N_("In 02 hours"))
    if moment is Moment.AFTERNOON:
        return Text(N_("Today at {at:clock}"), at=at)
    if at.date() == today + timedelta(days=1):
        return Text(N_("Tomorrow at {at:clock}"), at=at)
    return Text(N_("At {at:short}"), at=at)


def none() -> Screen:
    """Nothing can be chosen."""
    msgid = N_(
        "There is no hour left at which the system could remind {you} before the deadline. Please work on it now, or"
        " ask for a later deadline."
    )
    return Screen((Text(msgid),), ((_HOME,),))


def over() -> Screen:
    """Nothing of the reminder is owed any more."""
    return Screen(
        (Text(N_("What this reminder is about is done, or past its deadline: nothing is left to remind of.")),)
    )


def chosen(at: datetime, today: date, day: int, slot: int) -> Screen:
    """When the reminder comes once more."""
    msgid = N_("The system will remind {you} at {at:clock} today.") if at.date() == today else None
    said = Text(msgid, at=at) if msgid else Text(N_("The system will remind {you} at {at:full}."), at=at)
    return Screen((said,), ((Choice(Text(N_("Cancel reminder")), CancelSnooze(day, slot)),),))


def cancelled(*, was_kept: bool) -> Screen:
    """It does not come once more."""
    if was_kept:
        return Screen(
            (Text(N_("The additional reminder was cancelled. The reminders before the deadline stay as they are.")),)
        )
    return Screen(
        (Text(N_("There is no additional reminder to cancel: it was sent, cancelled, or has become needless.")),)
    )
