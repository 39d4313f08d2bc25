"""The forms that put a person on the roster and that hand a seat over to a successor."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from bot.domain.characters import key, visible_length
from bot.domain.day_phrases import Today
from bot.domain.day_steps import first_day, last_day
from bot.domain.days import kept
from bot.domain.forms import Draft, Form, Item, Step
from bot.domain.people import MEMBER_ROLES, Honorific, Person, Role, Seat
from bot.domain.seat_requests import FROM, UNTIL
from bot.domain.texts import N_, Text

ADDITION, HANDOVER, SUBSTITUTE = "addition", "handover", "substitute"
"""The kinds of their drafts; such a draft is of no seat."""
FULL_NAME, TITLE, ADDRESS, ROLE, SEAT = "full_name", "title", "address", "role", "seat"
PHONE, LANGUAGE, SUCCESSOR, DRAFTS = "phone", "language", "successor", "drafts"
NEUTRAL = "neutral"
"""Stands for the empty form of address: an empty answer would be none."""
NEW = "new"
"""The successor is not on the roster yet."""
PASS_ON, DELETE = "pass", "delete"
"""What becomes of the predecessor's drafts."""
ADDRESSES: Mapping[str, Honorific] = {
    "dong_chi": Honorific.COMRADE,
    "ong": Honorific.MR,
    "ba": Honorific.MS,
    NEUTRAL: Honorific.NONE,
}
_NAME_MOST, _PHONE_LEAST = 120, 8
_PHONE = re.compile(r"[+(]?\d[\d ().+/-]{6,38}")
_TYPED_MOST = 4000
"""Longer than what is refused by name: nothing here is offered to be shortened."""

V = TypeVar("V")


def addition(draft: Draft, roles: Sequence[Role], seats: Sequence[Seat]) -> Form:
    """Return what is asked of a person who is added; one who is known, and so named by the draft, only gets a duty.

    `roles` are those that may be given; the seat is asked where the one that was chosen has any.
    """
    duty = [_choice(ROLE, tuple(each.value for each in roles))]
    if role_of(draft) in MEMBER_ROLES:
        duty.append(_seat_step(seats))
    steps = duty if draft.subject else (*_PERSON[:3], *duty, *_PERSON[3:])
    return Form(tuple(steps), items_max=1, becomes=lambda changed: addition(changed, roles, seats), keeps=False)


def role_of(draft: Draft) -> Role | None:
    """Return the role that was chosen, or None."""
    answer = _answers(draft).get(ROLE)
    return Role(answer) if answer else None


def _answers(draft: Draft) -> Item:
    return draft.items[0] if draft.items else {}


def handover(draft: Draft, people: Sequence[Person], today: Today, *, with_drafts: bool) -> Form:
    """Return what is asked where a seat is handed over: to whom, from which day on, and what becomes of drafts.

    Somebody who is new is asked about like anybody who is added.
    """
    since = Text(N_("From which day on? Please write it as day/month/year or in words, or choose From today."))
    drafts = (_choice(DRAFTS, (PASS_ON, DELETE)),) if with_drafts else ()
    about = _PERSON if _answers(draft).get(SUCCESSOR) == NEW else ()
    asked = Text(N_("Who takes over? Please choose, or type part of the name or the code."))
    day = first_day(FROM, since, today, optional=True)
    return Form(
        (_somebody(asked, people), *about, day, *drafts),
        items_max=1,
        becomes=lambda changed: handover(changed, people, today, with_drafts=with_drafts),
        keeps=False,
    )


def substitute(draft: Draft, people: Sequence[Person], today: Today) -> Form:
    """Return what is asked where somebody stands in for another: who, from when, until when."""
    about = _PERSON if _answers(draft).get(SUCCESSOR) == NEW else ()
    asked = Text(N_("Who stands in? Please choose, or type part of the name or the code."))
    since = Text(N_("From which day on? Please write it as day/month/year, or as tomorrow."))
    until = Text(N_("Up to and including which day?"))
    begins = kept(_answers(draft).get(FROM, ""))
    return Form(
        (
            _somebody(asked, people),
            *about,
            first_day(FROM, since, today),
            last_day(UNTIL, until, today, earliest=max(begins or today.day, today.day)),
        ),
        items_max=1,
        becomes=lambda changed: substitute(changed, people, today),
        keeps=False,
    )


