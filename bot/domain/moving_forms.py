"""The form in which the desk says on which other day a reminder is sent."""

from __future__ import annotations

from datetime import date

from bot.domain.day_phrases import Today
from bot.domain.day_steps import working_day
from bot.domain.forms import Form
from bot.domain.texts import N_, Text

MOVING = "reminder_day"
"""The kind of the drafts, which are of no seat; their subject names a matter of a forecast (`subject_of`)."""
SEND_ON = "send_on"


def subject_of(forecast: int, day: int, person: int, number: int) -> str:
    """Return the subject of a draft: the matter at a place of what a person gets on a day, by a forecast."""
    return f"{forecast}:{day}:{person}:{number}"


def read_subject(subject: str) -> tuple[int, int, int, int]:
    """Read what `subject_of` wrote."""
    forecast, day, person, number = map(int, subject.split(":"))
    return forecast, day, person, number


def moving_form(today: Today, latest: date) -> Form:
    """Return the form; `latest` is the last day that may be named."""
    asked = Text(N_("On which working day is it to be sent? For example 30/11/2026, or tomorrow."))
    return Form((working_day(SEND_ON, asked, today, latest=latest),), items_max=1, keeps=False)
