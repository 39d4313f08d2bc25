"""What members ask for their seats, which the desk decides: to be excused, to be stood in for, to hand over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.characters import visible_length
from bot.domain.day_phrases import Today
from bot.domain.day_steps import first_day, last_day
from bot.domain.days import kept
from bot.domain.forms import Draft, Form, Step
from bot.domain.texts import N_, Text

EXCUSE, DECLINE, ABSENCE, DESK_EXCUSE = "excuse", "decline", "absence", "desk_excuse"
"""The kinds of the drafts in which a seat is to be excused, a request is declined, a substitute is asked for."""
REASON, WORDS = "reason", "words"
WHO, FROM, UNTIL = "who", "from", "until"
_LEAST, _MOST, _TYPED_MOST = 5, 500, 4000
"""Visible characters; longer than `_TYPED_MOST` is nothing that is refused by name here."""


class SeatRequestKind(StrEnum):
    """What is asked for; the value stands in the base."""

    EXCUSE = "excuse"
    """Not to report for a period."""
    SUBSTITUTE = "substitute"
    """That somebody stands in for some days."""
    HANDOVER = "handover"
    """That somebody else takes the seat over from a day on."""


class SeatOutcome(StrEnum):
    """How a request ended."""

    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """By the member."""
    LAPSED = "lapsed"
    """What it was about is past, or done otherwise."""


@dataclass(frozen=True)
class SeatRequest:
    """A request of a member for a seat. `subject`: the period as `Period.iso` writes it, or the number of a duty."""

    id: int
    kind: SeatRequestKind
    seat: int
    subject: str
    body: Mapping[str, Any]
    by_person: int
    made_at: datetime
    ended_at: datetime | None = None
    outcome: SeatOutcome | None = None
    words: str = ""
    """What the desk says where it declined."""


def text(name: str, words: Sequence[Text]) -> Step:
    """Return a question that a short text answers."""
    return Step(name, tuple(words), least=1, most=_TYPED_MOST, refuse=_bad_length)


def _bad_length(typed: str) -> Text | None:
    if _LEAST <= visible_length(typed) <= _MOST:
        return None
    return Text(N_("Please write between {least} and {most} characters."), least=_LEAST, most=_MOST)


def excuse_form() -> Form:
    """Return what is asked of whoever wants not to report for a period."""
    why = Text(N_("Please give the reason, for example: the organisation is being set up anew."))
    return Form((text(REASON, (why,)),), items_max=1, keeps=False)


def desk_excuse_form() -> Form:
    """Return what is asked of the desk where it excuses a seat of its own accord."""
    why = Text(N_("Please give the reason for which the member is excused. The member reads it."))
    return Form((text(REASON, (why,)),), items_max=1, keeps=False)


def decline_form() -> Form:
    """Return what is asked of the desk where it declines."""
    why = Text(N_("Please write to the member why the request is not granted."))
    return Form((text(WORDS, (why,)),), items_max=1, keeps=False)


def absence_form(draft: Draft, today: Today) -> Form:
    """Return what is asked of whoever is away and wants somebody to stand in."""
    who = Text(N_("Who stands in? Please write the full name and the telephone number."))
    since = Text(N_("From which day on? Please write it as day/month/year, or as tomorrow."))
    until = Text(N_("Up to and including which day?"))
    begins = kept(draft.items[0].get(FROM, "")) if draft.items else None
    return Form(
        (
            text(WHO, (who,)),
            first_day(FROM, since, today),
            last_day(UNTIL, until, today, earliest=max(begins or today.day, today.day)),
        ),
        items_max=1,
        becomes=lambda changed: absence_form(changed, today),
        keeps=False,
    )