def _somebody(asked: Text, people: Sequence[Person]) -> Step:
    names = {person.code: f"{person.code} {person.full_name}" for person in people}
    return Step(
        SUCCESSOR,
        (asked,),
        options=(NEW, *names),
        find=_finder(names),
        unknown=N_('Nobody on the roster is called "{typed}". Please choose New person, or type another name.'),
    )


def person_of(item: Item, code: str) -> Person:
    """Return the person whom the answers describe."""
    return Person(
        id=0,
        code=code,
        full_name=_on_one_line(item[FULL_NAME]),
        title=_on_one_line(item.get(TITLE, "")),
        honorific=ADDRESSES[item[ADDRESS]],
        lang=item[LANGUAGE],
        phone=_on_one_line(item.get(PHONE, "")),
    )


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _bad_name(text: str) -> Text | None:
    if visible_length(text) > _NAME_MOST or "\n" in text.strip():
        return Text(N_("Please write it on one line, with at most {most} characters."), most=_NAME_MOST)
    return None


def _bad_phone(text: str) -> Text | None:
    digits = sum(character.isdecimal() for character in text)
    if _PHONE.fullmatch(_on_one_line(text)) and digits >= _PHONE_LEAST:
        return None
    return Text(
        N_('"{typed}" is no telephone number. Please write it with its first 0, for example 024 3804 4066.'),
        typed=text,
    )


def _nothing(_typed: str) -> tuple[str, ...]:
    """What is typed as a label is the press, so that nothing is left to be found."""
    return ()


_UNKNOWN = N_('"{typed}" is no choice here. Please choose one of:')


def _choice(name: str, options: tuple[str, ...]) -> Step:
    return Step(name, (Text(_ASKED[name]),), options=options, find=_nothing, unknown=_UNKNOWN)


def _text(name: str, refuse: Callable[[str], Text | None], *, optional: bool = False) -> Step:
    return Step(name, (Text(_ASKED[name]),), optional=optional, least=1, most=_TYPED_MOST, refuse=refuse)


_ASKED: Mapping[str, str] = {
    FULL_NAME: N_("Full name of the person, with accents."),
    TITLE: N_("Title in the organisation, for example: Deputy Chief of Office."),
    ADDRESS: N_("How does the system address the person?"),
    ROLE: N_("Which duty does the person get?"),
    PHONE: N_("Telephone number, for calls where no message arrives."),
    LANGUAGE: N_("In which language does the system write to the person?"),
    DRAFTS: N_(
        "The predecessor has drafts for this member that were not sent. Are they passed on to the successor, or"
        " deleted?"
    ),
}
_PERSON = (
    _text(FULL_NAME, _bad_name),
    _text(TITLE, _bad_name, optional=True),
    _choice(ADDRESS, tuple(ADDRESSES)),
    _text(PHONE, _bad_phone, optional=True),
    _choice(LANGUAGE, ("vi", "en")),
)


def _seat_step(seats: Sequence[Seat]) -> Step:
    names = {seat.code: f"{seat.code} {seat.organisation}" for seat in seats}
    return Step(
        SEAT,
        (
            Text(N_("Which member does the person work for? Please choose, or type part of its name or its code.")),
            Text(N_("A member that is not listed is added with the roster file.")),
        ),
        options=tuple(names),
        find=_finder(names),
        unknown=N_('No member is called "{typed}". Please type another part of its name.'),
    )


def named_in(text: str, people: Sequence[Person]) -> list[str]:
    """Return the codes of the persons whose whole name stands in a text."""
    words = key(text)
    return [person.code for person in people if key(person.full_name) in words]


_MOST_FOUND = 12


def _finder(names: Mapping[str, str]) -> Callable[[str], tuple[str, ...]]:
    """Return what finds the codes whose name holds every word that was typed; a code itself is that code alone."""
    folded = {code: (key(code), key(name)) for code, name in names.items()}

    def find(typed: str) -> tuple[str, ...]:
        wanted = key(typed)
        exact = tuple(code for code, (own, _) in folded.items() if own == wanted)
        words = wanted.split()
        found = exact or tuple(code for code, (_, name) in folded.items() if all(word in name for word in words))
        return found[:_MOST_FOUND]

    return find
