"""The form in which the approval of reports is delegated: to whom, from when, until when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.approving import DELEGATE, SINCE, UNTIL
from bot.domain.characters import key
from bot.domain.forms import Form, Step
from bot.domain.people import Person
from bot.domain.texts import N_, Text

LONGEST = timedelta(days=92)
"""So far ahead the last day may lie: authority is for a time."""
_DAY = re.compile(r"([0-3]?\d) ?[/.-] ?([01]?\d) ?[/.-] ?(20\d\d)")


def delegation_form(persons: Sequence[Person], today: date, since: date | None) -> Form:
    """Return what is asked; `persons` are those who may approve instead, `since` the first day as answered."""
    names = {person.code: key(f"{person.code} {person.full_name}") for person in persons}

    def find(typed: str) -> tuple[str, ...]:
        return tuple(code for code, name in names.items() if key(typed) in name)

    def refuse(text: str) -> Text | None:
        return _refused(text, today, today)

    def refuse_last(text: str) -> Text | None:
        return _refused(text, today, max(since or today, today))

    return Form(
        (
            Step(
                DELEGATE,
                (Text(N_("Who approves instead? Please choose, or type part of the name.")),),
                options=tuple(names),
                find=find,
                unknown=N_('Nobody who could approve is called "{typed}". Please choose one of:'),
            ),
            Step(
                SINCE,
                (Text(N_("From which day on? For example 30/11/2026.")),),
                optional=True,
                least=1,
                most=40,
                refuse=refuse,
            ),
            Step(
                UNTIL,
                (Text(N_("To the end of which day? For example 30/11/2026.")),),
                least=1,
                most=40,
                refuse=refuse_last,
            ),
        ),
        items_max=1,
        keeps=False,
    )


def day(text: str) -> date | None:
    """Return the day that was typed as day/month/year, None where it is none."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _refused(text: str, today: date, first: date) -> Text | None:
    found = day(text)
    if found is None:
        return Text(N_("A day is written as day/month/year, for example 30/11/2026."))
    if found < first:
        return Text(N_("Please name a day from {first:date} on."), first=first)
    if found > today + LONGEST:
        return Text(N_("Approval is delegated until {most:date} at the latest."), most=today + LONGEST)
    return None
