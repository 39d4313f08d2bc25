"""The form in which the approval of reports is delegated: to whom, from when, until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.approving import DELEGATE, SINCE, UNTIL
from bot.domain.characters import key
from bot.domain.day_phrases import Today
from bot.domain.day_steps import first_day, last_day
from bot.domain.forms import Form, Step
from bot.domain.people import Person
from bot.domain.texts import N_, Text

LONGEST = timedelta(days=92)
"""So far ahead the last day may lie: authority is for a time."""


def delegation_form(persons: Sequence[Person], today: Today, since: date | None) -> Form:
    """Return what is asked; `persons` are those who may approve instead, `since` the first day as answered."""
    names = {person.code: key(f"{person.code} {person.full_name}") for person in persons}

    def find(typed: str) -> tuple[str, ...]:
        return tuple(code for code, name in names.items() if key(typed) in name)

    since_words = Text(N_("From which day on? For example 30/11/2026, or tomorrow."))
    until_words = Text(N_("To the end of which day? For example 30/11/2026."))
    earliest, latest = max(since or today.day, today.day), today.day + LONGEST
    return Form(
        (
            Step(
                DELEGATE,
                (Text(N_("Who approves instead? Please choose, or type part of the name.")),),
                options=tuple(names),
                find=find,
                unknown=N_('Nobody who could approve is called "{typed}". Please choose one of:'),
            ),
            first_day(SINCE, since_words, today, optional=True),
            last_day(UNTIL, until_words, today, earliest=earliest, latest=latest),
        ),
        items_max=1,
        keeps=False,
    )
